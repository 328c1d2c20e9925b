internal import Postgres
internal import Synchronization

/// The open sessions of a command, so that another thread can stop what they are doing.
public final class SessionRegistry: Sendable {
    private struct Entry {
        var name: String
        let handle: CancelHandle
        /// Whether a statement is on its way.
        var isBusy = false
    }

    private struct State {
        var entries: [Int: Entry] = [:]
        var next = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    public init() {}

    /// Whether any session is connected.
    public var hasSessions: Bool { state.withLock { !$0.entries.isEmpty } }

    /// Whether any session has been connected.
    var hasBeenUsed: Bool { state.withLock { $0.next > 0 } }

    func add(_ name: String, _ handle: CancelHandle) -> Int {
        state.withLock { state in
            state.next += 1
            state.entries[state.next] = Entry(name: name, handle: handle)
            return state.next
        }
    }

    func rename(_ number: Int, _ name: String) {
        state.withLock { $0.entries[number]?.name = name }
    }

    func remove(_ number: Int) {
        state.withLock { _ = $0.entries.removeValue(forKey: number) }
    }

    /// Notes that a session is about to send a statement.
    /// - Returns: whether it may.
    func begin(_ number: Int) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.entries[number]?.isBusy = true
            return true
        }
    }

    /// Notes that the server has answered.
    func end(_ number: Int) {
        state.withLock { $0.entries[number]?.isBusy = false }
    }

    /// Asks the server to stop all running statements; each fails with a cancellation.
    ///
    /// A statement that is noted but has not reached the server yet is missed: whoever must be sure calls again.
    /// - Returns: the names of the connections.
    public func cancelAll() -> [String] {
        // A copy of the list: a request takes a round trip, and sessions come and go meanwhile.
        let busy = state.withLock { state in
            state.entries.sorted { $0.key < $1.key }.map(\.value).filter(\.isBusy)
        }
        for entry in busy { entry.handle.cancel() }
        return busy.map(\.name)
    }

    /// Whether sessions may not send anything any more.
    var isClosed: Bool { state.withLock(\.isClosed) }

    /// Lets no session send anything any more.
    public func close() { state.withLock { $0.isClosed = true } }
}
