internal import ArgumentParser
internal import Artifacts
internal import Diagnostics
internal import Events
internal import Execution
internal import Platform
internal import ProjectGraph
internal import ProjectModel
internal import SourceLoading

/// `source load`: fills source tables from files.
struct SourceLoadCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Load new files into the tables of sources that have an `external:` block.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions
    @Flag(help: "Empty the tables and load all files anew.") var reload = false

    func execute() throws(Diagnostic) -> Int32 {
        var request = CommandRequest("load", global)
        request.selection = selection
        let session = try ProjectSession(CommandSetup(request))
        let ids = try NodeSelection(session).select(for: .load)
        var loading = LoadPreparation(session)
        loading.reloads = reload
        let loader = try loading.loader(of: ids)
        let steps = ids.filter(loader.ids.contains)
        guard !steps.isEmpty else {
            session.log.fire(.formatting())
            try session.log.warn(.nothingToDo)
            try loading.write(RunResults())
            return 0
        }
        let order = try session.manifest.graph.topologicalOrder()
        let plan = Plan(executing: steps, of: session.manifest, order: order, ordering: .none)
        var options = RunTask.Options()
        options.preparesDatabase = false
        options.runsHooks = false
        options.loader = loader
        let status = session.setup.statusLine
        if let status { options.onProgress = { status.show($0) } }
        status?.watch(loader.progress)
        defer { status?.clear() }
        let results = try RunTask(
            try session.runtimeProject(selected: steps), plan: plan, connection: session.connection,
            threads: session.threads, options: options, interruption: CurrentCommand.interruption
        ).run()
        try loading.write(results)
        session.log.flush()
        if results.wasInterrupted { return 2 }
        return results.hasFailure ? 1 : 0
    }
}
