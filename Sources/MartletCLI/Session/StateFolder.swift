internal import Compiler
internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectGraph

/// The artifacts of an earlier invocation that `--state` names.
struct StateFolder {
    private let session: ProjectSession

    init(_ session: ProjectSession) { self.session = session }

    /// What `state:`, `result:` and `source_status:` compare with; nil without `--state`.
    /// - Throws: when the folder or one of its files cannot be read.
    func previousState() throws(Diagnostic) -> PreviousState? {
        guard let folder = session.setup.settings.state else { return nil }
        let path = session.setup.files.absolutePath(folder)
        guard session.setup.files.isDirectory(path) else {
            throw Diagnostic(
                .usage, "Invalid value for '--state': Directory '\(folder)' does not exist.", family: .usage)
        }
        let file = Path.join(path, "manifest.json")
        let manifest = try document(file).map { value throws(Diagnostic) in try Manifest(document: value, path: file) }
        let results = try document(Path.join(path, "run_results.json")).map(PreviousState.statuses)
        var state = PreviousState(manifest: manifest, results: results)
        let current = try document(Path.join(session.targetDirectory, "sources.json"))
        if let current, let previous = try document(Path.join(path, "sources.json")) {
            state.fresherSources = PreviousState.fresherSources(current: current, previous: previous)
        }
        state.comparesUnrenderedValues = session.setup.settings.behavior(
            "state_modified_compare_more_unrendered_values", default: false)
        state.now = session.setup.invocation.startedAt.iso
        return state
    }

    private func document(_ path: String) throws(Diagnostic) -> DataValue? {
        guard session.setup.files.isFile(path) else { return nil }
        do throws(FileError) {
            let source = SourceText(path: path, bytes: try session.setup.files.read(path))
            return try? JSON.parse(source)
        } catch { throw error.diagnostic() }
    }
}
