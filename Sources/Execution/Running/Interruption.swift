public import Adapter
internal import Synchronization

/// Ctrl-C: what the sessions of the command run is cancelled, and they send nothing more.
public final class Interruption: Sendable {
    /// The sessions of the command.
    public let sessions = SessionRegistry()

    private struct State {
        var isTriggered = false
        /// What a run does before its statements are cancelled.
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    public init() {}

    public var isTriggered: Bool { state.withLock(\.isTriggered) }

    /// Calls `body` when the user interrupts; at once when that has happened already.
    public func onTrigger(_ body: @escaping @Sendable () -> Void) {
        let wasTriggered = state.withLock { state in
            state.action = body
            return state.isTriggered
        }
        if wasTriggered { body() }
    }

    /// Forgets what was to be called.
    func clear() { state.withLock { $0.action = nil } }

    /// Tells that the user interrupts.
    /// - Returns: whether something is in progress that ends by itself now; without it the process may end at once.
    public func trigger() -> Bool {
        let action = state.withLock { state in
            state.isTriggered = true
            return state.action
        }
        let isConnected = sessions.hasSessions
        action?()
        sessions.close()
        _ = sessions.cancelAll()
        return isConnected || action != nil
    }
}
