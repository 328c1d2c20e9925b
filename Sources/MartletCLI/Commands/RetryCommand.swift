internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import ProjectGraph

/// `retry`: repeats the last command on what has failed in it.
///
/// Source: dbt-core 1.11, retry.
struct RetryCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Repeat the last command, or that of --state, on what has failed in it.")

    @OptionGroup var global: GlobalOptions
    @Flag(name: [.customShort("f"), .long], help: "Accepted as by dbt; the repeated command's own option counts.")
    var fullRefresh = false

    func execute() throws(Diagnostic) -> Int32 {
        let setup = try CommandSetup(CommandRequest("retry", global))
        let folder = setup.settings.state ?? setup.settings.targetPath
        // A run without results is no run for dbt.
        guard let previous = try StateFolder(setup, folder).runResults(), !previous.results.isEmpty else {
            setup.tellStart()
            throw Diagnostic(
                .stateMissing, "Could not find previous run in '\(folder)' target directory", family: .runtime,
                hint: "retry repeats a command that has left a run_results.json")
        }
        var command = try command(of: previous)
        adoptOptions(in: &command.global)
        return try command.execute(repeating: RepeatedRun(previous, setup: setup))
    }

    /// The previous command with its options.
    private func command(of previous: PreviousRun) throws(Diagnostic) -> any RepeatableCommand {
        let options = try RecordedOptions(previous.arguments)
        do {
            if let command = try MartletCommand.parseAsRoot(options.words) as? any RepeatableCommand { return command }
        } catch {
            throw Diagnostic(
                .retryImpossible,
                "The options of the previous command are not understood: "
                    + MartletCommand.message(for: error), family: .runtime)
        }
        throw RecordedOptions.unknownCommand(options.words.first ?? "")
    }

    /// Where things lie, and whether warnings count, is said anew; of the rest only variables and threads may be.
    private func adoptOptions(in previous: inout GlobalOptions) {
        previous.projectDir = global.projectDir
        previous.profilesDir = global.profilesDir
        previous.targetPath = global.targetPath
        previous.logPath = global.logPath
        previous.deferState = global.deferState
        previous.treatsWarningsAsErrors = global.treatsWarningsAsErrors
        if let vars = global.vars { previous.vars = vars }
        if let threads = global.threads { previous.threads = threads }
    }
}

extension Diagnostic.Code {
    /// `retry` after a command that cannot be repeated.
    static let retryImpossible = Self(rawValue: "retry-impossible")
}
