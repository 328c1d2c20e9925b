internal import CLibCrypto

/// SHA-256 of bytes that come piece by piece.
@safe
public final class StreamingHash {
    private let context: OpaquePointer

    public init() {
        guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto refuses SHA-256: there is no memory")
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    public func add(_ bytes: ArraySlice<UInt8>) {
        unsafe bytes.withUnsafeBytes { data in _ = unsafe EVP_DigestUpdate(context, data.baseAddress, data.count) }
    }

    /// The digest as lower-case hexadecimal text; nothing may be added afterwards.
    public func finish() -> String {
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var size: UInt32 = 0
        let status = unsafe EVP_DigestFinal_ex(context, &output, &size)
        precondition(status == 1, "libcrypto cannot end a digest")
        return Hash.hex(output.prefix(Int(size)))
    }
}
