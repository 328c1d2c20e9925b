internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Platform
internal import ProjectModel

/// One thread's part of a run.
struct RunWorker {
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
            if board.isSilent(step) { compile(ephemeral: resource, step) } else { execute(resource, step, index) }
        }
        session.close()
    }

    private func execute(_ resource: ExecutableResource, _ step: Int, _ index: Int) {
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
            skipDependents(skipped, of: step)
        }
    }

    /// In dbt's `build` an ephemeral model that is skipped counts as the error of what would contain it.
    private func skipDependents(_ steps: [Int], of step: Int) {
        guard task.compilation.invocation.command == "build", steps.contains(where: board.isSilent) else {
            return skip(steps)
        }
        let ephemerals = Set(steps.filter { board.isSilent($0) })
        let others = Set(steps).subtracting(ephemerals).union([step])
        for next in steps {
            let parents = task.plan.dependencies[next]
            let parent = others.isDisjoint(with: parents) ? parents.first { ephemerals.contains($0) } : nil
            skip([next], because: parent.map { .skippedEphemeral(task.plan.steps[$0].id) })
        }
    }

    /// What would contain a broken ephemeral model is skipped, and says why.
    private func compile(ephemeral resource: ExecutableResource, _ step: Int) {
        let result = runner.compile(ephemeral: resource)
        let skipped = board.finish(step, result)
        guard result.status.isFailure else { return }
        StepEvents(task.log, resource).skipsDependents(result)
        if isReasonToStop(result) { return stop(after: result, skipping: skipped) }
        // dbt's `build` passes on the cause only to what reads the model itself, its `run` to all that depends on it.
        let isDirect = task.compilation.invocation.command == "build"
        let others = Set(skipped.filter { !board.isSilent($0) })
        for step in skipped {
            let isCaused = !isDirect || others.isDisjoint(with: task.plan.dependencies[step])
            skip([step], because: isCaused ? .brokenEphemeral(result) : nil)
        }
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
        skip(left, because: .failedRun(test))
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

    private func skip(_ steps: [Int], because reason: SkipReason? = nil) {
        for step in steps where !board.isSilent(step) {
            let id = task.plan.steps[step].id
            let index = board.number()
            if task.reportsSteps,
                let resource = ExecutableResource(id, in: task.project.manifest, loading: task.options.loader)
            {
                tell(resource, index, reason)
            }
            var result = task.skipped(id, because: reason?.message(for: id))
            if case .failedRun(let test) = reason { result.stoppedBy = test.id }
            board.add(result)
        }
    }

    private func tell(_ step: ExecutableResource, _ index: Int, _ reason: SkipReason?) {
        switch reason {
        case .brokenEphemeral(let result):
            reporter.skipped(step, index: index, becauseOf: result.status)
            RunSummary(task.project, RunResults()).report(result, task.log, isSpaced: false)
        case .skippedEphemeral: reporter.skipped(step, index: index, becauseOf: .skipped)
        case .failedRun, nil: reporter.skipped(step, index: index)
        }
    }
}

/// Why a step is skipped, where that is more than a step before it that has failed and been told.
private enum SkipReason {
    /// A test that fails the whole run.
    case failedRun(ExecutableResource)
    /// An ephemeral model that the step would contain.
    case brokenEphemeral(NodeResult)
    /// An ephemeral model that the step would contain, and that was skipped itself.
    case skippedEphemeral(UniqueID)

    func message(for id: UniqueID) -> String {
        switch self {
        case .failedRun(let test): "Skipping because test \(test.name) has failed the run (on_fail: fail_run)"
        case .brokenEphemeral(let result): message(for: id, causedBy: result.id)
        case .skippedEphemeral(let parent): message(for: id, causedBy: parent)
        }
    }

    private func message(for id: UniqueID, causedBy parent: UniqueID) -> String {
        "Compilation Error in \(id), caused by compilation error in referenced ephemeral model \(parent)"
    }
}
