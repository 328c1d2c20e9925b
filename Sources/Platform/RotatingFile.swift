internal import Glibc
internal import Synchronization

/// A file that grows at its end by any thread, and is set aside under another name when it has become too big.
///
/// Bytes are kept back until 16 KiB have come together or somebody asks to flush.
public final class RotatingFile: Sendable {
    private struct State: ~Copyable {
        var file: Descriptor
        var size: Int
        var pending: [UInt8] = []
    }

    private static let bufferSize = 16 << 10

    private let path: String
    private let maximumSize: Int
    private let backups: Int
    private let state: Mutex<State>

    /// Opens the file to write at its end, making it and its directories when missing.
    ///
    /// `maximumSize` is in bytes, and 0 lets the file grow for ever; so many old files stay as `backups` says, as
    /// `path.1`, `path.2`, …
    /// - Throws: when the file cannot be opened.
    public init(_ path: String, maximumSize: Int, backups: Int) throws(FileError) {
        self.path = path
        self.maximumSize = maximumSize
        self.backups = backups
        try RealFiles().createDirectory(Path.directory(path))
        let file = try Self.open(path)
        state = Mutex(State(file: file, size: RealFiles().info(path)?.size ?? 0))
    }

    deinit { flush() }

    private static func open(_ path: String) throws(FileError) -> Descriptor {
        try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND, "write")
    }

    /// Adds `bytes`; what the disk refuses is lost.
    public func append(_ bytes: [UInt8], flushes: Bool = false) {
        state.withLock { state in
            let total = state.size + state.pending.count
            if maximumSize > 0, total > 0, total + bytes.count >= maximumSize { rotate(&state) }
            state.pending.append(contentsOf: bytes)
            if flushes || state.pending.count >= Self.bufferSize { Self.send(&state) }
        }
    }

    public func flush() { state.withLock { Self.send(&$0) } }

    private static func send(_ state: inout State) {
        if state.pending.isEmpty { return }
        _ = unsafe state.pending.withUnsafeBytes { unsafe writeFully($0, to: state.file.number) }
        state.size += state.pending.count
        state.pending.removeAll(keepingCapacity: true)
    }

    private func rotate(_ state: inout State) {
        Self.send(&state)
        let files = RealFiles()
        for number in stride(from: backups - 1, through: 1, by: -1) {
            try? files.move("\(path).\(number)", to: "\(path).\(number + 1)")
        }
        try? files.move(path, to: "\(path).1")
        guard let fresh = try? Self.open(path) else { return }
        state.file = fresh
        state.size = 0
    }
}
