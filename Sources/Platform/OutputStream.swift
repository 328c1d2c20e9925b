internal import Glibc
internal import Synchronization

/// Standard output or standard error, written to whole lines at a time by any thread.
public final class OutputStream: Sendable {
    private let descriptor: Int32
    private let isBuffered: Bool
    private let pending = Mutex<[UInt8]>([])

    /// Every write goes out at once on a terminal; else in blocks, at the latest at `flush()`.
    public static let standardOutput = OutputStream(STDOUT_FILENO, buffered: false)
    public static let standardError = OutputStream(STDERR_FILENO, buffered: false)

    private init(_ descriptor: Int32, buffered: Bool) {
        self.descriptor = descriptor
        isBuffered = buffered
    }

    /// A stream over standard output that collects 64 KiB before it writes: for long listings.
    public static func bufferedStandardOutput() -> OutputStream { OutputStream(STDOUT_FILENO, buffered: true) }

    /// Writes all of `bytes` without anything of another thread in between.
    ///
    /// A reader who has gone away (`EPIPE`) is not an error: there is nobody left to tell.
    public func write(_ bytes: [UInt8]) {
        pending.withLock { pending in
            pending.append(contentsOf: bytes)
            if !isBuffered || pending.count >= 65_536 { send(&pending) }
        }
    }

    public func write(_ text: String) { write(Array(text.utf8)) }

    public func flush() { pending.withLock { send(&$0) } }

    private func send(_ pending: inout [UInt8]) {
        _ = unsafe pending.withUnsafeBytes { unsafe writeFully($0, to: descriptor) }
        pending.removeAll(keepingCapacity: true)
    }
}
