internal import CLibCrypto

/// Digests as lower-case hexadecimal text.
public enum Hash {
    public static func md5(_ bytes: [UInt8]) -> String { unsafe digest(bytes, EVP_md5()) }
    public static func md5(_ text: String) -> String { md5(Array(text.utf8)) }
    public static func sha1(_ bytes: [UInt8]) -> String { unsafe digest(bytes, EVP_sha1()) }
    public static func sha1(_ text: String) -> String { sha1(Array(text.utf8)) }
    public static func sha256(_ bytes: [UInt8]) -> String { unsafe digest(bytes, EVP_sha256()) }
    public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

    private static func digest(_ bytes: [UInt8], _ kind: OpaquePointer?) -> String {
        var output = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var size: UInt32 = 0
        let status = unsafe EVP_Digest(bytes, bytes.count, &output, &size, kind, nil)
        precondition(status == 1, "libcrypto refuses a digest: it runs in a mode without it")
        return hex(output.prefix(Int(size)))
    }

    /// Two lower-case hexadecimal digits a byte.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
