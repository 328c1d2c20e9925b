internal import Synchronization

/// Ctrl-C, as those who run something want to hear of it.
public final class Interruption: Sendable {
    private let action = Mutex<(@Sendable () -> Void)?>(nil)
    private let isTriggered = Mutex(false)

    public init() {}

    /// Calls `body` when the user interrupts; at once when that has happened already.
    func onTrigger(_ body: @escaping @Sendable () -> Void) {
        action.withLock { $0 = body }
        if isTriggered.withLock({ $0 }) { body() }
    }

    /// Whether the user has interrupted; asking counts as having heard it.
    public var isRequested: Bool { isTriggered.withLock { $0 } }

    /// Forgets what was to be called.
    func clear() { action.withLock { $0 = nil } }

    /// Tells that the user interrupts.
    /// - Returns: whether somebody was there to hear it for the first time.
    public func trigger() -> Bool {
        let isFirst = isTriggered.withLock { isTriggered in
            defer { isTriggered = true }
            return !isTriggered
        }
        guard isFirst, let body = action.withLock({ $0 }) else { return false }
        body()
        return true
    }
}
