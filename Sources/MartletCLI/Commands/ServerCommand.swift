internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import EmbeddedPostgres
internal import Formats
internal import Platform

/// `server`: the embedded PostgreSQL of the project.
struct ServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server", abstract: "Start, stop or look at the project's embedded PostgreSQL.",
        subcommands: [Start.self, Stop.self, Status.self, Psql.self])

    /// The server of the project in which the command was called.
    private static func server(_ global: GlobalOptions) throws(Diagnostic) -> EmbeddedServer {
        let setup = try CommandSetup(CommandRequest("server", global))
        let path = Path.join(setup.settings.projectDirectory, "dbt_project.yml")
        let bytes: [UInt8]
        do throws(FileError) { bytes = try setup.files.read(path) } catch { throw error.diagnostic() }
        let name = try YAML.load(SourceText(path: "dbt_project.yml", bytes: bytes))["name"]?.string ?? "postgres"
        return EmbeddedServer(
            projectDirectory: setup.settings.projectDirectory, databaseName: name, environment: setup.environment)
    }

    struct Start: MartletSubcommand {
        static let configuration = CommandConfiguration(abstract: "Start the server, making it when there is none.")
        @OptionGroup var global: GlobalOptions

        func execute() throws(Diagnostic) -> Int32 {
            _ = try server(global).ensureRunning()
            return 0
        }
    }

    struct Stop: MartletSubcommand {
        static let configuration = CommandConfiguration(abstract: "Stop the server.")
        @OptionGroup var global: GlobalOptions

        func execute() throws(Diagnostic) -> Int32 {
            let wasRunning = try server(global).stop()
            OutputStream.standardOutput.write(wasRunning ? "The server is stopped.\n" : "No server was running.\n")
            return 0
        }
    }

    struct Status: MartletSubcommand {
        static let configuration = CommandConfiguration(abstract: "Tell whether the server runs.")
        @OptionGroup var global: GlobalOptions

        func execute() throws(Diagnostic) -> Int32 {
            let text =
                switch try server(global).status() {
                case .notCreated: "There is no embedded server in this project yet."
                case .stopped(let directory): "The server is stopped; its data is in \(directory)."
                case .running(let process, let directory, let socket):
                    "The server runs as process \(process); data in \(directory), socket in \(socket)."
                }
            OutputStream.standardOutput.write(text + "\n")
            return 0
        }
    }

    struct Psql: MartletSubcommand {
        static let configuration = CommandConfiguration(abstract: "Open psql on the project's database.")
        @OptionGroup var global: GlobalOptions
        @Argument(parsing: .captureForPassthrough, help: "Arguments for psql.") var arguments: [String] = []

        func execute() throws(Diagnostic) -> Int32 {
            let program = try server(global).psql(arguments.filter { $0 != "--" })
            do throws(FileError) {
                return try program.start().wait()
            } catch { throw error.diagnostic() }
        }
    }
}
