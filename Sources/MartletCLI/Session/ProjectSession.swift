internal import Adapter
internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import Platform
internal import Postgres
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// A command's project, from its files to its manifest.
struct ProjectSession {
    let setup: CommandSetup
    let compilation: Compilation
    let manifest: Manifest
    let connection: ConnectionSettings
    /// What `--state` names; nil without it.
    let state: PreviousState?
    /// What `--defer-state` names; nil without it.
    private let deferState: PreviousState?

    var log: EventLog { setup.log }
    var profile: Profile { compilation.profile }

    /// Loads, parses and resolves the project, and writes the manifest.
    init(_ setup: CommandSetup) throws(Diagnostic) {
        self.setup = setup
        let log = setup.log
        setup.tellStart()
        let files = ChecksummedFiles(setup.files)
        let loader = ProjectLoader(
            files: files, environment: setup.environment, options: setup.projectOptions,
            renderer: YAMLTemplates.renderer)
        let found = try loader.find()
        if found.profile.assumesTarget {
            log.fire(.missingProfileTarget(profile: found.profile.name, target: found.profile.targetName))
        }
        log.fire(.adapterRegistered(name: "postgres", version: "=\(Compatibility.adapterVersion)"))
        connection = try DatabaseAccess(setup).connection(found.profile)
        let source = try ManifestSource(setup, loader, found, files)
        compilation = source.compilation
        manifest = source.manifest
        CurrentCommand.keep(manifest)
        // Only commands that select resources look at other states.
        let takesState = setup.request.selection != nil
        let folders = takesState ? (setup.settings.state, setup.settings.deferState) : (nil, nil)
        state = try folders.0.map { folder throws(Diagnostic) in try StateFolder(setup, folder).read() }
        deferState = try folders.1.map { folder throws(Diagnostic) in try StateFolder(setup, folder).read() }
        // dbt counts when it makes the graph, which `parse` does not.
        if setup.request.which != "parse" { log.fire(.foundStats(FoundStats(manifest).line)) }
        guard setup.settings.writesJSON else { return }
        try ManifestArtifact(manifest, setup.invocation).write(to: targetDirectory, setup.files, body: source.text)
        try SemanticManifestArtifact(manifest).write(to: targetDirectory, setup.files)
        setup.tellArtifact("WritableManifest", "manifest.json")
        setup.tellArtifact("SemanticManifest", "semantic_manifest.json")
    }

    /// A document of the target folder; nil when it is not there, or no JSON.
    func artifact(_ name: String) throws(Diagnostic) -> DataValue? {
        let path = Path.join(targetDirectory, name)
        guard setup.files.isFile(path) else { return nil }
        do throws(FileError) {
            let bytes = try setup.files.read(path)
            return try? JSON.parse(SourceText(path: name, bytes: bytes))
        } catch { throw error.diagnostic() }
    }

    /// Absolute.
    var targetDirectory: String { setup.targetDirectory }

    /// How many nodes run at once.
    var threads: Int { setup.settings.threads ?? profile.threads }

    /// What the second half of a command works on, with `--defer` knowing the relations of the other state.
    /// - Parameters:
    ///   - selected: the ids that the command works on.
    ///   - needsState: whether the other state is needed without `--defer` too, as for `clone`.
    /// - Throws: when there is no other state.
    func runtimeProject(selected: [UniqueID], needsState: Bool = false) throws(Diagnostic) -> RuntimeProject {
        let isDeferred = setup.settings.defers || needsState
        let manifest = isDeferred ? self.manifest.deferring(to: try deferredManifest()) : self.manifest
        return RuntimeProject(compilation, manifest: manifest, relations: RelationCache(), selected: selected)
    }

    private func deferredManifest() throws(Diagnostic) -> Manifest {
        guard let other = deferState ?? state else {
            throw Diagnostic(
                .stateMissing, "--state or --defer-state are required for deferral, but neither was provided",
                family: .runtime)
        }
        guard let manifest = other.manifest else {
            let folder = setup.settings.deferState ?? setup.settings.state ?? ""
            throw Diagnostic(
                .stateMissing, "Could not find manifest in --state path: \"\(folder)\"", family: .runtime)
        }
        return manifest
    }
}
