internal import Glibc

/// A file that is read piece by piece, so that its size does not matter.
public final class FileReader {
    public let path: String
    /// The open file; -1 where the bytes are in memory.
    private let descriptor: Int32
    /// What is left to read, where the file is in memory already.
    private var bytes: ArraySlice<UInt8>

    /// A file of the machine.
    init(opening path: String) throws(FileError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        bytes = []
        if descriptor < 0 { throw FileError("read", path, number: errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// A file whose bytes are known.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        descriptor = -1
        self.bytes = bytes[...]
    }

    /// Adds at most `limit` bytes at the end of `buffer`.
    /// - Returns: how many; 0 at the end of the file.
    public func read(into buffer: inout [UInt8], upTo limit: Int) throws(FileError) -> Int {
        guard descriptor >= 0 else {
            let part = bytes.prefix(limit)
            bytes = bytes.dropFirst(part.count)
            buffer += part
            return part.count
        }
        while true {
            let (count, error) = buffer.appendRead(from: descriptor, upTo: limit)
            if count >= 0 { return count }
            if error != EINTR { throw FileError("read", path, number: error) }
        }
    }
}
