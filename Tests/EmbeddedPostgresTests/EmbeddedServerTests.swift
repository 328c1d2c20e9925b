import Diagnostics
import Foundation
import Platform
import Postgres
import Testing

@testable import EmbeddedPostgres

/// Runs a real server of its own; needs PostgreSQL's programs, but no `MARTLET_TEST_DATABASE`.
@Suite(.enabled(if: !ServerBinaries.all(.current(), RealFiles()).isEmpty), .serialized)
struct EmbeddedServerTests {
    private let project: String

    init() throws {
        project = try RealFiles().makeTemporaryDirectory(prefix: "martlet-embedded-test")
        try RealFiles().setPermissions(0o755, of: project)
    }

    private func server(_ database: String = "shop") -> EmbeddedServer {
        EmbeddedServer(projectDirectory: project, databaseName: database)
    }

    private func cleanUp() {
        _ = try? server().stop()
        try? RealFiles().remove(project)
    }

    private func answer(_ settings: ConnectionSettings, _ sql: String) throws -> String? {
        var connection = try Connection(settings)
        return try connection.query(sql).rows.first?.first ?? nil
    }

    @Test func createsAServerOnDemandAndFindsItAgain() throws {
        defer { cleanUp() }
        #expect(server().status() == .notCreated)
        var notices: [EmbeddedServer.Notice] = []
        let settings = try server().ensureRunning { notices.append($0) }
        #expect(notices == [.creating(directory: "\(project)/.martlet"), .starting])
        #expect(try answer(settings, "select current_database()") == "shop")
        #expect(try answer(settings, "show listen_addresses") == "")
        #expect(try answer(settings, "show fsync") == "on")
        #expect(try answer(settings, "show server_encoding") == "UTF8")
        guard case .running(let first, _, _) = server().status() else { Issue.record("it does not run"); return }

        let again = try server().ensureRunning { _ in Issue.record("nothing is left to do") }
        #expect(again == settings)
        let other = try server("say \"hi\"").ensureRunning()
        #expect(try answer(other, "select current_database()") == "say \"hi\"")

        #expect(try server().stop())
        #expect(try !server().stop())
        guard case .stopped = server().status() else { Issue.record("it still runs"); return }
        _ = try server().ensureRunning()
        guard case .running(let second, _, _) = server().status() else { Issue.record("it does not run"); return }
        #expect(first != second)
    }

    @Test func startsAgainAfterACrash() throws {
        defer { cleanUp() }
        let settings = try server().ensureRunning()
        _ = try answer(settings, "create table kept as select 42 as answer; select 1")
        guard case .running(let process, _, _) = server().status() else { Issue.record("it does not run"); return }
        kill(Int32(process), SIGKILL)
        let again = try server().ensureRunning()
        #expect(try answer(again, "select answer from kept") == "42")
    }

    @Test func believesNoFileOfAProcessThatIsSomebodyElse() throws {
        defer { cleanUp() }
        _ = try server().ensureRunning()
        let file = "\(project)/.martlet/data/postmaster.pid"
        var lines = try RealFiles().readText(file).split(separator: "\n", omittingEmptySubsequences: false)
        try server().stop()
        lines[0] = "\(Host.processID)"
        try RealFiles().write(lines.joined(separator: "\n"), to: file)
        guard case .stopped = server().status() else { Issue.record("it trusts the file"); return }
        #expect(try answer(server().ensureRunning(), "select 1") == "1")
    }

    @Test func startsOneServerForManyCallers() async throws {
        defer { cleanUp() }
        let results = await withTaskGroup(of: ConnectionSettings?.self) { group in
            for _ in 0..<4 { group.addTask { try? server().ensureRunning() } }
            var results: [ConnectionSettings?] = []
            for await result in group { results.append(result) }
            return results
        }
        #expect(results.count == 4)
        #expect(Set(results.map { $0?.host }).count == 1)
        #expect(results.allSatisfy { $0 != nil })
    }

    @Test func keepsTheSocketOutOfALongPath() throws {
        defer { cleanUp() }
        let deep = "\(project)/\(String(repeating: "long-name/", count: 12))shop with blanks"
        try RealFiles().createDirectory(deep)
        let server = EmbeddedServer(projectDirectory: deep, databaseName: "shop")
        let settings = try server.ensureRunning()
        #expect(settings.host?.hasPrefix("/tmp/martlet-") == true)
        #expect(try answer(settings, "select 1") == "1")
        try server.stop()
        #expect(!RealFiles().exists(settings.host ?? ""))
    }

    @Test(.enabled(if: Host.isRoot)) func runsTheServerAsAnotherUserThanRoot() throws {
        defer { cleanUp() }
        let settings = try server().ensureRunning()
        let owner = try #require(RealFiles().owner(of: "\(project)/.martlet/data"))
        #expect(owner.user != 0)
        #expect(try answer(settings, "select 1") == "1")
    }

    @Test(.enabled(if: Host.isRoot)) func leavesAProjectThatItsUserMayNotEnter() throws {
        defer { cleanUp() }
        try RealFiles().setPermissions(0o700, of: project)
        var place: String?
        let settings = try server().ensureRunning { notice in
            if case .outsideProject(let directory, _) = notice { place = directory }
        }
        let directory = try #require(place)
        defer { try? RealFiles().remove(directory) }
        #expect(directory.hasPrefix("/var/lib/martlet/"))
        #expect(try answer(settings, "select 1") == "1")
        #expect(try server().stop())
    }

    @Test func saysWhatToInstallWhenNothingIsThere() throws {
        defer { cleanUp() }
        try RealFiles().createDirectory("\(project)/.martlet/data")
        try RealFiles().write("3\n", to: "\(project)/.martlet/data/PG_VERSION")
        if Host.isRoot { try RealFiles().setOwner(user: 65_534, group: 65_534, of: "\(project)/.martlet/data") }
        let error = #expect(throws: Diagnostic.self) { try server().ensureRunning() }
        #expect(error?.code.rawValue == "embedded-server-version")
        #expect(error?.hint?.hasPrefix("install postgresql-3") == true)
    }
}

@Suite struct ServerProcessTests {
    @Test func readsTheLinesOfPostmasterPid() throws {
        let process = try #require(
            ServerProcess("4711\n/p/data\n1763728000\n5432\n/p/run\n\n  1234  5\nready   \n"))
        #expect(process.id == 4711)
        #expect(process.socketDirectory == "/p/run")
        #expect(process.isReady)
        #expect(ServerProcess("4711\n/p/data\n1763728000\n5432\n/p/run\n\n")?.isReady == false)
        #expect(ServerProcess("") == nil)
        #expect(ServerProcess("4711\n") == nil)
    }

    @Test(arguments: [
        ("postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)\n", 15), ("16\n", 16), ("PostgreSQL 18beta1", 18),
    ])
    func readsTheMajorVersion(of text: String, version: Int) {
        #expect(ServerBinaries.majorVersion(in: text) == version)
    }
}
