internal import ArgumentParser
internal import Diagnostics
internal import Events
internal import Platform

/// `parse`: reads the project and writes its manifest.
struct ParseCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Read the project and write manifest.json.")

    @OptionGroup var global: GlobalOptions

    func execute() throws(Diagnostic) -> Int32 {
        let session = try ProjectSession(CommandSetup(CommandRequest("parse", global)))
        session.log.fire(.parsePerformanceInfo(path: Path.join(session.targetDirectory, "perf_info.json")))
        return 0
    }
}
