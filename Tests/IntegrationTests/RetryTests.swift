import Foundation
import Testing

/// What `retry` repeats.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct RetryTests {
    private func project() throws -> TestProject {
        try TestProject([
            "models/good.sql": "select 1 as id",
            "models/bad.sql":
                "{{ config(materialized='table') }} select id, 1 / {{ var('divisor', 0) }} as x from {{ ref('good') }}",
            "models/after.sql": "select * from {{ ref('bad') }}",
            "tests/empty.sql": "select * from {{ ref('good') }} where {{ var('fails', 1) }} = 1",
            "macros/operation.sql": """
            {% macro divide(by) %}{% do run_query('select 1 / ' ~ by) %}{% do log('divided by ' ~ by, info=True) %}{% endmacro %}
            """,
        ])
    }

    @Test func repeatsWhatHasFailedAndWhatWasSkipped() throws {
        let project = try project()
        #expect(try project.start("run", "--target", "prod", "-s", "+after").finish().status == 1)
        #expect(try project.start("retry").finish().status == 1)
        #expect(try project.results() == ["model.p.bad": "error", "model.p.after": "skipped"])
        let (status, output) = try project.start("retry", "--vars", "divisor: 1").finish()
        #expect(status == 0, "\(output)")
        #expect(try project.results() == ["model.p.bad": "success", "model.p.after": "success"])
        #expect(
            try project.query("select x::text from \(project.productionSchema).after") == "1",
            "the target is that of the command which is repeated")
        let last = try project.start("retry").finish()
        #expect(last.status == 0)
        #expect(last.output.contains("Nothing to do."))
        #expect(try project.results() == [:])
    }

    @Test func repeatsFromAnotherFolder() throws {
        let project = try project()
        let arguments = ["build", "--exclude", "after", "empty", "--target-path", "failed", "--vars", "divisor: 0"]
        #expect(try project.start(arguments).finish().status == 1)
        let (status, output) = try project.start("retry", "--state", "failed", "--vars", "divisor: 2").finish()
        #expect(status == 0, "\(output)")
        #expect(try project.results() == ["model.p.bad": "success"])
    }

    @Test func repeatsOnlyTheBatchesThatHaveFailed() throws {
        let project = try TestProject([
            "models/events.sql": """
            {{ config(materialized='table', event_time='at') }}
            select n, timestamp '2024-01-01' + n * interval '1 day' as at from generate_series(0, 3) n
            """,
            "models/daily.sql": """
            {{ config(materialized='incremental', incremental_strategy='microbatch', unique_key='n', event_time='at',
                      batch_size='day', begin='2024-01-01') }}
            select n, at, 1 / (case when n = 2 then {{ var('divisor', 0) }} else 1 end) as x from {{ ref('events') }}
            """,
        ])
        let times = ["--event-time-start", "2024-01-01", "--event-time-end", "2024-01-05"]
        #expect(try project.start(["run", "-f"] + times).finish().status == 1)
        #expect(try project.results()["model.p.daily"] == "partial success")
        let (status, output) = try project.start("retry", "--vars", "divisor: 1").finish()
        #expect(status == 0, "\(output)")
        #expect(output.contains("Batch 1 of 1 OK created batch 2024-01-03 of \(project.schema).daily"))
        #expect(try project.results() == ["model.p.daily": "success"])
        #expect(try project.query("select count(*)::text from \(project.schema).daily") == "4")
    }

    @Test func repeatsTests() throws {
        let project = try project()
        #expect(try project.start("run", "-s", "good").finish().status == 0)
        #expect(try project.start("test", "--store-failures").finish().status == 1)
        #expect(try project.start("retry").finish().status == 1)
        #expect(try project.start("retry", "--vars", "fails: 0").finish().status == 0)
        #expect(try project.results() == ["test.p.empty": "pass"])
    }

    @Test func repeatsOperationsThatHaveFailed() throws {
        let project = try project()
        #expect(try project.start("run-operation", "divide", "--args", "by: 0").finish().status == 1)
        let results = try project.document("target/run_results.json")["results"] as? [[String: Any]]
        #expect(results?.first?["failures"] as? Int == 1)
        #expect(results?.first?["message"] is NSNull)
        #expect(try project.start("retry").finish().status == 1)
        #expect(try project.start("run-operation", "divide", "--args", "by: 1").finish().status == 0)
        let (status, output) = try project.start("retry").finish()
        #expect(status == 0)
        #expect(!output.contains("divided by"))
    }

    @Test func saysWhatItCannotRepeat() throws {
        let project = try project()
        let none = try project.start("retry").finish()
        #expect(none.status == 2)
        #expect(none.output.contains("Could not find previous run in 'target' target directory"))
        #expect(try project.start("run", "-s", "bad").finish().status == 1)
        try FileManager.default.removeItem(at: project.folder.appending(path: "models/bad.sql"))
        try FileManager.default.removeItem(at: project.folder.appending(path: "models/after.sql"))
        let gone = try project.start("retry").finish()
        #expect(gone.status == 2)
        #expect(gone.output.contains("Couldn't find model 'model.p.bad' -- does it exist or is it disabled?"))
        try project.write(
            "target/run_results.json",
            """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"},
             "results": [{"unique_id": "source.p.a.b", "status": "error"}], "args": {"which": "freshness"}}
            """)
        let impossible = try project.start("retry").finish()
        #expect(impossible.status == 2)
        #expect(impossible.output.contains("The previous command, 'freshness', cannot be retried"))
    }
}
