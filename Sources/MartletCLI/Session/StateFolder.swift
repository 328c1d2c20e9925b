internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph

/// The artifacts of an earlier invocation in a folder that `--state` or `--defer-state` names.
///
/// A folder without them, or that is not there, is no error by itself: what needs a file says that it is missing.
/// Source: dbt-core 1.11, `PreviousState`.
struct StateFolder {
    private let setup: CommandSetup
    private let folder: String
    /// Absolute.
    private let path: String

    /// - Parameter folder: as it was given, relative to the project or absolute.
    init(_ setup: CommandSetup, _ folder: String) {
        self.setup = setup
        self.folder = folder
        path = Path.join(setup.settings.projectDirectory, folder)
    }

    /// What `state:`, `result:` and `source_status:` compare with, and what references are deferred to.
    /// - Throws: when a file cannot be read or has another schema version.
    func read() throws(Diagnostic) -> PreviousState {
        if folder == setup.settings.targetPath { setup.log.fire(.stateIsTarget(path: folder)) }
        let manifestPath = Path.join(path, "manifest.json")
        let manifest = try document(manifestPath, "WritableManifest").map { value throws(Diagnostic) in
            try Manifest(document: value, path: manifestPath)
        }
        var state = PreviousState(manifest: manifest, results: try runResults().map(\.statuses))
        state.sources = try sources(in: path)
        state.currentSources = try sources(in: setup.targetDirectory)
        state.comparesUnrenderedValues = setup.settings.behavior(
            "state_modified_compare_more_unrendered_values", default: false)
        state.now = setup.invocation.startedAt.iso
        return state
    }

    /// The results of the last command that left them; nil without such a file.
    func runResults() throws(Diagnostic) -> PreviousRun? {
        let file = Path.join(path, "run_results.json")
        return try document(file, "RunResultsArtifact").map { value throws(Diagnostic) in
            try PreviousRun(document: value, path: file)
        }
    }

    private func sources(in folder: String) throws(Diagnostic) -> PreviousFreshness? {
        let file = Path.join(folder, "sources.json")
        return try document(file, "FreshnessExecutionResultArtifact").map { value throws(Diagnostic) in
            try PreviousFreshness(document: value, path: file)
        }
    }

    /// - Parameter kind: how dbt calls a file of this kind in errors.
    private func document(_ path: String, _ kind: String) throws(Diagnostic) -> DataValue? {
        guard setup.files.isFile(path) else { return nil }
        let source: SourceText
        do throws(FileError) {
            source = SourceText(path: path, bytes: try setup.files.read(path))
        } catch { throw error.diagnostic() }
        do throws(Diagnostic) {
            return try JSON.parse(source)
        } catch {
            throw Diagnostic(
                .stateInvalid, "Could not read \(kind) at \"\(path)\" as JSON: \(error.message)", family: .runtime,
                at: error.range, in: error.source)
        }
    }
}

extension Diagnostic.Code {
    /// An artifact of an earlier invocation that is no JSON.
    static let stateInvalid = Self(rawValue: "state-invalid")
    /// A command needs the artifacts of an earlier invocation, and there are none.
    static let stateMissing = Self(rawValue: "state-missing")
}
