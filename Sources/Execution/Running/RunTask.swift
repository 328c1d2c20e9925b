internal import Adapter
public import Compiler
public import Diagnostics
internal import Events
internal import Formats
internal import Platform
public import Postgres
internal import ProjectGraph
internal import ProjectModel
internal import Threads

/// Executes a plan: prepares the database, runs hooks and steps, and tells the log about it.
public struct RunTask: Sendable {
    /// What kind of command this is.
    public struct Options: Sendable {
        /// Whether nodes are only compiled.
        public var compilesOnly = false
        /// Whether schemas are created and relations listed before the first step.
        public var preparesDatabase = true
        public var runsHooks = true
        /// Whether progress lines and the summary are told.
        public var reports = true
        /// Whether the run ends with a summary; `reports` must be on too.
        public var summarizes = true
        /// Called whenever a step starts or ends; nil when nobody watches.
        public var onProgress: (@Sendable (RunProgress) -> Void)?
        public init() {}
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
    private var registry: SessionRegistry { interruption.sessions }

    /// Runs everything.
    /// - Throws: when the database cannot be prepared; failures of steps are results.
    public func run() throws(Diagnostic) -> RunResults {
        let clock = Stopwatch()
        let board = RunBoard(plan)
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
        if options.runsHooks { results.results += hooks.run(.start) }
        let startFailed = results.results.contains { $0.status.isFailure }
        if !startFailed { runSteps(board) } else { skipAll(board) }
        results.results += board.results
        if options.runsHooks, !board.isInterrupted { results.results += hooks.run(.end, after: results.results) }
        results.wasInterrupted = board.isInterrupted
        results.elapsedTime = clock.seconds
        if options.reports, options.summarizes { RunSummary(project, results).report(log) }
        return results
    }

    private func reportConcurrency() {
        log.fire(.formatting())
        log.fire(
            .concurrency(threads: threads, target: compilation.profile.targetName, nodeCount: plan.steps.count))
        log.fire(.formatting())
    }

    private func skipAll(_ board: RunBoard) {
        for step in board.stop() { board.add(NodeResult(id: plan.steps[step].id, status: .skipped)) }
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
                project: task.project, mode: task.options.compilesOnly ? .compile : .run, targets: targets)
            runner = StepRunner(context, session: session, thread: name)
            reporter = NodeReporter(task.log, total: task.plan.steps.count)
        }

        func run() {
            while let (step, index) = board.next() {
                guard let resource = ExecutableResource(task.plan.steps[step].id, in: task.project.manifest) else {
                    _ = board.finish(step, NodeResult(id: task.plan.steps[step].id, status: .skipped))
                    continue
                }
                if task.options.reports { reporter.started(resource, index: index) }
                task.options.onProgress?(board.progress(starting: resource.name))
                let result = runner.execute(resource)
                task.options.onProgress?(board.progress(ending: resource.name, result))
                if task.options.reports { reporter.finished(resource, result, index: index) }
                skip(board.finish(step, result))
                if result.status.isFailure, task.compilation.invocation.settings.failFast { stop() }
            }
            session.close()
        }

        /// After the first failure of `--fail-fast` nothing is started, and what runs is cancelled.
        private func stop() {
            skip(board.stop())
            _ = task.registry.cancelAll()
        }

        private func skip(_ steps: [Int]) {
            for step in steps {
                let id = task.plan.steps[step].id
                let index = board.number()
                if task.options.reports, let resource = ExecutableResource(id, in: task.project.manifest) {
                    reporter.skipped(resource, index: index)
                }
                board.add(NodeResult(id: id, status: .skipped))
            }
        }
    }
}
