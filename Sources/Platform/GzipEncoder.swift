internal import CZlib

/// Makes a gzip file of bytes that come in pieces.
///
/// The same pieces give the same bytes with one version of zlib; the header carries neither name nor time.
@safe
final class GzipEncoder {
    /// At a place of its own: zlib remembers the address of its state.
    private let stream: UnsafeMutablePointer<z_stream>
    private var chunk = [UInt8](repeating: 0, count: 65_536)

    /// - Parameter level: 1 (fast) to 9 (small).
    init(level: Int32 = 6) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 more to say that the header is gzip's.
        let status = unsafe deflateInit2_(
            stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib has no memory, or is older than what it was compiled for")
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// The compressed form of what has come so far and was not given out yet; all of it when `bytes` are the last.
    func encode(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> [UInt8] {
        var output: [UInt8] = []
        var input = Array(bytes)
        let count = input.count
        unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe stream.pointee.next_in = input.baseAddress
            unsafe stream.pointee.avail_in = UInt32(count)
            while true {
                let written = unsafe chunk.withUnsafeMutableBufferPointer { chunk in
                    unsafe stream.pointee.next_out = chunk.baseAddress
                    unsafe stream.pointee.avail_out = UInt32(chunk.count)
                    unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return unsafe chunk.count - Int(stream.pointee.avail_out)
                }
                output += chunk[..<written]
                // Room left over means that zlib has nothing more to give.
                if written < chunk.count { break }
            }
        }
        return output
    }
}
