internal import Adapter
internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// Compiles what a command selects: `compile` itself, and the first half of `docs generate`.
struct CompileTask {
    private let session: ProjectSession

    init(_ session: ProjectSession) { self.session = session }

    /// Compiles the selected nodes and writes the artifacts.
    /// - Throws: the first node that cannot be compiled, as dbt does: there are no results to collect.
    func run() throws(Diagnostic) -> RunResults {
        let order = try session.manifest.graph.topologicalOrder()
        let ids = try NodeSelection(session).select(for: .compile)
        if ids.isEmpty {
            try session.log.warn(.nothingToDo)
        } else {
            session.log.fire(.formatting())
            session.log.fire(
                .concurrency(
                    threads: session.threads, target: session.compilation.profile.targetName, nodeCount: ids.count))
            session.log.fire(.formatting())
        }
        let plan = Plan(executing: ids, of: session.manifest, order: order, ordering: .dependencies)
        let project = try session.runtimeProject(selected: ids)
        var options = RunTask.Options()
        options.work = .compile
        options.preparesDatabase = false
        options.runsHooks = false
        options.reports = false
        options.stopsAtFirstFailure = true
        let results = try RunTask(
            project, plan: plan, connection: session.connection, threads: session.threads, options: options,
            interruption: CurrentCommand.interruption
        ).run()
        if let failed = results.results.first(where: { $0.status == .error }) {
            throw Self.error(of: failed)
        }
        try ResultFiles(session).write(results)
        return results
    }

    /// The failure of a node as dbt ends the command with it: a runtime error that quotes the node's own.
    private static func error(of failed: NodeResult) -> Diagnostic {
        let code = failed.failure?.code ?? .compileFailed
        var text = failed.message ?? ""
        // The quoted text ends with the code too, which is said once.
        let suffix = "\n  [\(code.rawValue)]"
        if text.hasSuffix(suffix) { text.removeLast(suffix.count) }
        return Diagnostic(code, text, family: .runtime)
    }
}

extension Diagnostic.Code {
    /// A node that could not be compiled.
    static let compileFailed = Self(rawValue: "compile-failed")
}
