internal import ArgumentParser
internal import Diagnostics
internal import Events
internal import Platform

/// `init`: a new project.
struct InitCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(commandName: "init", abstract: "Start a new project.")

    @Argument(help: "The name of the project and of its folder.") var name: String?
    @OptionGroup var global: GlobalOptions
    @Flag(name: [.customShort("s"), .long], help: "Do not ask for a profile.") var skipProfileSetup = false

    func execute() throws(Diagnostic) -> Int32 {
        let setup = try CommandSetup(CommandRequest("init", global))
        guard let name = name ?? ask("Enter a name for your project (letters, digits, underscore)") else {
            throw Diagnostic(.usage, "a name is needed: martlet init NAME", family: .usage)
        }
        try check(name)
        let directory = Path.join(setup.files.currentDirectory, name)
        if setup.files.exists(directory) {
            setup.log.fire(.projectNameExists(name))
            return 0
        }
        do throws(FileError) {
            for (path, text) in Self.files(name) { try setup.files.write(text, to: Path.join(directory, path)) }
        } catch { throw error.diagnostic() }
        setup.log.fire(
            .note(
                "Your new project \"\(name)\" is in \(directory).\n"
                    + "Without a profiles.yml it builds in an embedded PostgreSQL: cd \(name) && martlet build"))
        setup.log.flush()
        return 0
    }

    private func ask(_ question: String) -> String? {
        guard Terminal.isInputTerminal else { return nil }
        OutputStream.standardOutput.write(question + ": ")
        return Terminal.readLine()
    }

    private func check(_ name: String) throws(Diagnostic) {
        let isWord = name.utf8.allSatisfy {
            $0 == UInt8(ascii: "_") || $0 >= 128 || Character(UnicodeScalar($0)).isLetter
                || Character(UnicodeScalar($0)).isNumber
        }
        guard isWord, let first = name.first, !first.isNumber else {
            throw Diagnostic(
                .usage,
                "\(name) is not a valid project name: it has letters, digits and underscores, and begins with none of the digits",
                family: .usage)
        }
    }

    /// The files of a new project by path.
    private static func files(_ name: String) -> [(String, String)] {
        [
            (
                "dbt_project.yml",
                """
                name: \(name)
                version: "1.0.0"
                profile: \(name)

                model-paths: ["models"]
                seed-paths: ["seeds"]
                test-paths: ["tests"]
                macro-paths: ["macros"]
                snapshot-paths: ["snapshots"]

                models:
                  \(name):
                    example:
                      +materialized: view

                """
            ),
            (
                "models/example/first_model.sql",
                """
                {{ config(materialized='table') }}

                select 1 as id
                union all
                select 2

                """
            ),
            (
                "models/example/second_model.sql",
                """
                select *
                from {{ ref('first_model') }}
                where id = 1

                """
            ),
            (
                "models/example/schema.yml",
                """
                models:
                  - name: first_model
                    description: A table to start from
                    columns:
                      - name: id
                        description: The key
                        data_tests: [unique, not_null]
                  - name: second_model
                    description: A view on it
                    columns:
                      - name: id
                        data_tests: [unique, not_null]

                """
            ),
            (".gitignore", "target/\ndbt_packages/\nlogs/\n.martlet/\n"),
            ("seeds/.gitkeep", ""), ("tests/.gitkeep", ""), ("macros/.gitkeep", ""), ("snapshots/.gitkeep", ""),
        ]
    }
}
