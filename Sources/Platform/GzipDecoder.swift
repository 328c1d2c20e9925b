internal import CZlib

/// What is wrong with compressed bytes.
public struct GzipError: Error, Sendable, Hashable {
    /// One sentence for people.
    public let reason: String
}

/// Unpacks gzip, also of several members one after the other, with constant memory.
@safe
public final class GzipDecoder {
    /// zlib keeps the address of its state, so it may not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    private var isBetweenMembers = true
    private var hasMember = false

    public init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for a gzip header instead of zlib's own.
        let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib of another version, or no memory")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deinitialize(count: 1)
        unsafe stream.deallocate()
    }

    /// Whether all that was added has been unpacked.
    public var needsInput: Bool { position == input.count }

    /// Gives the next compressed bytes; only when those before are used up.
    public func add(_ bytes: [UInt8]) {
        precondition(needsInput, "compressed bytes would be lost")
        input = bytes
        position = 0
    }

    /// Adds at most `limit` unpacked bytes at the end of `output`, as far as the input goes.
    public func decode(into output: inout [UInt8], upTo limit: Int) throws(GzipError) {
        var room = limit
        while room > 0, !needsInput {
            if isBetweenMembers, hasMember, input[position] == 0 {
                // Some tools fill the last block with zeros.
                position += 1
                continue
            }
            isBetweenMembers = false
            let (status, count) = step(into: &output, room)
            room -= count
            switch status {
            case Z_OK: continue
            case Z_BUF_ERROR: return
            case Z_STREAM_END:
                hasMember = true
                isBetweenMembers = true
                unsafe inflateReset(stream)
            default:
                let detail = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "error \(status)"
                throw GzipError(
                    reason: hasMember || detail != "incorrect header check"
                        ? "the gzip data is damaged: \(detail)" : "this is no gzip file")
            }
        }
    }

    /// - Throws: when the input ended in the middle of a member, or had none.
    public func finish() throws(GzipError) {
        guard isBetweenMembers, hasMember else {
            throw GzipError(
                reason: hasMember || !isBetweenMembers
                    ? "the gzip data ends too early: the file is cut off" : "the gzip file is empty")
        }
    }

    private func step(into output: inout [UInt8], _ room: Int) -> (status: Int32, count: Int) {
        let start = position
        var result = (status: Z_OK, count: 0)
        output.append(addingCapacity: room) { span in
            unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
                unsafe input.withUnsafeMutableBufferPointer { input in
                    unsafe stream.pointee.next_in = input.baseAddress.map { unsafe $0 + start }
                    unsafe stream.pointee.avail_in = UInt32(input.count - start)
                    unsafe stream.pointee.next_out = buffer.baseAddress.map { unsafe $0 + initialized }
                    unsafe stream.pointee.avail_out = UInt32(room)
                    result.status = unsafe inflate(stream, Z_NO_FLUSH)
                    result.count = room - Int(unsafe stream.pointee.avail_out)
                    position = input.count - Int(unsafe stream.pointee.avail_in)
                    initialized += result.count
                }
            }
        }
        return result
    }
}
