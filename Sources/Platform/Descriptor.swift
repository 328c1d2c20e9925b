internal import Glibc

/// An open file, closed when its owner lets it go.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ path: String, _ flags: Int32, _ operation: String) throws(FileError) {
        number = unsafe open(path, flags | O_CLOEXEC, 0o666)
        if number < 0 { throw FileError(operation, path, number: errno) }
    }

    init(owning number: Int32) { self.number = number }

    deinit { close(number) }

    /// All bytes from here to the end.
    func readAll(_ operation: String, _ path: String) throws(FileError) -> [UInt8] {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw FileError(operation, path, number: errno) }
        if status.st_mode & S_IFMT == S_IFDIR { throw FileError(operation, path, number: EISDIR) }
        // One byte more than the size says, so that a file of that size ends with a read of nothing, without growing.
        var bytes = [UInt8](capacity: max(Int(status.st_size), 0) + 1)
        while true {
            let room = bytes.capacity - bytes.count
            let wanted = room > 0 ? room : max(bytes.count, 65_536)
            let (count, error) = bytes.appendRead(from: number, upTo: wanted)
            if count == 0 { return bytes }
            if count < 0, error != EINTR { throw FileError(operation, path, number: error) }
        }
    }

    func writeAll(_ bytes: ArraySlice<UInt8>, _ operation: String, _ path: String) throws(FileError) {
        let failure = unsafe bytes.withUnsafeBytes { unsafe writeFully($0, to: number) }
        if failure != 0 { throw FileError(operation, path, number: failure) }
    }
}

/// Writes all of `bytes`; gives the system's error number, 0 when all is well.
func writeFully(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var done = 0
    while done < bytes.count {
        let count = unsafe write(descriptor, bytes.baseAddress.map { unsafe $0 + done }, bytes.count - done)
        if count >= 0 {
            done += count
        } else if errno == EAGAIN {
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            unsafe poll(&ready, 1, -1)
        } else if errno != EINTR {
            return errno
        }
    }
    return 0
}

extension [UInt8] {
    init(capacity: Int) {
        self = []
        reserveCapacity(capacity)
    }

    /// Reads at most `limit` bytes and appends them; gives their number (0 at the end, -1 on failure) and `errno`.
    mutating func appendRead(from descriptor: Int32, upTo limit: Int) -> (count: Int, error: Int32) {
        var error: Int32 = 0
        var result = 0
        append(
            addingCapacity: limit,
            initializingWith: { span in
                result = unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
                    let free = unsafe buffer.baseAddress.map { unsafe $0 + initialized }
                    let count = unsafe read(descriptor, free, limit)
                    if count > 0 { initialized += count } else if count < 0 { error = errno }
                    return count
                }
            })
        return (result, error)
    }
}
