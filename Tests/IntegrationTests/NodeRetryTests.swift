import Foundation
import Postgres
import Testing

/// Nodes with `retries`: executed again after an error that may pass. Sequences count the attempts, since no rollback takes
/// their numbers back.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct NodeRetryTests {
    /// A project whose schema has a function `flaky(state, count)`: it raises an error in its first calls.
    private func project(_ files: [String: String], config: String = "") throws -> TestProject {
        let project = try TestProject(
            [
                "dbt_project.yml": """
                name: p
                version: '1.0'
                profile: p
                models: {p: {+retries: 2, +retry_delay: 0s}}
                seeds: {p: {+retries: 2, +retry_delay: 0}}
                snapshots: {p: {+retries: 2, +retry_delay: 0ms}}
                data_tests: {p: {+retries: 2, +retry_delay: 0s}}
                unit_tests: {p: {+retries: 2, +retry_delay: 0s}}
                """
            ].merging(files) { $1 })
        let schema = project.schema
        _ = try project.query(
            """
            create schema \(schema); create sequence \(schema).calls;
            create function \(schema).flaky(state text, count int) returns int language plpgsql as $$ begin
                if nextval('\(schema).calls') > count then return 1; end if;
                if state = 'gone' then perform pg_terminate_backend(pg_backend_pid()); end if;
                raise exception 'it did not work' using errcode = state;
            end $$
            """)
        return project
    }

    private func calls(_ project: TestProject) throws -> String? {
        try project.query("select last_value from \(project.schema).calls")
    }

    private func attempts(_ project: TestProject, _ prefix: String) throws -> Int? {
        let results = try project.document("target/run_results.json")["results"] as? [[String: Any]]
        let result = try #require(results?.first { ($0["unique_id"] as? String)?.hasPrefix(prefix) == true })
        return (result["adapter_response"] as? [String: Any])?["attempts"] as? Int
    }

    @Test(arguments: ["40001", "40P01", "55P03", "53300", "08006", "57P03", "gone"])
    func aPassingErrorIsTriedAgain(state: String) throws {
        let project = try project([
            "models/a.sql": "{{ config(materialized='table') }} select {{ target.schema }}.flaky('\(state)', 2) as x",
            "models/b.sql": "select * from {{ ref('a') }}",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        #expect(output.contains("Retrying model a (1 of 2) in 0s: "), "\(output)")
        #expect(output.contains("Retrying model a (2 of 2) in 0s: "))
        #expect(try project.query("select count(*) from \(project.schema).b") == "1")
        #expect(try attempts(project, "model.p.a") == 3)
        #expect(try attempts(project, "model.p.b") == nil)
        #expect(output.contains("PASS=2 WARN=0 ERROR=0"))
    }

    @Test(arguments: ["40001", "22012", "42P01", "57014", "23505"])
    func attemptsAreCountedAndOtherErrorsHaveOne(state: String) throws {
        let project = try project([
            "models/a.sql": "{{ config(materialized='table') }} select {{ target.schema }}.flaky('\(state)', 5) as x"
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 1 && output.contains("it did not work"), "\(output)")
        #expect(try calls(project) == (state == "40001" ? "3" : "1"))
        #expect(try attempts(project, "model.p.a") == (state == "40001" ? 3 : nil))
    }

    /// A hook at the end of the transaction fails when the relations have been exchanged: all of that is taken back.
    @Test(arguments: ["table", "view", "incremental"])
    func whatTheFirstAttemptDidIsTakenBack(materialized: String) throws {
        let project = try project([
            "models/a.sql": """
            {{ config(materialized='\(materialized)', post_hook="select {{ target.schema }}.flaky('40001', {{ var('count', 1) }})") }}
            select {{ var('x', 1) }} as x
            """,
            "models/reader.sql": "{{ config(materialized='view') }} select * from {{ ref('a') }}",
        ])
        let schema = project.schema
        for arguments in [
            ["run"], ["run", "--vars", "{x: 2, count: 4}"], ["run", "--full-refresh", "--vars", "{x: 3, count: 6}"],
        ] {
            let (status, output) = try project.start(arguments).finish()
            #expect(status == 0 && output.contains("Retrying model a (1 of 2)"), "\(output)")
            #expect(try attempts(project, "model.p.a") != nil)
            #expect(
                try project.query("select max(x) from \(schema).reader")
                    == (arguments.count == 1 ? "1" : arguments.count == 3 ? "2" : "3"))
        }
        let others = try project.query(
            """
            select string_agg(relname, ' ') from pg_class
            where relnamespace = '\(schema)'::regnamespace and relname not in ('a', 'reader', 'calls')
            """)
        #expect(others == nil)
    }

    @Test func whatIsVisibleIsNotDoneTwice() throws {
        let project = try project([
            "models/after.sql": """
            {{ config(materialized='table', post_hook=after_commit("select {{ target.schema }}.flaky('40001', 1)")) }}
            select 1 as x
            """,
            "models/before.sql": """
            {{ config(materialized='table', pre_hook=before_begin("insert into {{ target.schema }}.seen values (1)"),
                post_hook="select {{ target.schema }}.flaky('40001', 10)") }}
            select 1 as x
            """,
        ])
        let schema = project.schema
        _ = try project.query("create table \(schema).seen (x int)")
        let (status, output) = try project.start("run").finish()
        #expect(status == 1 && !output.contains("Retrying"), "\(output)")
        #expect(
            try project.query("select count(*) from \(schema).after") == "1",
            "the model was there before its hook failed")
        #expect(try project.query("select count(*) from \(schema).seen") == "1")
    }

    @Test func seedsSnapshotsAndTestsAreTriedAgainToo() throws {
        let flaky = { (count: Int) in "{{ target.schema }}.flaky('40001', \(count))" }
        let project = try project([
            "seeds/s.csv": "id\n1\n2\n",
            "seeds/s.yml": "seeds: [{name: s, config: {pre_hook: \"select \(flaky(1))\"}}]",
            "snapshots/h.yml": """
            snapshots:
              - name: h
                relation: ref('s')
                config: {strategy: check, check_cols: all, unique_key: id, post_hook: "select \(flaky(3))"}
            """,
            "tests/t.sql": "-- {{ ref('h') }}\nselect 1 where \(flaky(5)) > 1",
        ])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        for label in ["seed s", "snapshot h", "test t"] {
            #expect(output.contains("Retrying \(label) (1 of 2) in 0s: it did not work"), "\(output)")
        }
        #expect(try project.query("select count(*) from \(project.schema).h") == "2")
        #expect(try attempts(project, "test.p.t") == 2)
    }

    @Test func aLockThatIsGivenBackInTimeCostsAnAttempt() throws {
        let project = try project([
            "models/a.sql": """
            {{ config(materialized='incremental', unique_key='x', retries=1000, retry_delay='10ms',
                pre_hook="set local lock_timeout = '20ms'") }}
            select 1 as x
            """
        ])
        #expect(try project.start("run").finish().status == 0)
        var blocker = try project.connect()
        _ = try blocker.query("begin; lock table \(project.schema).a in share mode")
        let run = try project.start("run")
        try project.waitUntil("wait_event_type = 'Lock' and query like '%\(project.schema)%'")
        try project.waitUntil("state = 'idle' and query ilike 'rollback%'")
        _ = try blocker.query("rollback")
        let (status, output) = try run.finish()
        #expect(status == 0 && output.contains("in 10ms: canceling statement due to lock timeout"), "\(output)")
    }

    @Test func anInterruptEndsTheWaitForTheNextAttempt() throws {
        let project = try project([
            "models/a.sql": """
            {{ config(materialized='table', retry_delay='20h') }} select {{ target.schema }}.flaky('40001', 1) as x
            """
        ])
        let run = try project.start("run")
        // The number is taken, and the session has nothing to do: it waits.
        while try project.query("select is_called from \(project.schema).calls, pg_sleep(0.02)") != "t" {}
        try project.waitUntil("query like '%\(project.schema).flaky%' and state = 'active'", is: false)
        run.send(SIGINT)
        let (status, output) = try run.finish()
        #expect(status == 2 || status == 1, "\(output)")
        #expect(try calls(project) == "1")
        #expect(try project.results()["model.p.a"] == "error")
    }
}
