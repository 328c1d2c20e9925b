internal import Glibc

/// Finds single bytes at the speed of memory.
enum ByteSearch {
    /// The first position of `byte` in `bytes[start..<end]`, or nil.
    @inline(__always)
    static func first(_ byte: UInt8, in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        precondition(start >= 0 && end <= bytes.count, "the searched range must lie inside the bytes")
        return unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), end - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }
}
