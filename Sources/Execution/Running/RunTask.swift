internal import Adapter
public import Compiler
public import Diagnostics
public import Events
internal import Formats
public import Platform
public import Postgres
internal import ProjectGraph
public import ProjectModel
public import SourceLoading
internal import Threads

/// Executes a plan: prepares the database, runs hooks and steps, and tells the log about it.
public struct RunTask: Sendable {
    /// What kind of command this is.
    public struct Options: Sendable {
        /// What is done with each node.
        public enum Work: Sendable {
            /// Only its SQL is made.
            case compile
            case run
            /// A stand-in for the relation of another environment is made.
            case clone
        }

        public var work = Work.run
        /// Whether schemas are created and relations listed before the first step.
        public var preparesDatabase = true
        public var runsHooks = true
        /// Whether progress lines and the summary are told.
        public var reports = true
        /// Whether each step has lines of its own; `reports` must be on too.
        public var reportsSteps = true
        /// What the run ends with; `reports` must be on too.
        public var summary = Summary.results
        /// Whether the first failure ends the run, as `--fail-fast` asks and as commands do that only compile.
        public var stopsAtFirstFailure = false
        /// Called whenever a step starts or ends; nil when nobody watches.
        public var onProgress: (@Sendable (RunProgress) -> Void)?
        /// Called with each step that starts or ends, on the step's thread; steps that are skipped are not told.
        public var onStep: (@Sendable (StepEvent) -> Void)?
        /// Loads the sources among the steps from files; nil checks their freshness.
        public var loader: SourceLoader?
        /// Whether the summary shows rows of the seeds.
        public var showsSeeds = false
        /// How many of the rows that a test has found its result keeps; fetching them costs a query for each such test.
        public var sampleRows = 0
        /// Microbatch models of which only the batches that failed in an earlier run are executed, for `retry`.
        public var previousBatches: [UniqueID: BatchResults] = [:]
        /// When the run that `retry` repeats was started: microbatch models end there.
        public var originalStart: Timestamp?
        public init() {}
    }

    /// What is told at the end.
    public enum Summary: Sendable {
        case none
        /// How many steps ended in which way, and what failed.
        case results
        /// That, without what was run and how long it took.
        case outcome
        /// Which sources are too old.
        case freshness
    }

    let project: RuntimeProject
    let plan: Plan
    let options: Options
    let connection: ConnectionSettings
    private let threads: Int
    private let interruption: Interruption

    public init(
        _ project: RuntimeProject, plan: Plan, connection: ConnectionSettings, threads: Int, options: Options,
        interruption: Interruption
    ) {
        self.interruption = interruption
        self.project = project
        self.plan = plan
        self.connection = connection
        self.threads = threads
        self.options = options
    }

    var compilation: Compilation { project.compilation }
    var log: EventLog { compilation.log }
    var stopsAtFirstFailure: Bool {
        options.stopsAtFirstFailure || compilation.invocation.settings.failFast
    }
    var registry: SessionRegistry { interruption.sessions }

    /// Runs everything.
    /// - Throws: when the database cannot be prepared or a hook before the steps cannot be rendered; failures of steps
    ///   are results.
    public func run() throws(Diagnostic) -> RunResults {
        let clock = Stopwatch()
        let board = RunBoard(plan, silent: ephemeralSteps)
        interruption.onTrigger { [registry, log] in
            // First the schedule: a worker whose statement fails must find nothing more to do.
            board.interrupt()
            registry.close()
            for name in registry.cancelAll() { log.fire(.logCancel(connection: name)) }
        }
        defer { interruption.clear() }
        let main = AdapterSession(connection, name: "master", registry: registry, log: SessionEvents(log).report)
        defer { main.close() }
        var results = RunResults()
        let hooks = ProjectHooks(project, session: main, reports: options.reports)
        if options.preparesDatabase {
            try DatabasePreparation(project, session: main).prepare(for: plan.steps.map(\.id))
        }
        if options.reports { reportConcurrency() }
        if options.runsHooks { try hooks.run(.start, into: &results.results) }
        let skipsAll = compilation.invocation.settings.behavior("skip_nodes_if_on_run_start_fails", default: false)
        if !skipsAll || !results.hasFailure { runSteps(board) } else { skipAll(board) }
        results.results += board.results
        results.ephemerals = board.silentResults
        if options.runsHooks, !board.isInterrupted {
            do throws(Diagnostic) {
                try hooks.run(.end, into: &results.results, after: results.results)
            } catch { results.failure = error }
        }
        results.wasInterrupted = board.isInterrupted
        results.elapsedTime = clock.seconds
        let told = results
        log.debug(
            .endRunResult(
                told.results.map(\.told), elapsed: told.elapsedTime, generatedAt: SystemClock.now.iso,
                success: !told.hasFailure))
        if options.reports { RunSummary(project, results).report(options.summary, log) }
        return results
    }

    /// What loads sources, and how its threads reach the database.
    var loads: SourceLoads? {
        options.loader.map { SourceLoads(loader: $0, connection: connection, registry: registry, log: log) }
    }

    /// Ephemeral models are compiled when it is their turn, so that they have a file, and are no results.
    var ephemeralSteps: Set<Int> {
        guard options.work != .compile else { return [] }
        return Set(plan.steps.indices.filter { project.manifest.nodes[plan.steps[$0].id]?.isEphemeral == true })
    }

    /// Tells the end of a run in which there was nothing to do.
    public static func reportNothing(_ log: EventLog) {
        log.fire(.formatting())
        log.fire(.endOfRunSummary(errors: 0, warnings: 0, partialSuccesses: 0, wasInterrupted: false))
        log.fire(.formatting())
        log.fire(.stats(pass: 0, warn: 0, error: 0, skip: 0, noOp: 0, total: 0))
    }

    private func reportConcurrency() {
        log.fire(.formatting())
        log.fire(
            .concurrency(
                threads: threads, target: compilation.profile.targetName,
                nodeCount: plan.steps.count - ephemeralSteps.count))
        log.fire(.formatting())
    }

    private func skipAll(_ board: RunBoard) {
        let reporter = NodeReporter(log, total: plan.steps.count - ephemeralSteps.count, groups: groups)
        for step in board.stop() where !board.isSilent(step) {
            let id = plan.steps[step].id
            let index = board.number()
            if reportsSteps, let resource = ExecutableResource(id, in: project.manifest, loading: options.loader) {
                reporter.skipped(resource, index: index)
            }
            board.add(skipped(id))
        }
    }

    func skipped(_ id: UniqueID, because message: String? = nil) -> NodeResult {
        var result = NodeResult(id: id, status: .skipped)
        result.relationName = project.manifest.nodes[id]?.relationName
        result.message = message
        return result
    }

    private func runSteps(_ board: RunBoard) {
        let workers = max(1, min(threads, plan.steps.count))
        let numbers = Monitor(0)
        Thread.runAll(count: workers) {
            let number = numbers.update { number in
                number += 1
                return number
            }
            let name = "Thread-\(number) (worker)"
            Thread.setCurrentName(name)
            RunWorker(self, board, name: name).run()
        }
    }

    /// What events say of the groups that nodes belong to, by name.
    var groups: [String: DataMapping] {
        var groups: [String: DataMapping] = [:]
        for group in project.manifest.resources.values where group.resourceType == .group {
            groups[group.name] = [
                "name": .string(group.name), "package_name": .string(group.packageName),
                "owner": group.fields["owner"] ?? .mapping([:]),
            ]
        }
        return groups
    }

    var reportsSteps: Bool { options.reports && options.reportsSteps }
}
