public import ProjectModel

/// How far a run is, for a terminal's live line.
public struct RunProgress: Sendable, Hashable {
    /// How many steps have ended, and how many there are.
    public var done: Int
    public var total: Int
    /// The names of the steps that are running, in the order in which they started.
    public var running: [String]
    public var failed: Int

    public init(done: Int, total: Int, running: [String], failed: Int) {
        self.done = done
        self.total = total
        self.running = running
        self.failed = failed
    }
}

/// That a step has started or ended, for those who report each.
public enum StepEvent: Sendable {
    case started(UniqueID)
    case ended(NodeResult)
}
