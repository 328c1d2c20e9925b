internal import Glibc

/// A file that is written piece by piece, and stands at its path only when it is finished.
///
/// Until then the bytes are in a temporary file beside it, which goes away when its owner lets go without `finish()`.
public final class FileWriter {
    private let path: String
    private let temporary: String
    private let gzip: GzipEncoder?
    private var file: Descriptor?

    /// Starts a file, making missing parents; a path that ends in `.gz` is compressed.
    public init(_ path: String) throws(FileError) {
        self.path = path
        temporary = "\(path).\(getpid())-\(Random.hex(bytes: 4)).tmp"
        gzip = path.hasSuffix(".gz") ? GzipEncoder() : nil
        file = try RealFiles().create(temporary, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC)
    }

    deinit { if file != nil { unsafe unlink(temporary) } }

    /// Adds `bytes`. Every call goes to the system: collect some thousand bytes before.
    public func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        if let gzip {
            try send(gzip.encode(bytes, isLast: false)[...])
        } else {
            try send(bytes)
        }
    }

    /// Puts the file at its path, in place of one that is there; nothing can be written afterwards.
    public func finish() throws(FileError) {
        if let gzip { try send(gzip.encode([], isLast: true)[...]) }
        guard unsafe rename(temporary, path) == 0 else { throw FileError("write", path, number: errno) }
        file = nil
    }

    private func send(_ bytes: ArraySlice<UInt8>) throws(FileError) {
        if bytes.isEmpty { return }
        let failure = unsafe bytes.withUnsafeBytes { bytes in
            guard let number = file?.number else { return EBADF }
            return unsafe writeFully(bytes, to: number)
        }
        if failure != 0 { throw FileError("write", path, number: failure) }
    }
}
