import Foundation
import Testing

/// What follows when a test with `on_fail` finds something. dbt ignores the key.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct OnFailTests {
    /// `a` has a null; `b` reads it, `c` reads `b`; `late` waits for the other two, so that a run that stops skips it.
    private func project(_ onFail: String, more: [String: String] = [:]) throws -> TestProject {
        try TestProject(
            [
                "models/a.sql": "select n as id, nullif(n, 3) as v from generate_series(1, 5) n",
                "models/b.sql": "select * from {{ ref('a') }}",
                "models/c.sql": "select * from {{ ref('b') }}",
                "models/other.sql": "{{ config(materialized='table') }} select 1 as id from pg_sleep(0.5)",
                "models/late.sql": "select * from {{ ref('other') }}",
                "models/s.yml": """
                models:
                  - name: a
                    columns: [{name: v, data_tests: [not_null: {config: {\(onFail)}}]}]
                """,
            ].merging(more) { $1 })
    }

    private func statuses(_ project: TestProject) throws -> [String: String] {
        var statuses: [String: String] = [:]
        for (id, status) in try project.results() {
            statuses[String(id.split(separator: ".")[2].prefix(8))] = status
        }
        return statuses
    }

    private func result(_ prefix: String, of project: TestProject) throws -> [String: Any] {
        let results = try project.document("target/run_results.json")["results"] as? [[String: Any]]
        return try #require(results?.first { ($0["unique_id"] as? String)?.hasPrefix(prefix) == true })
    }

    @Test func failRunStartsNothingMore() throws {
        let project = try project("on_fail: fail_run")
        let (status, output) = try project.start("build").finish()
        #expect(status == 1)
        // `other` was running, and came to its end.
        #expect(
            try statuses(project) == [
                "a": "success", "b": "skipped", "c": "skipped", "other": "success", "late": "skipped",
                "not_null": "fail",
            ])
        #expect(output.contains("Test not_null_a_v has failed the run (on_fail: fail_run): nothing more is started"))
        #expect(output.contains("Completed with 1 error, 0 partial successes, and 0 warnings:"))
        #expect(output.contains("Done. PASS=2 WARN=0 ERROR=1 SKIP=3 NO-OP=0 TOTAL=6"))
        let reason = "Skipping because test not_null_a_v has failed the run (on_fail: fail_run)"
        #expect(try result("model.p.late", of: project)["message"] as? String == reason)

        // The model has succeeded, so that `retry` does not build it again: the data is mended by hand.
        _ = try project.query("create or replace view \(project.schema).a as select 1 as id, 1 as v; select 1")
        let again = try project.start("retry").finish()
        #expect(again.status == 0, "\(again.output)")
        #expect(try project.results().count == 4)
    }

    @Test func failRunStopsTestsToo() throws {
        let tests = Dictionary(
            uniqueKeysWithValues: (1...9).map { ("tests/t\($0).sql", "select 1 from {{ ref('a') }} where false") })
        let project = try project(
            "on_fail: fail_run",
            more: tests.merging(["tests/t0.sql": "select id from {{ ref('b') }}{{ config(on_fail='fail_run') }}"]) {
                $1
            })
        #expect(try project.start("run").finish().status == 0)
        #expect(try project.start("test", "--threads", "1").finish().status == 1)
        let statuses = Dictionary(grouping: try project.results().values) { $0 }.mapValues(\.count)
        // One thread: the first that fails is the only one.
        #expect(statuses["fail"] == 1)
        #expect(statuses["skipped"] ?? 0 > 0)
    }

    @Test func failNodeSkipsWhatDependsOnTheNode() throws {
        let project = try project("on_fail: fail_node, severity: warn")
        #expect(try project.start("build").finish().status == 1)
        #expect(
            try statuses(project) == [
                "a": "success", "b": "skipped", "c": "skipped", "other": "success", "late": "success",
                "not_null": "fail",
            ])
        #expect(try project.start("test").finish().status == 1)
    }

    @Test(arguments: [("warn", "warn"), ("audit", "pass")])
    func warnAndAuditLetTheRunGoOn(onFail: String, status: String) throws {
        let project = try project("on_fail: \(onFail)")
        for command in ["build", "test"] {
            let (code, output) = try project.start(command).finish()
            #expect(code == 0)
            #expect(output.contains(onFail == "audit" ? "AUDIT 1 not_null_a_v" : "WARN 1 not_null_a_v"))
            let result = try result("test.p.not_null", of: project)
            #expect(result["status"] as? String == status)
            #expect(result["failures"] as? Int == 1)
        }
        #expect(try project.query("select count(*)::text from \(project.schema).c") == "5")
    }

    @Test func aFolderConfiguresItsTests() throws {
        let project = try project(
            "severity: error",
            more: ["dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\ndata_tests: {p: {+on_fail: audit}}\n"])
        #expect(try project.start("build").finish().status == 0)
        #expect(
            try result("test.p.not_null", of: project)["message"] as? String == "1 row recorded (on_fail: audit)")
    }

    @Test(arguments: [("fail_run", 1, "fail"), ("warn", 0, "warn"), ("audit", 0, "pass")])
    func unitTestsHaveItToo(onFail: String, code: Int, status: String) throws {
        let project = try project(
            "enabled: false",
            more: [
                "models/u.yml": """
                unit_tests:
                  - name: u
                    model: b
                    config: {on_fail: \(onFail)}
                    given: [{input: ref('a'), rows: [{id: 1}]}]
                    expect: {rows: [{id: 2}]}
                """
            ])
        #expect(try project.start("run").finish().status == 0)
        #expect(try project.start("build", "-s", "b+").finish().status == code)
        #expect(try project.results()["model.p.b"] == (onFail == "fail_run" ? "skipped" : "success"))
        #expect(try result("unit_test.p.b.u", of: project)["status"] as? String == status)
    }
}
