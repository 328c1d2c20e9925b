internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import ProjectGraph
internal import ProjectModel
internal import SourceLoading

/// A command that executes nodes: selects, plans, runs, and writes the artifacts.
struct NodeTask {
    private let request: CommandRequest
    private let command: ResourceFilter.Command
    private let ordering: Plan.Ordering

    /// - Parameter command: decides the types of resources that are executed, of what is selected.
    init(_ request: CommandRequest, _ command: ResourceFilter.Command, ordering: Plan.Ordering) {
        self.request = request
        self.command = command
        self.ordering = ordering
    }

    func execute() throws(Diagnostic) -> Int32 {
        let session = try ProjectSession(CommandSetup(request))
        let order = try session.manifest.graph.topologicalOrder()
        let ids = try NodeSelection(session).select(for: command)
        let steps = executable(ids, session)
        let log = session.log
        guard !steps.isEmpty else {
            log.fire(.formatting())
            try log.warn(.nothingToDo)
            try ResultFiles(session).write(RunResults())
            // Of all commands only these go on to sum up, as with dbt.
            if command == .clone || command == .seed { RunTask.reportNothing(log) }
            return 0
        }
        let loads = LoadPreparation(session)
        let loader = try request.loadsSources ? loads.loader(of: loads.sources(readBy: steps)) : nil
        let loaded = loader.map { loader in session.manifest.sources.keys.filter(loader.ids.contains) } ?? []
        let plan = Plan(executing: steps + loaded, of: session.manifest, order: order, ordering: ordering)
        let project = try session.runtimeProject(selected: ids, needsState: command == .clone)
        var options = self.options
        let status = session.setup.statusLine
        options.loader = loader
        if let status { options.onProgress = { status.show($0) } }
        if let loader { status?.watch(loader.progress) }
        defer { status?.clear() }
        let lineage = try LineageReport(session)
        let quality = [.build, .test, .run].contains(command) ? QualityReport(session) : nil
        options.sampleRows = quality?.sampleRows ?? 0
        let observers = [lineage?.onStep, quality?.onStep].compactMap { $0 }
        if !observers.isEmpty {
            options.onStep = { event in
                for observer in observers { observer(event) }
            }
        }
        let results: RunResults
        do throws(Diagnostic) {
            results = try RunTask(
                project, plan: plan, connection: session.connection, threads: session.threads, options: options,
                interruption: CurrentCommand.interruption
            ).run()
        } catch {
            try lineage?.fail(error)
            throw error
        }
        // Files come first: a warning about what is beside them may be an error.
        try ResultFiles(session).write(results)
        if loader != nil { try loads.write(results) }
        try lineage?.end(results)
        try quality?.end(results)
        log.flush()
        if results.wasInterrupted { return 2 }
        if let failure = results.failure { throw failure }
        return results.hasFailure ? 1 : 0
    }

    private var options: RunTask.Options {
        var options = RunTask.Options()
        options.showsSeeds = request.showsSeeds
        if command == .clone {
            options.work = .clone
            options.runsHooks = false
            options.reportsSteps = false
            options.summary = .outcome
        }
        if let run = request.repeated, command == .run || command == .build {
            options.previousBatches = run.batches
            options.originalStart = run.startedAt
        }
        return options
    }

    /// Files without any code have nothing to execute, and `build` runs no unit tests without their model.
    private func executable(_ ids: [UniqueID], _ session: ProjectSession) -> [UniqueID] {
        let selected = Set(ids)
        return ids.filter { id in
            if ordering == .dependenciesAndTests, let model = session.manifest.unitTests[id]?.dependsOn.nodes.first {
                return selected.contains(model)
            }
            guard let node = session.manifest.nodes[id] else { return true }
            if node.resourceType == .seed { return true }
            if command == .clone, node.isEphemeral { return false }
            return !node.rawCode.isEmpty
        }
    }
}
