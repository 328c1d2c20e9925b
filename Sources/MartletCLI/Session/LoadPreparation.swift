internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Execution
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel
internal import SourceLoading

/// What a command needs to load sources from files.
struct LoadPreparation {
    private let session: ProjectSession
    /// Whether all is loaded anew.
    var reloads = false

    init(_ session: ProjectSession) { self.session = session }

    /// - Throws: when an `external:` block cannot be followed.
    func loader(of ids: some Sequence<UniqueID>) throws(Diagnostic) -> SourceLoader {
        let settings = session.compilation.project.extensions.load
        var options = SourceLoader.Options(
            projectDirectory: session.setup.settings.projectDirectory, files: session.setup.files,
            ledgerSchema: settings.schema, parallel: settings.parallel ?? session.threads,
            runID: session.setup.invocation.id)
        options.reloads = reloads
        return try SourceLoader(ids.compactMap { session.manifest.sources[$0] }, options)
    }

    /// The sources with files that nodes read: directly, or through ephemeral models that are no steps of their own.
    func sources(readBy ids: [UniqueID]) -> [UniqueID] {
        let manifest = session.manifest
        let graph = manifest.graph
        // A unit test brings its own rows.
        var pending = ids.filter { manifest.unitTests[$0] == nil }.compactMap(graph.position(of:))
        var seen = Set(pending)
        var found: [UniqueID] = []
        while let position = pending.popLast() {
            for parent in graph.parents[position] where seen.insert(parent).inserted {
                let id = graph.ids[parent]
                if let source = manifest.sources[id], SourceLoader.isLoaded(source) { found.append(id) }
                if manifest.nodes[id]?.isEphemeral == true { pending.append(parent) }
            }
        }
        return found
    }

    /// Writes load_results.json.
    func write(_ results: RunResults) throws(Diagnostic) {
        guard session.setup.settings.writesJSON else { return }
        try LoadResultsArtifact(results, session.setup.invocation).write(
            to: session.targetDirectory, session.setup.files)
        session.setup.tellArtifact("LoadResults", "load_results.json")
    }
}
