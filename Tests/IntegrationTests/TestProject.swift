import Foundation
import Glibc
import Postgres
import Testing

/// A project in a temporary folder, with schemas of its own on the test server; all are removed at the end.
final class TestProject {
    let folder = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
    let schema = "t_" + UUID().uuidString.lowercased().replacing("-", with: "_")
    /// The schema of the target `prod`.
    var productionSchema: String { schema + "_prod" }
    private let settings: ConnectionSettings

    /// - Parameter files: contents by paths below the folder.
    init(_ files: [String: String]) throws {
        settings = try ConnectionSettings(
            conninfo: #require(ProcessInfo.processInfo.environment["MARTLET_TEST_DATABASE"]))
        let output: [String: Any] = [
            "type": "postgres", "host": settings.host ?? "localhost", "port": settings.port ?? 5432,
            "user": settings.user ?? "postgres", "password": settings.password ?? "none",
            "dbname": settings.database ?? "postgres", "schema": schema, "threads": 2,
        ]
        let production = output.merging(["schema": productionSchema]) { $1 }
        let profile = try JSONSerialization.data(
            withJSONObject: ["p": ["target": "dev", "outputs": ["dev": output, "prod": production]]],
            options: .withoutEscapingSlashes)
        try write("profiles.yml", String(decoding: profile, as: UTF8.self))
        try write("dbt_project.yml", "name: p\nversion: '1.0'\nprofile: p\n")
        for (path, text) in files { try write(path, text) }
    }

    deinit {
        _ = try? query("drop schema if exists \(schema), \(productionSchema) cascade")
        try? FileManager.default.removeItem(at: folder)
    }

    func write(_ path: String, _ text: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// The first value of a query on the test server.
    func query(_ sql: String) throws -> String? {
        var connection = try Connection(settings)
        let result = try connection.query(sql)
        return result.rowCount > 0 ? result.string(row: 0, column: 0) : nil
    }

    /// A session on the test server, for locks.
    func connect() throws -> Connection { try Connection(settings) }

    func start(_ arguments: String...) throws -> RunningProgram { try start(arguments) }

    func start(_ arguments: [String]) throws -> RunningProgram {
        try RunningProgram(
            BuiltProgram.martlet, arguments + ["--project-dir", folder.path(), "--profiles-dir", folder.path()])
    }

    /// A JSON file of the project.
    func document(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// The status of each executed node by its unique id.
    func results() throws -> [String: String] {
        let document = try document("target/run_results.json")
        var statuses: [String: String] = [:]
        for result in document["results"] as? [[String: Any]] ?? [] {
            if let id = result["unique_id"] as? String { statuses[id] = result["status"] as? String }
        }
        return statuses
    }

    /// Waits until the server says yes to a condition on `pg_stat_activity`, or no; five minutes at least.
    func waitUntil(_ condition: String, is expected: Bool = true) throws {
        var connection = try Connection(settings)
        for _ in 0..<15_000 {
            // The server's own clock paces the loop.
            let result = try connection.query(
                """
                select exists (select from pg_stat_activity where pid <> pg_backend_pid() and \(condition))
                from pg_sleep(0.02)
                """)
            if result.string(row: 0, column: 0) == (expected ? "t" : "f") { return }
        }
        Issue.record("The server never said \(expected) to: \(condition)")
    }
}
