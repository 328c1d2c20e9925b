internal import Adapter
internal import ArgumentParser
internal import Compiler
internal import Diagnostics
internal import EmbeddedPostgres
internal import Events
internal import Execution
internal import Formats
internal import Platform
internal import Postgres
internal import ProjectLoading
internal import ProjectModel

/// `debug`: whether project, profile and connection are in order.
struct DebugCommand: MartletSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "debug", abstract: "Check project, profile and connection.")

    @OptionGroup var global: GlobalOptions
    @Flag(help: "Check the connection only.") var connection = false
    @Flag(help: "Show the folder of profiles.yml.") var configDir = false

    func execute() throws(Diagnostic) -> Int32 {
        let setup = try CommandSetup(CommandRequest("debug", global))
        let log = setup.log
        if configDir {
            log.fire(.openCommand("open", profilesDirectory: setup.settings.profilesDirectory))
            return 0
        }
        var failures: [String] = []
        let loader = ProjectLoader(
            files: setup.files, environment: setup.environment, options: setup.projectOptions,
            renderer: YAMLTemplates.renderer)
        var profile: Profile?
        do throws(Diagnostic) {
            profile = try loader.project().1
        } catch { failures.append(error.dbtText) }
        if !connection { reportSetup(setup, failures.isEmpty) }
        if let profile { failures += checkConnection(profile, setup) }
        if failures.isEmpty {
            log.fire(.debugResult("All checks passed!"))
        } else {
            log.fire(.debugResult("\(failures.count) check\(failures.count == 1 ? "" : "s") failed:"))
            for failure in failures { log.fire(.debugResult(failure + "\n")) }
        }
        log.flush()
        return failures.isEmpty ? 0 : 1
    }

    private func reportSetup(_ setup: CommandSetup, _ isValid: Bool) {
        func say(_ text: String) { setup.log.fire(.debugOutput(text)) }
        let profiles = setup.settings.profilesDirectory
        say("dbt version: \(Compatibility.coreVersion)")
        say("martlet version: \(VersionText.version)")
        let system = Host.system
        say("os info: \(system.name)-\(system.release)-\(system.machine)")
        say("Using profiles dir at \(profiles)")
        say("Using profiles.yml file at \(Path.join(profiles, "profiles.yml"))")
        say("Using dbt_project.yml file at \(Path.join(setup.settings.projectDirectory, "dbt_project.yml"))")
        say("adapter type: postgres")
        say("adapter version: \(Compatibility.adapterVersion)")
        say("Configuration:")
        say("  profiles.yml file [\(isValid ? "OK found and valid" : "ERROR invalid")]")
        say("  dbt_project.yml file [\(isValid ? "OK found and valid" : "ERROR invalid")]")
        say("Required dependencies:")
        say(" - git [\(setup.environment.findExecutable("git") == nil ? "ERROR" : "OK found")]\n")
    }

    /// Connects, and says how.
    private func checkConnection(_ profile: Profile, _ setup: CommandSetup) -> [String] {
        setup.log.fire(.debugOutput("Connection:"))
        for (key, value) in profile.target {
            guard !["dbname", "type", "threads", "name", "target_name", "profile_name"].contains(key) else { continue }
            setup.log.fire(.debugOutput("  \(key): \(text(value))"))
        }
        do throws(Diagnostic) {
            let settings = try DatabaseAccess(setup).connection(profile)
            let session = AdapterSession(settings, name: "debug", registry: CurrentCommand.interruption.sessions)
            defer { session.close() }
            _ = try session.query("select 1 as id")
            setup.log.fire(.debugOutput("  Connection test: [OK connection ok]\n"))
            return []
        } catch {
            setup.log.fire(.debugOutput("  Connection test: [ERROR]\n"))
            return [
                "dbt was unable to connect to the specified database.\nThe database returned the following error:\n\n  >\(error.message)"
            ]
        }
    }

    private func text(_ value: DataValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): "\(number)"
        default: value.string ?? ""
        }
    }
}
