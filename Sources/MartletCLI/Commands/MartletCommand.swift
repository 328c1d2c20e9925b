internal import ArgumentParser

/// The root of the command line.
struct MartletCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "martlet",
        abstract: "Builds, tests and documents a dbt project on PostgreSQL.",
        discussion: "Martlet takes the projects, options and environment variables of dbt-core \("1.11") as they are.",
        version: VersionText.text,
        subcommands: [
            BuildCommand.self, RunCommand.self, TestCommand.self, SeedCommand.self, SnapshotCommand.self,
            SourceCommand.self, CompileCommand.self, ParseCommand.self, ListCommand.self, ShowCommand.self, DocsCommand.self,
            RunOperationCommand.self, DebugCommand.self, CleanCommand.self, InitCommand.self, ServerCommand.self,
        ])
}
