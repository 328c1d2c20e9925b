import Foundation
import Glibc
import Postgres
import Testing

/// What Ctrl-C and `kill` leave behind.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct InterruptionTests {
    private static let table = "{{ config(materialized='table') }} select 1 as v"

    /// Takes a minute, and can be told from the statements of other tests by the schema in it.
    private static let slow =
        "-- depends_on: {{ ref('a') }}\n{{ config(materialized='table') }} select 2 as v, '{{ this }}' as w from pg_sleep(60)"

    private func isRunning(_ project: TestProject) -> String {
        "state = 'active' and query like '%\(project.schema)%pg_sleep(60)%'"
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalCancelsTheStatementAndKeepsWhatIsDone(signal: Int32) throws {
        let project = try TestProject(["models/a.sql": Self.table, "models/slow.sql": Self.table])
        #expect(try project.start("run").finish().status == 0)
        try project.write("models/slow.sql", Self.slow)

        let run = try project.start("run")
        try project.waitUntil(isRunning(project))
        run.send(signal)
        let (status, output) = try run.finish()

        #expect(status == 2)
        #expect(output.contains("CANCEL query model.p.slow"))
        #expect(output.contains("Exited because of keyboard interrupt"))
        #expect(try project.results() == ["model.p.a": "success", "model.p.slow": "error"])
        try project.waitUntil(isRunning(project), is: false)
        #expect(try project.query("select v from \(project.schema).slow") == "1")
        #expect(
            try project.query("select count(*) from pg_class where relnamespace = '\(project.schema)'::regnamespace")
                == "2")

        try project.write("models/slow.sql", Self.table)
        #expect(try project.start("run").finish().status == 0)
    }

    @Test func aRunThatWaitsForALockEndsToo() throws {
        let project = try TestProject(["models/a.sql": Self.table])
        #expect(try project.start("run").finish().status == 0)
        var blocker = try project.connect()
        _ = try blocker.query("begin; lock table \(project.schema).a")

        let run = try project.start("run")
        try project.waitUntil("wait_event_type = 'Lock' and query like '%\(project.schema)%'")
        run.send(SIGINT)
        #expect(try run.finish().status == 2)
        _ = try blocker.query("rollback")
        #expect(try project.query("select v from \(project.schema).a") == "1")
    }

    @Test(arguments: [
        ["run-operation", "wait"], ["show", "--inline", "select pg_sleep(60), '{{ target.schema }}' as v"],
    ])
    func otherCommandsEndToo(arguments: [String]) throws {
        let macro =
            "{% macro wait() %}{% do run_query(\"select '\" ~ target.schema ~ \"', pg_sleep(60)\") %}{% endmacro %}"
        let project = try TestProject(["macros/wait.sql": macro])
        let run =
            arguments.count == 2
            ? try project.start(arguments[0], arguments[1])
            : try project.start(arguments[0], arguments[1], arguments[2])
        try project.waitUntil(
            "state = 'active' and query like '%\(project.schema)%' and query like '%pg_sleep(60)%'")
        run.send(SIGINT)
        let (status, output) = try run.finish()
        #expect(status == 2)
        #expect(output.contains("Exited because of keyboard interrupt"))
        #expect(!output.contains("Database Error"))
    }
}
