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
        let loaded = try Self.load(setup)
        log.fire(.adapterRegistered(name: "postgres", version: "=\(Compatibility.adapterVersion)"))
        connection = try DatabaseAccess(setup).connection(loaded.profile)
        let threads = Host.processorCount
        compilation = try Compilation(
            loaded, invocation: setup.invocation, files: setup.files, log: log, threads: threads)
        let parsed = try ProjectParser(compilation, threads: threads).parse { warning throws(Diagnostic) in
            try WarningReport(log).tell(warning)
        }
        var failure: Diagnostic?
        manifest = try Manifest.resolve(parsed) { warning in
            do throws(Diagnostic) { try WarningReport(log).tell(warning) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        log.fire(.foundStats(FoundStats(manifest).line))
        guard setup.settings.writesJSON else { return }
        try ManifestArtifact(manifest, setup.invocation).write(to: targetDirectory, setup.files)
        try SemanticManifestArtifact(manifest).write(to: targetDirectory, setup.files)
    }

    /// Absolute.
    var targetDirectory: String { Path.join(setup.settings.projectDirectory, setup.settings.targetPath) }

    /// How many nodes run at once.
    var threads: Int { setup.settings.threads ?? profile.threads }

    private static func load(_ setup: CommandSetup) throws(Diagnostic) -> LoadedProject {
        try ProjectLoader(
            files: setup.files, environment: setup.environment, options: setup.projectOptions,
            renderer: YAMLTemplates.renderer
        ).load()
    }
}
