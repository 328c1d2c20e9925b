internal import CLibPQ

/// The means to stop what a session is doing, from any thread and while its own thread waits for the server.
///
/// It stays valid after the connection has gone; cancelling then does nothing.
@safe
public final class CancelHandle: Sendable {
    // PGcancel is made for use from other threads and is never written after its creation.
    nonisolated(unsafe) private let handle: OpaquePointer?

    init(_ connection: OpaquePointer) {
        unsafe handle = PQgetCancel(connection)
    }

    deinit { unsafe PQfreeCancel(handle) }

    /// Asks the server to stop the running statement, which then fails with SQLSTATE `57014`.
    /// - Returns: whether the request was sent; the statement may still have finished first.
    @discardableResult
    public func cancel() -> Bool {
        guard let handle = unsafe handle else { return false }
        var message = [CChar](repeating: 0, count: 256)
        return unsafe PQcancel(handle, &message, Int32(message.count)) == 1
    }
}
