internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Execution
internal import Formats
internal import ProjectGraph
internal import ProjectModel
internal import SourceLoading

/// Writes what a command leaves under the target path when it has executed nodes.
struct ResultFiles {
    private let session: ProjectSession

    init(_ session: ProjectSession) { self.session = session }

    func write(_ results: RunResults) throws(Diagnostic) {
        guard session.setup.settings.writesJSON else { return }
        var executed: [UniqueID: Node] = [:]
        for result in results.results + results.ephemerals {
            guard result.compilation != nil || result.buildPath != nil || result.hookIndex != nil,
                var node = session.manifest.nodes[result.id]
            else { continue }
            if let index = result.hookIndex { node.details = .operation(index: index) }
            node.compilation = result.compilation
            node.buildPath = result.buildPath
            if node.resourceType == .test {
                node.relationName = result.relationName
                addMacros(of: &node)
            }
            executed[result.id] = node
        }
        let files = session.setup.files
        let invocation = session.setup.invocation
        var executedResults = results
        // dbt knows no result of a source here; loads have a file of their own.
        executedResults.results.removeAll { $0.load != nil }
        try RunResultsArtifact(executedResults, invocation).write(to: session.targetDirectory, files)
        try ManifestArtifact(session.manifest, invocation, executed: executed).write(to: session.targetDirectory, files)
        session.setup.tellArtifact("WritableManifest", "manifest.json")
        session.setup.tellArtifact("RunExecutionResult", "run_results.json")
    }

    /// dbt knows the macros of its two simplest tests before it reads them, and finds the other one when it runs them.
    private func addMacros(of test: inout Node) {
        guard test.compilation != nil, let name = test.genericTest?.testName, ["not_null", "unique"].contains(name),
            let macro = session.compilation.library.macro(named: "get_where_subquery", for: test.packageName)?.macro,
            !test.dependsOn.macros.contains(macro.uniqueID)
        else { return }
        test.dependsOn.macros.append(macro.uniqueID)
    }
}
