internal import Threads

/// The state of a run that all workers share: the schedule, numbers of lines, and results.
final class RunBoard: Sendable {
    private struct State: Sendable {
        var schedule: Schedule
        var started = 0
        var results: [NodeResult] = []
        var silentResults: [NodeResult] = []
        var isInterrupted = false
        var isStopped = false
        var running: [String] = []
        var failed = 0
        let total: Int

        var progress: RunProgress {
            RunProgress(done: results.count, total: total, running: running, failed: failed)
        }
    }

    private let monitor: Monitor<State>
    /// Steps that nobody is told about, such as ephemeral models.
    private let silent: Set<Int>

    init(_ plan: Plan, silent: Set<Int> = []) {
        self.silent = silent
        let total = plan.steps.count - silent.count
        monitor = Monitor(State(schedule: Schedule(dependencies: plan.dependencies), total: total))
    }

    func isSilent(_ step: Int) -> Bool { silent.contains(step) }

    /// The next step and its number; blocks while all that is left waits for running steps. Nil at the end.
    func next() -> (step: Int, index: Int)? {
        let next: (Int, Int) = monitor.wait { [silent] state in
            if let step = state.schedule.start() {
                if !silent.contains(step) { state.started += 1 }
                return (step, state.started)
            }
            return state.schedule.isFinished ? (-1, 0) : nil
        }
        return next.0 < 0 ? nil : next
    }

    /// Notes that a step has started, for those who watch.
    func progress(starting name: String) -> RunProgress {
        monitor.update { state in
            state.running.append(name)
            return state.progress
        }
    }

    /// Notes that a step has ended, for those who watch.
    func progress(ending name: String, _ result: NodeResult) -> RunProgress {
        monitor.update { state in
            if let index = state.running.firstIndex(of: name) { state.running.remove(at: index) }
            if result.status.isFailure { state.failed += 1 }
            return state.progress
        }
    }

    /// Records a result.
    /// - Parameter halts: whether nothing is started any more; what is running comes to its end.
    /// - Returns: the steps that are skipped because of it.
    func finish(_ step: Int, _ result: NodeResult, halts: Bool = false) -> [Int] {
        monitor.update { [silent] state in
            if silent.contains(step) { state.silentResults.append(result) } else { state.results.append(result) }
            let skipped = state.schedule.finish(step, result.status.isFailure ? .failed : .succeeded)
            // At once: another worker must not find a next step in between.
            return halts ? skipped + state.schedule.stop() : skipped
        }
    }

    func add(_ result: NodeResult) { monitor.update { $0.results.append(result) } }

    /// The number of one more line.
    func number() -> Int {
        monitor.update { state in
            state.started += 1
            return state.started
        }
    }

    /// Starts nothing any more; what is running has no reason to go on.
    /// - Returns: the steps that will not run.
    func stop() -> [Int] {
        monitor.update { state in
            state.isStopped = true
            return state.schedule.stop()
        }
    }

    func interrupt() {
        monitor.update { state in
            state.isInterrupted = true
            state.isStopped = true
            for _ in state.schedule.stop() {}
        }
    }

    var results: [NodeResult] { monitor.update { $0.results } }
    var silentResults: [NodeResult] { monitor.update { $0.silentResults } }
    /// Whether nothing more is to be started.
    var isStopped: Bool { monitor.update { $0.isStopped } }
    var isInterrupted: Bool { monitor.update { $0.isInterrupted } }
}
