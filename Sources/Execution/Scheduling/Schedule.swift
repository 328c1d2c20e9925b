/// Which steps of a plan may start, are running, and are done: the scheduler's state without threads or clocks.
///
/// The worker threads ask it what to do next and tell it what happened, so every order of events can be tested.
public struct Schedule: Sendable {
    /// The position of a step in its plan.
    public typealias StepID = Int

    /// How one step ended, as far as the others are concerned.
    public enum Outcome: Sendable, Hashable {
        case succeeded, failed
    }

    private var waitingFor: [Int]
    private var dependents: [[StepID]]
    private var ready = Heap()
    private var isStarted: [Bool]
    private var isDone: [Bool]
    private var unfinished: Int
    private var running = 0
    private var isStopped = false

    /// - Parameter dependencies: for each step, the steps that must succeed before it starts, each once.
    /// - Precondition: the graph has no cycle; the manifest's graph has been checked.
    public init(dependencies: [[StepID]]) {
        waitingFor = dependencies.map(\.count)
        dependents = Array(repeating: [], count: dependencies.count)
        for (step, needed) in dependencies.enumerated() {
            for dependency in needed { dependents[dependency].append(step) }
        }
        for step in dependencies.indices where dependencies[step].isEmpty { ready.insert(step) }
        isStarted = Array(repeating: false, count: dependencies.count)
        isDone = isStarted
        unfinished = dependencies.count
    }

    /// Whether nothing is left to start or to wait for.
    public var isFinished: Bool { running == 0 && (unfinished == 0 || isStopped) }

    /// The next step that may start, in the order of the plan; nil while all of them wait for a running step.
    public mutating func start() -> StepID? {
        guard !isStopped else { return nil }
        while let step = ready.removeFirst() {
            guard !isDone[step] else { continue }
            isStarted[step] = true
            running += 1
            return step
        }
        return nil
    }

    /// Records how `step` ended.
    /// - Returns: the steps that are skipped because they depend, directly or not, on a failed step.
    public mutating func finish(_ step: StepID, _ outcome: Outcome) -> [StepID] {
        precondition(isStarted[step] && !isDone[step], "step \(step) finished without having been started")
        running -= 1
        complete(step)
        switch outcome {
        case .succeeded:
            for dependent in dependents[step] {
                waitingFor[dependent] -= 1
                if waitingFor[dependent] == 0, !isDone[dependent] { ready.insert(dependent) }
            }
            return []
        case .failed:
            return skipDependents(of: step)
        }
    }

    /// Starts nothing any more: the first failure of `--fail-fast`, a test that fails the run, or Ctrl-C.
    /// - Returns: the steps that will not run, in the order of the plan.
    public mutating func stop() -> [StepID] {
        guard !isStopped else { return [] }
        isStopped = true
        let left = isDone.indices.filter { !isDone[$0] && !isStarted[$0] }
        for step in left { complete(step) }
        return left
    }

    private mutating func complete(_ step: StepID) {
        isDone[step] = true
        unfinished -= 1
    }

    private mutating func skipDependents(of step: StepID) -> [StepID] {
        var skipped: [StepID] = []
        var stack = dependents[step]
        while let next = stack.popLast() {
            guard !isDone[next] else { continue }
            complete(next)
            skipped.append(next)
            stack += dependents[next]
        }
        return skipped.sorted()
    }
}

/// A binary heap of steps, smallest first.
private struct Heap: Sendable {
    private var items: [Int] = []

    mutating func insert(_ item: Int) {
        items.append(item)
        var index = items.count - 1
        while index > 0, items[index] < items[(index - 1) / 2] {
            items.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = items.first else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first }
        items[0] = last
        var index = 0
        while true {
            let left = 2 * index + 1
            guard left < items.count else { return first }
            let child = left + 1 < items.count && items[left + 1] < items[left] ? left + 1 : left
            guard items[child] < items[index] else { return first }
            items.swapAt(index, child)
            index = child
        }
    }
}
