internal import Postgres
internal import Synchronization

/// The sessions of a run that are open, so that Ctrl-C can stop what they are doing.
public final class SessionRegistry: Sendable {
    private struct State {
        var handles: [Int: (name: String, handle: CancelHandle)] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    public init() {}

    func add(_ name: String, _ handle: CancelHandle) -> Int {
        state.withLock { state in
            state.next += 1
            state.handles[state.next] = (name, handle)
            return state.next
        }
    }

    func rename(_ number: Int, _ name: String) {
        state.withLock { $0.handles[number]?.name = name }
    }

    func remove(_ number: Int) {
        state.withLock { _ = $0.handles.removeValue(forKey: number) }
    }

    /// Asks the server to stop all running statements; each fails with a cancellation.
    /// - Returns: the names of the connections.
    public func cancelAll() -> [String] {
        let open = state.withLock { state in state.handles.sorted { $0.key < $1.key }.map(\.value) }
        for (_, handle) in open { handle.cancel() }
        return open.map(\.name)
    }
}
