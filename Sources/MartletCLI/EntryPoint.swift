internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Platform
internal import Threads

/// The program: reads the command line, runs the command, and gives its exit code.
///
/// 0: done; 1: something that ran has failed; 2: the command could not run. Source: dbt-core 1.11, exit codes.
public enum EntryPoint {
    /// Runs the command of this process.
    /// - Returns: the exit code.
    public static func run() -> Int32 {
        let arguments = Array(Host.arguments.dropFirst())
        if let first = arguments.first, ["--version", "-v", "-V"].contains(first) {
            OutputStream.standardOutput.write(VersionText.text)
            return 0
        }
        Memory.expectShortLife()
        Interrupts.block()
        CurrentCommand.listenForSignals()
        // Templates and parsers recurse; the main thread's stack is not ours to size.
        return Thread.withBigStack { run(arguments) }
    }

    private static func run(_ arguments: [String]) -> Int32 {
        var command: any ParsableCommand
        do {
            let words = try ArgumentOrder.normalize(arguments)
            try MartletCommand.checkName(words)
            command = try MartletCommand.parseAsRoot(words)
        } catch {
            return report(error)
        }
        guard let subcommand = command as? any MartletSubcommand else {
            // A group of commands, or a call for help: running it throws the text to show.
            do { try command.run() } catch { return report(error) }
            return 0
        }
        let status = summarizeDeprecations(execute(subcommand))
        CurrentLog.tellEnd(success: status == 0)
        return status
    }

    private static func execute(_ subcommand: any MartletSubcommand) -> Int32 {
        do throws(Diagnostic) {
            let status = try subcommand.execute()
            return CurrentCommand.interruption.isTriggered ? 2 : status
        } catch {
            // What an interrupted command fails with is that its statements were cancelled, which the user knows.
            guard !CurrentCommand.interruption.isTriggered else {
                CurrentCommand.tellInterruption()
                return 2
            }
            return CommandFailure(error).report()
        }
    }

    /// As with dbt the last that a command says, whether it ended well or not.
    private static func summarizeDeprecations(_ status: Int32) -> Int32 {
        guard let log = CurrentLog.shared else { return status }
        do throws(Diagnostic) {
            try log.summarizeDeprecations()
            log.flush()
            return status
        } catch {
            // With `--warn-error` the first deprecation has ended the command already.
            return status != 0 ? status : CommandFailure(error).report()
        }
    }

    /// Help goes to standard output, usage errors go to standard error with exit code 2.
    private static func report(_ error: any Error) -> Int32 {
        if let diagnostic = error as? Diagnostic { return CommandFailure(diagnostic).report() }
        let text = MartletCommand.fullMessage(for: error)
        if MartletCommand.exitCode(for: error) == .success {
            OutputStream.standardOutput.write(text + "\n")
            return 0
        }
        OutputStream.standardError.write(text + "\n")
        return 2
    }
}

/// A subcommand: what it does, and its exit code.
protocol MartletSubcommand: ParsableCommand {
    func execute() throws(Diagnostic) -> Int32
}

/// A subcommand that `retry` can repeat.
protocol RepeatableCommand: MartletSubcommand {
    var global: GlobalOptions { get set }

    /// - Parameter run: what to repeat of an earlier run; nil for all that is selected.
    func execute(repeating run: RepeatedRun?) throws(Diagnostic) -> Int32
}

extension RepeatableCommand {
    func execute() throws(Diagnostic) -> Int32 { try execute(repeating: nil) }
}

/// An error that ended a command.
struct CommandFailure {
    private let diagnostic: Diagnostic

    init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }

    /// Tells the error where dbt tells it, and gives the exit code.
    func report() -> Int32 {
        if diagnostic.family == .usage {
            var text = "Error: \(diagnostic.message)\n"
            if let hint = diagnostic.hint { text += "hint: \(hint)\n" }
            OutputStream.standardError.write(text)
            return 2
        }
        let log = CurrentLog.shared ?? CurrentLog.console
        log.fire(.mainEncounteredError(diagnostic.dbtText))
        log.flush()
        return 2
    }
}
