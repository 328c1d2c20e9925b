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

    private let project: RuntimeProject
    private let plan: Plan
    private let options: Options
    private let connection: ConnectionSettings
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

    private var compilation: Compilation { project.compilation }
    private var log: EventLog { compilation.log }
    private var stopsAtFirstFailure: Bool {
        options.stopsAtFirstFailure || compilation.invocation.settings.failFast
    }
    private var registry: SessionRegistry { interruption.sessions }

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
    private var loads: SourceLoads? {
        options.loader.map { SourceLoads(loader: $0, connection: connection, registry: registry, log: log) }
    }

    /// Ephemeral models are compiled when it is their turn, so that they have a file, and are no results.
    private var ephemeralSteps: Set<Int> {
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
        for step in board.stop() where !board.isSilent(step) { board.add(skipped(plan.steps[step].id)) }
    }

    private func skipped(_ id: UniqueID, because message: String? = nil) -> NodeResult {
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
            Worker(self, board, name: name).run()
        }
    }

    /// What events say of the groups that nodes belong to, by name.
    private var groups: [String: DataMapping] {
        var groups: [String: DataMapping] = [:]
        for group in project.manifest.resources.values where group.resourceType == .group {
            groups[group.name] = [
                "name": .string(group.name), "package_name": .string(group.packageName),
                "owner": group.fields["owner"] ?? .mapping([:]),
            ]
        }
        return groups
    }

    private var reportsSteps: Bool { options.reports && options.reportsSteps }

    /// One thread's part of the run.
    private struct Worker {
        private let task: RunTask
        private let board: RunBoard
        private let session: AdapterSession
        private let runner: StepRunner
        private let reporter: NodeReporter

        init(_ task: RunTask, _ board: RunBoard, name: String) {
            self.task = task
            self.board = board
            session = AdapterSession(
                task.connection, name: name, registry: task.registry, log: SessionEvents(task.log).report)
            let targets = TargetFolder(
                files: task.compilation.files, projectDirectory: task.compilation.projectDirectory,
                targetPath: task.compilation.invocation.settings.targetPath)
            let context = RunContext(
                project: task.project, work: task.options.work, targets: targets,
                keepsSeeds: task.options.showsSeeds, sampleRows: task.options.sampleRows, loads: task.loads,
                batches: .init(previous: task.options.previousBatches, now: task.options.originalStart),
                isStopped: { board.isStopped })
            runner = StepRunner(context, session: session, thread: name)
            reporter = NodeReporter(
                task.log, total: task.plan.steps.count - task.ephemeralSteps.count,
                groups: task.groups, runsBatches: task.compilation.runsBatches)
        }

        func run() {
            while let (step, index) = board.next() {
                guard
                    let resource = ExecutableResource(
                        task.plan.steps[step].id, in: task.project.manifest, loading: task.options.loader)
                else {
                    _ = board.finish(step, task.skipped(task.plan.steps[step].id))
                    continue
                }
                if board.isSilent(step) {
                    _ = board.finish(step, runner.compile(ephemeral: resource))
                    continue
                }
                if task.reportsSteps { reporter.started(resource, index: index) }
                task.options.onProgress?(board.progress(starting: resource.name))
                if !resource.isLoad { task.options.onStep?(.started(resource.id)) }
                let result = settled(runner.execute(resource))
                if !resource.isLoad { task.options.onStep?(.ended(result)) }
                task.options.onProgress?(board.progress(ending: resource.name, result))
                if task.reportsSteps { reporter.finished(resource, result, index: index) }
                let stops = isReasonToStop(result)
                let halts = !stops && result.status == .fail && resource.onFail == .failRun
                let skipped = board.finish(step, result, halts: halts)
                if result.status.isFailure, result.status != .skipped {
                    StepEvents(task.log, resource).skipsDependents(result)
                }
                if stops {
                    stop(after: result, skipping: skipped)
                } else if halts {
                    skip(skipped, after: resource)
                } else {
                    if resource.isLoad, !skipped.isEmpty { tellReason(resource, skipped.count) }
                    skip(skipped)
                }
            }
            session.close()
        }

        private func isReasonToStop(_ result: NodeResult) -> Bool {
            task.stopsAtFirstFailure && result.status.isFailure && result.status != .skipped
        }

        /// After the first failure that ends the run nothing is started, and what runs is cancelled.
        private func stop(after result: NodeResult, skipping dependents: [Int]) {
            let isFirst = !board.isStopped
            for step in dependents + board.stop() where !board.isSilent(step) {
                board.add(task.skipped(task.plan.steps[step].id, because: Self.failFastReason))
            }
            guard isFirst else { return }
            _ = task.registry.cancelAll()
            if task.options.reports { RunSummary(task.project, RunResults()).report(result, task.log) }
        }

        /// Skips all that a test has kept from starting that fails the run.
        private func skip(_ left: [Int], after test: ExecutableResource) {
            if task.reportsSteps, left.contains(where: { !board.isSilent($0) }) {
                task.log.fire(
                    .note("Test \(test.name) has failed the run (on_fail: fail_run): nothing more is started"))
            }
            skip(
                left, because: "Skipping because test \(test.name) has failed the run (on_fail: fail_run)", by: test.id)
        }

        /// The lines of skipped nodes do not say that files are to blame.
        private func tellReason(_ load: ExecutableResource, _ count: Int) {
            guard task.reportsSteps else { return }
            let nodes = count == 1 ? "node that reads" : "nodes that read"
            task.log.fire(.note("Skipping \(count) \(nodes) \(load.name): not all of its files could be loaded"))
        }

        private static let failFastReason = "Skipping due to fail_fast"

        /// What `--fail-fast` cancels counts as skipped.
        private func settled(_ result: NodeResult) -> NodeResult {
            guard result.failure?.code == .databaseCancelled, board.isStopped, !board.isInterrupted else {
                return result
            }
            return task.skipped(result.id, because: Self.failFastReason)
        }

        /// - Parameter test: the test that has failed the run.
        private func skip(_ steps: [Int], because reason: String? = nil, by test: UniqueID? = nil) {
            for step in steps where !board.isSilent(step) {
                let id = task.plan.steps[step].id
                let index = board.number()
                if task.reportsSteps,
                    let resource = ExecutableResource(
                        id, in: task.project.manifest, loading: task.options.loader)
                {
                    reporter.skipped(resource, index: index)
                }
                var result = task.skipped(id, because: reason)
                result.stoppedBy = test
                board.add(result)
            }
        }
    }
}
