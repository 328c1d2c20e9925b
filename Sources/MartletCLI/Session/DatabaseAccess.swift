internal import Adapter
internal import Compiler
internal import Diagnostics
internal import EmbeddedPostgres
internal import Events
internal import Postgres
internal import ProjectModel

/// How to reach the database of a profile; the embedded server is started when it is the one.
struct DatabaseAccess {
    private let setup: CommandSetup

    init(_ setup: CommandSetup) { self.setup = setup }

    func connection(_ profile: Profile) throws(Diagnostic) -> ConnectionSettings {
        guard profile.isEmbedded, setup.request.needsDatabase else { return ConnectionSettings(profile.credentials) }
        if setup.hasNoProfiles {
            setup.log.fire(.note("There is no profiles.yml: using the embedded PostgreSQL in .martlet"))
        }
        let server = EmbeddedServer(
            projectDirectory: setup.settings.projectDirectory, databaseName: profile.credentials.database,
            environment: setup.environment)
        do throws(Diagnostic) {
            return try server.ensureRunning { notice in setup.log.fire(.note(text(notice))) }
        } catch {
            // A command that may never ask the database does not fail for want of one: whoever asks gets the error.
            guard setup.request.connectsLazily else { throw error }
            setup.log.debug(.note(error.message, level: .debug))
            return ConnectionSettings(profile.credentials)
        }
    }

    private func text(_ notice: EmbeddedServer.Notice) -> String {
        switch notice {
        case .creating(let directory): "Making an embedded PostgreSQL in \(directory)"
        case .outsideProject(let directory, let user):
            "The project's folder is closed to the user \(user): the embedded PostgreSQL is in \(directory)"
        case .starting: "Starting the embedded PostgreSQL (stop it with `martlet server stop`)"
        }
    }
}
