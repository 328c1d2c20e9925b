internal import ArgumentParser
internal import Diagnostics

/// The root of the command line.
struct MartletCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Builds, tests and documents a dbt project on PostgreSQL.",
        discussion: "Martlet takes the projects, options and environment variables of dbt-core \("1.11") as they are.",
        version: VersionText.text,
        subcommands: [
            BuildCommand.self, RunCommand.self, TestCommand.self, SeedCommand.self, SnapshotCommand.self,
            CloneCommand.self, RetryCommand.self,
            SourceCommand.self, CompileCommand.self, ParseCommand.self, ListCommand.self, ShowCommand.self,
            DocsCommand.self,
            RunOperationCommand.self, DebugCommand.self, CleanCommand.self, DepsCommand.self, InitCommand.self,
            ServerCommand.self,
        ])
}

extension MartletCommand {
    /// - Parameter words: the command line, the name of the command first.
    /// - Throws: a usage error when there are options only, or the name is that of no command.
    static func checkName(_ words: [String]) throws(Diagnostic) {
        guard let word = words.first, word != "help" else { return }
        if word.hasPrefix("-") {
            guard words.contains("-h") || words.contains("--help") || words.contains("--version") else {
                throw Diagnostic(.usage, "Missing command.", family: .usage, hint: "martlet --help lists the commands")
            }
            return
        }
        let names = configuration.subcommands.flatMap { command in
            [command.configuration.commandName ?? ""] + command.configuration.aliases
        }
        guard !names.contains(word) else { return }
        let hint = Suggestion.hint(for: word, in: names)
        throw Diagnostic(
            .usage, "No such command '\(word)'.", family: .usage, hint: hint ?? "martlet --help lists the commands")
    }
}
