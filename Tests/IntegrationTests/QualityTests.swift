import Foundation
import Glibc
import Testing

/// The table that `quality_log:` of martlet.yml asks for.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct QualityTests {
    /// Five ids, of which `holes` are missing.
    private func project(_ settings: String? = "quality_log: true\n", more: [String: String] = [:]) throws
        -> TestProject
    {
        var files = [
            "models/a.sql": """
            {{ config(materialized='table') }}
            select case when n > {{ var('holes', 0) }} then n end as id, 'x' as name from generate_series(1, 5) n
            """,
            "models/b.sql": "select * from {{ ref('a') }}",
            "models/s.yml": """
            models:
              - name: a
                columns:
                  - {name: id, data_tests: [not_null: {config: {on_fail: "{{ var('on_fail', 'fail_node') }}"}}]}
                  - {name: name, data_tests: [not_null]}
              - {name: b, columns: [{name: id, data_tests: [unique]}]}
            """,
        ]
        if let settings { files["martlet.yml"] = settings }
        return try TestProject(files.merging(more) { $1 })
    }

    private func values(_ project: TestProject, _ expression: String, _ rest: String = "") throws -> String? {
        try project.query(
            "select string_agg(\(expression), ', ' order by test_name) from \(project.schema).data_quality_checks \(rest)"
        )
    }

    private func hasLog(_ project: TestProject) throws -> Bool {
        try project.query("select to_regclass('\(project.schema).data_quality_checks')") != nil
    }

    @Test func keepsTheResultsOfABuildThatSucceeds() throws {
        let project = try project()
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        #expect(
            try values(project, "test_name || ' ' || status || ' ' || consequence || ' ' || failures")
                == "not_null_a_id pass passed 0, not_null_a_name pass passed 0, unique_b_id pass passed 0")
        #expect(
            try values(project, "check_name || ' ' || node_id || ' ' || column_name", "where test_name like 'unique%'")
                == "unique model.p.b id")
        #expect(try values(project, "relation", "where test_name like 'unique%'") == "\(project.schema).b")
        #expect(
            try project.query(
                """
                select bool_and(sample is null and message is null and started_at >= run_started_at
                    and duration_seconds > 0 and target_name = 'dev' and project_name = 'p' and command = 'build')::text
                from \(project.schema).data_quality_checks
                """) == "true")
        let invocation = try project.document("target/run_results.json")["metadata"] as? [String: Any]
        #expect(
            try project.query("select distinct run_id from \(project.schema).data_quality_checks")
                == invocation?["invocation_id"] as? String)
    }

    @Test func survivesABuildThatFails() throws {
        let project = try project()
        #expect(try project.start("build", "--vars", "holes: 2").finish().status == 1)
        #expect(
            try values(project, "consequence || coalesce(' ' || failures, '')")
                == "failed_node 2, passed 0, skipped")
        #expect(try values(project, "sample::text") == #"[{"id": null}, {"id": null}]"#)
        #expect(try values(project, "message") == "Got 2 results, configured to fail if != 0 (on_fail: fail_node)")
    }

    @Test(arguments: [("fail_run", "failed_run"), ("warn", "warned"), ("audit", "recorded")])
    func saysWhatFollowed(onFail: String, consequence: String) throws {
        let project = try project()
        for command in ["build", "test"] {
            let vars = "{holes: 2, on_fail: \(onFail)}"
            // With one thread `test` comes to the failing test first.
            let status = try project.start(command, "--threads", "1", "--vars", vars).finish().status
            #expect(status == (onFail == "fail_run" ? 1 : 0))
            #expect(
                try values(
                    project, "on_fail || ' ' || consequence",
                    "where test_name = 'not_null_a_id' and command = '\(command)'") == "\(onFail) \(consequence)")
            let others = try values(
                project, "consequence", "where test_name = 'unique_b_id' and command = '\(command)'")
            #expect(others == (onFail == "fail_run" ? "skipped" : "passed"))
        }
    }

    @Test func everyRunAddsItsOwnRowsInOneStatement() throws {
        let project = try project()
        #expect(try project.start("build").finish().status == 0)
        #expect(try project.start("test", "-s", "a").finish().status == 0)
        let log = "\(project.schema).data_quality_checks"
        #expect(
            try project.query(
                """
                select string_agg(line, ', ' order by line) from (
                    select command || ' ' || count(*) || ' ' || count(distinct xmin::text) || ' ' || count(distinct run_id)
                    from \(log) group by command) as t (line)
                """) == "build 3 1 1, test 2 1 1")
    }

    @Test func deletesWhatIsTooOld() throws {
        let project = try project("quality_log: {retention_days: 10}\n")
        #expect(try project.start("test", "-s", "nothing").finish().status == 0)
        #expect(try project.start("build").finish().status == 0)
        _ = try project.query(
            """
            update \(project.schema).data_quality_checks set run_started_at = now() - case
                when test_name = 'unique_b_id' then interval '11 days' else interval '9 days' end;
            select 1
            """)
        #expect(try project.start("test", "-s", "b").finish().status == 0)
        #expect(try values(project, "test_name") == "not_null_a_id, not_null_a_name, unique_b_id")
        #expect(try values(project, "command", "where test_name = 'unique_b_id'") == "test")
    }

    @Test func keepsAsManyRowsAsItIsTold() throws {
        let project = try project("quality_log: {sample_rows: 1, table: checks}\n")
        #expect(try project.start("build", "--vars", "holes: 2").finish().status == 1)
        let sample = "select sample::text from \(project.schema).checks where consequence = 'failed_node'"
        #expect(try project.query(sample) == #"[{"id": null}]"#)
        try project.write("martlet.yml", "quality_log: {sample_rows: 0, table: none}\n")
        #expect(try project.start("test").finish().status == 1)
        #expect(
            try project.query("select count(*) || ' ' || count(sample) from \(project.schema).none") == "3 0")
        // Rows that are kept are read from where they are kept, whole.
        try project.write("martlet.yml", "quality_log: {sample_rows: 1, table: stored}\n")
        #expect(try project.start("test", "--store-failures").finish().status == 1)
        #expect(
            try project.query("select sample::text from \(project.schema).stored where failures > 0")
                == #"[{"id": null, "name": "x"}]"#)
        _ = try project.query("drop schema \(project.schema)_dbt_test__audit cascade; select 1")
    }

    @Test func rowsOfAnyShapeAreKept() throws {
        let project = try project(
            more: [
                "tests/odd.sql": """
                select 1 as failing_row, 2 as "Two words", array[1, 2] as list, null::int as nothing, 'NaN'::numeric as n,
                    row(1, 'x') as pair, 'a\"b' as quoted from {{ ref('a') }} where id = 1 -- a comment
                """,
                "tests/limited.sql": "{{ config(limit=2) }} select id from {{ ref('a') }}",
                "tests/big.sql": "select id, repeat('x', 30000) as x from {{ ref('a') }}",
            ])
        #expect(try project.start("build").finish().status == 1)
        let log = "\(project.schema).data_quality_checks where test_name ="
        #expect(try project.query("select sample = '\(Self.odd)' from \(log) 'odd'") == "t")
        #expect(try project.query("select jsonb_array_length(sample)::text from \(log) 'limited'") == "2")
        #expect(try project.query("select jsonb_array_length(sample)::text from \(log) 'big'") == "2")
    }

    private static let odd = #"""
        [{"failing_row": 1, "Two words": 2, "list": [1, 2], "nothing": null, "n": "NaN", "pair": {"f1": 1, "f2": "x"},
          "quoted": "a\"b"}]
        """#

    @Test func schemaAndNameAreFree() throws {
        let project = try project(
            "quality_log: {schema: \"{{ target.schema }}_Q \\\"1\\\"\", table: \"{{ env_var('X', 'My checks') }}\"}\n")
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        let schema = "\"\(project.schema)_Q \"\"1\"\"\""
        #expect(try project.query("select count(*)::text from \(schema).\"My checks\"") == "3")
        #expect(try project.query("select obj_description('\(schema).\"My checks\"'::regclass)")?.isEmpty == false)
        _ = try project.query("drop schema \(schema) cascade; select 1")
    }

    @Test func withoutMartletYmlThereIsNoTable() throws {
        let project = try project(nil)
        #expect(try project.start("build").finish().status == 0)
        #expect(try !hasLog(project))
    }

    @Test func aTableOfAnOlderMartletGetsTheNewColumns() throws {
        let project = try project()
        #expect(try project.start("build").finish().status == 0)
        _ = try project.query(
            """
            alter table \(project.schema).data_quality_checks drop column sample, drop column on_fail, add column note text;
            select 1
            """)
        #expect(try project.start("test", "--vars", "{holes: 1, on_fail: audit}").finish().status == 0)
        #expect(try values(project, "coalesce(on_fail, '-')", "where command = 'test'") == "audit, -, -")
    }

    @Test func aTableThatIsNoLogIsLeftAlone() throws {
        let project = try project(more: ["models/data_quality_checks.sql": "select 1 as run_id"])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0)
        #expect(output.contains("Results of tests were not written to the quality log"))
        #expect(try project.query("select run_id::text from \(project.schema).data_quality_checks") == "1")
        let strict = try project.start("test", "--warn-error-options", "{error: [QualityLogLost]}").finish()
        #expect(strict.status != 0)
    }

    @Test func modelsReadItFromTheFirstRunOn() throws {
        let project = try project(
            more: [
                "models/report.sql": "select count(*) as n from {{ source('quality', 'data_quality_checks') }}",
                "models/q.yml":
                    "sources: [{name: quality, schema: \"{{ target.schema }}\", tables: [{name: data_quality_checks}]}]",
            ])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        #expect(try project.query("select n::text from \(project.schema).report") == "3")
    }

    @Test func twoRunsAtOnceMakeOneTable() throws {
        let project = try project("quality_log: {schema: \"{{ target.schema }}_q\"}\n")
        #expect(try project.start("run").finish().status == 0)
        _ = try project.query("drop schema \(project.schema)_q cascade; select 1")
        let runs = try (1...4).map { try project.start("test", "--target-path", "t\($0)") }
        for run in runs {
            let (status, output) = try run.finish()
            #expect(status == 0 && !output.contains("WARNING"), "\(output)")
        }
        #expect(try project.query("select count(*)::text from \(project.schema)_q.data_quality_checks") == "12")
        _ = try project.query("drop schema \(project.schema)_q cascade; select 1")
    }

    @Test func survivesCtrlC() throws {
        let project = try project(
            more: [
                "models/slow.sql": """
                {{ config(materialized='table') }} -- depends_on: {{ ref('b') }}
                select '{{ this }}' as v from pg_sleep(60)
                """
            ])
        let run = try project.start("build")
        try project.waitUntil("state = 'active' and query like '%\(project.schema)%pg_sleep(60)%'")
        run.send(SIGINT)
        #expect(try run.finish().status == 2)
        #expect(try values(project, "consequence") == "passed, passed, passed")
    }

    @Test func theDocumentationSiteShowsIt() throws {
        // Both targets write to one log.
        let project = try project("quality_log: {schema: \"{{ target.schema | replace('_prod', '') }}\"}\n")
        #expect(try project.start("build").finish().status == 0)
        #expect(try project.start("build", "--vars", "holes: 2").finish().status == 1)
        // Results of other targets are not this one's.
        #expect(try project.start("build", "--target", "prod").finish().status == 0)
        let (status, output) = try project.start("docs", "generate", "--static").finish()
        #expect(status == 0, "\(output)")
        let document = project.folder.appending(path: "target/site/quality.js")
        let text = try String(contentsOf: document, encoding: .utf8)
        #expect(text.contains(#""history":[[0,"passed",0],[1,"failed_node",2]]"#), "\(text)")
        #expect(text.contains(#""columns":["id"],"rows":[[null],[null]]"#))
        let page = project.folder.appending(path: "target/static_index.html")
        #expect(try String(contentsOf: page, encoding: .utf8).contains(#"id="data-quality""#))

        try FileManager.default.removeItem(at: project.folder.appending(path: "martlet.yml"))
        #expect(try project.start("docs", "generate").finish().status == 0)
        #expect(!FileManager.default.fileExists(atPath: document.path()))
    }

    @Test func aRunThatDropsTheSchemaLosesNothing() throws {
        let project = try project(
            "quality_log: {schema: \"{{ target.schema }}_q\"}\n",
            more: [
                "dbt_project.yml": """
                name: p
                version: '1.0'
                profile: p
                on-run-end: ['drop schema {{ target.schema }}_q cascade']
                """
            ])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0 && !output.contains("WARNING"), "\(output)")
        #expect(try project.query("select count(*)::text from \(project.schema)_q.data_quality_checks") == "3")
        _ = try project.query("drop schema \(project.schema)_q cascade; select 1")
    }
}
