internal import Threads

/// How many more threads the loads of a command may use.
final class LoadBudget: Sendable {
    private struct State: Sendable {
        var free: Int
        var waiting = 0
    }

    private let state: Monitor<State>

    init(_ count: Int) { state = Monitor(State(free: count)) }

    /// Whether a table waits for its first thread; those that have several should leave one to it.
    var isWanted: Bool { state.update { $0.waiting > 0 } }

    /// Waits until there is one.
    func take() {
        state.update { $0.waiting += 1 }
        _ = state.wait { state -> Bool? in
            guard state.free > 0 else { return nil }
            state.free -= 1
            state.waiting -= 1
            return true
        }
    }

    func takeIfFree() -> Bool {
        state.update { state in
            guard state.free > state.waiting else { return false }
            state.free -= 1
            return true
        }
    }

    func giveBack() { state.update { $0.free += 1 } }
}
