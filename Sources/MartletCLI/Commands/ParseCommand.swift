internal import ArgumentParser
internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Events
internal import Platform
internal import ProjectGraph
internal import ProjectLoading

/// `parse`: reads the project and writes its manifest.
struct ParseCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Read the project and write manifest.json.")

    @OptionGroup var global: GlobalOptions

    func execute() throws(Diagnostic) -> Int32 {
        var request = CommandRequest("parse", global)
        request.needsDatabase = false
        let session = try ProjectSession(CommandSetup(request))
        if session.setup.settings.writesJSON {
            let elapsed = SystemClock.now.seconds(since: session.setup.invocation.startedAt)
            let files = session.compilation.project.packages.map(\.files.count).reduce(0, +)
            try PerformanceArtifact(
                project: session.manifest.rootPackage, files: files,
                usesPartialParse: session.setup.settings.partialParse, elapsed: elapsed
            ).write(to: session.targetDirectory, session.setup.files)
        }
        session.log.fire(.parsePerformanceInfo(path: Path.join(session.targetDirectory, "perf_info.json")))
        return 0
    }
}
