internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Execution
internal import Formats
internal import ProjectGraph
internal import ProjectModel

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
            if node.resourceType == .test { node.relationName = result.relationName }
            executed[result.id] = node
        }
        let files = session.setup.files
        let invocation = session.setup.invocation
        try RunResultsArtifact(results, invocation).write(to: session.targetDirectory, files)
        try ManifestArtifact(session.manifest, invocation, executed: executed).write(to: session.targetDirectory, files)
    }
}
