internal import Adapter
internal import ArgumentParser
internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// `source`: what has to do with the tables that the project reads.
struct SourceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "source", abstract: "Look at the project's sources.",
        subcommands: [SourceFreshnessCommand.self, SourceLoadCommand.self])
}

/// `source freshness`: how old the data of the sources is.
struct SourceFreshnessCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "freshness", abstract: "Check how old the data of sources is.", aliases: ["snapshot-freshness"])

    @OptionGroup var global: GlobalOptions
    @OptionGroup var selection: SelectionOptions
    @Option(name: [.customShort("o"), .long], help: "The file for the results.") var output: String?

    func execute() throws(Diagnostic) -> Int32 {
        var request = CommandRequest("freshness", global)
        request.selection = selection
        let session = try ProjectSession(CommandSetup(request))
        let order = try session.manifest.graph.topologicalOrder()
        let ids = try NodeSelection(session).select(for: .freshness).filter { id in
            session.manifest.sources[id]?.freshness.map(hasThreshold) ?? false
        }
        if let output { try session.log.deprecate(.customFreshnessOutput(path: output)) }
        let results = ids.isEmpty ? RunResults() : try check(ids, order, session)
        if ids.isEmpty {
            session.log.fire(.formatting())
            try session.log.warn(.nothingToDo)
        }
        let path = output.map { Path.join(session.setup.settings.projectDirectory, $0) }
        try SourcesArtifact(results, session.setup.invocation)
            .write(to: path ?? Path.join(session.targetDirectory, "sources.json"), session.setup.files)
        session.setup.tellArtifact("FreshnessExecutionResultArtifact", path ?? "sources.json")
        session.log.fire(.freshnessCheckComplete)
        session.log.flush()
        if let failure = results.failure { throw failure }
        return results.hasFailure ? 1 : 0
    }

    private func check(
        _ ids: [UniqueID], _ order: [Int], _ session: ProjectSession
    ) throws(Diagnostic) -> RunResults {
        let plan = Plan(executing: ids, of: session.manifest, order: order, ordering: .none)
        let project = try session.runtimeProject(selected: ids)
        var options = RunTask.Options()
        options.preparesDatabase = false
        options.summary = .freshness
        options.runsHooks = session.setup.settings.behavior("source_freshness_run_project_hooks", default: true)
        if !options.runsHooks, session.manifest.nodes.values.contains(where: { $0.resourceType == .operation }) {
            try session.log.deprecate(.freshnessHooksNotRun)
        }
        return try RunTask(
            project, plan: plan, connection: session.connection, threads: session.threads, options: options,
            interruption: CurrentCommand.interruption
        ).run()
    }

    private func hasThreshold(_ freshness: Freshness) -> Bool {
        freshness.warnAfter?.count != nil || freshness.errorAfter?.count != nil
    }
}
