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

    var log: EventLog { setup.log }
    var profile: Profile { compilation.profile }

    /// Loads, parses and resolves the project, and writes the manifest.
    init(_ setup: CommandSetup) throws(Diagnostic) {
        self.setup = setup
        let log = setup.log
        log.fire(.mainReportVersion("=\(Compatibility.coreVersion)"))
        let files = ChecksummedFiles(setup.files)
        let loader = ProjectLoader(
            files: files, environment: setup.environment, options: setup.projectOptions,
            renderer: YAMLTemplates.renderer)
        let found = try loader.find()
        log.fire(.adapterRegistered(name: "postgres", version: "=\(Compatibility.adapterVersion)"))
        connection = try DatabaseAccess(setup).connection(found.profile)
        let source = try ManifestSource(setup, loader, found, files)
        compilation = source.compilation
        manifest = source.manifest
        CurrentCommand.keep(manifest)
        log.fire(.foundStats(FoundStats(manifest).line))
        guard setup.settings.writesJSON else { return }
        try ManifestArtifact(manifest, setup.invocation).write(to: targetDirectory, setup.files, body: source.text)
        try SemanticManifestArtifact(manifest).write(to: targetDirectory, setup.files)
    }

    /// Absolute.
    var targetDirectory: String { setup.targetDirectory }

    /// How many nodes run at once.
    var threads: Int { setup.settings.threads ?? profile.threads }
}
