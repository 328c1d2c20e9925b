import Foundation
import Testing

/// Microbatch models on a real server. Source of the expectations: dbt-core 1.11.16 on the same projects.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct MicrobatchTests {
    private static let config =
        "materialized='incremental', incremental_strategy='microbatch', event_time='at', batch_size='day', begin='2024-01-01'"

    private func project(_ model: String, config: String = "unique_key='id'") throws -> TestProject {
        try TestProject([
            "models/events.sql": """
            {{ config(materialized='table', event_time='at') }}
            select i as id, timestamp '2024-01-01 06:00' + i * interval '12 hours' as at from generate_series(0, 9) i
            """,
            "models/daily.sql": "{{ config(\(Self.config), \(config)) }} \(model)",
        ])
    }

    private func build(_ project: TestProject, _ from: String, _ to: String, _ more: String...) throws -> (
        status: Int32, output: String
    ) {
        try project.start(["run", "--event-time-start", from, "--event-time-end", to] + more).finish()
    }

    @Test func eachBatchReadsItsOwnDay() throws {
        let project = try project("select *, '{{ model.batch.id }}' as batch from {{ ref('events') }}")
        let (status, output) = try build(project, "2024-01-01", "2024-01-04")
        #expect(status == 0, "\(output)")
        #expect(output.contains("START sql microbatch model \(project.schema).daily"))
        #expect(output.contains("Batch 1 of 3 START batch 2024-01-01 of \(project.schema).daily"))
        #expect(output.contains("Batch 3 of 3 OK created batch 2024-01-03 of \(project.schema).daily"))
        let batches = "select string_agg(batch || ':' || id, ' ' order by id) from \(project.schema).daily"
        #expect(
            try project.query(batches) == "20240101:0 20240101:1 20240102:2 20240102:3 20240103:4 20240103:5")
        #expect(try build(project, "2024-01-02", "2024-01-05").status == 0)
        #expect(try project.query("select count(*) from \(project.schema).daily") == "8", "merged by its key")
        let compiled = project.folder.appending(path: "target/compiled/p/models/daily/daily_2024-01-02.sql")
        #expect(
            try String(contentsOf: compiled, encoding: .utf8).contains(
                "where at >= '2024-01-02 00:00:00+00:00' and at < '2024-01-03 00:00:00+00:00')"))
    }

    @Test func aBatchThatFailsLeavesTheOthers() throws {
        let project = try project("select id, at, 1 / (id - 4) as x from {{ ref('events') }}")
        try project.write("models/after.sql", "select * from {{ ref('daily') }}")
        let (status, output) = try build(project, "2024-01-01", "2024-01-05")
        #expect(status == 1)
        #expect(output.contains("Batch 3 of 4 ERROR creating batch 2024-01-03"))
        #expect(output.contains("division by zero"))
        #expect(output.contains("[PARTIAL SUCCESS (3/4)"))
        #expect(output.contains("Completed with 1 partial success and 0 warnings"))
        #expect(try project.results()["model.p.daily"] == "partial success")
        #expect(try project.results()["model.p.after"] == "skipped")
        let results = try String(
            contentsOf: project.folder.appending(path: "target/run_results.json"), encoding: .utf8)
        #expect(results.contains(#""failed": [["2024-01-03T00:00:00+00:00", "2024-01-04T00:00:00+00:00"]]"#))
    }

    @Test func afterTheFirstBatchHasFailedNoOtherIsTried() throws {
        let project = try project("select id, at, 1 / id as x from {{ ref('events') }}")
        let (status, output) = try build(project, "2024-01-01", "2024-01-04")
        #expect(status == 1)
        #expect(output.contains("Batch 3 of 3 SKIP batch 2024-01-03"))
        #expect(try project.results()["model.p.daily"] == "error")
    }

    @Test func hooksRunBeforeTheFirstAndAfterTheLastBatch() throws {
        let project = try project(
            "select * from {{ ref('events') }} where {{ ref('events').render() != ref('events') | string }}",
            config: """
                unique_key='id', pre_hook='create table {{ this.schema }}.hooks as select 1 as n',
                post_hook='insert into {{ this.schema }}.hooks values ({{ 2 if is_incremental() else 3 }})'
                """)
        let (status, output) = try build(project, "2024-01-01", "2024-01-04")
        #expect(status == 0, "\(output)")
        #expect(try project.query("select string_agg(n::text, ' ' order by n) from \(project.schema).hooks") == "1 2")
    }

    @Test func aFullRefreshKeepsAllItsBatches() throws {
        let project = try project("select * from {{ ref('events') }}")
        #expect(try build(project, "2024-01-01", "2024-01-06").status == 0)
        #expect(try build(project, "2024-01-01", "2024-01-03", "--full-refresh").status == 0)
        #expect(try project.query("select string_agg(id::text, '' order by id) from \(project.schema).daily") == "0123")
    }

    @Test func configurationsThatCannotBeAreRefused() throws {
        let project = try project("")
        try project.write(
            "models/daily.sql",
            "{{ config(\(Self.config.replacing("'day'", with: "'week'"))) }} select * from {{ ref('events') }}")
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("must provide a 'batch_size' config that is one of ['hour', 'day', 'month', 'year']"))
        try project.write(
            "models/daily.sql", "{{ config(\(Self.config)) }} select * from {{ ref('events') }}")
        let (_, failure) = try build(project, "2024-01-01", "2024-01-04")
        #expect(failure.contains("dbt-postgres 'microbatch' requires a `unique_key` config"))
    }

    @Test func theTimesOfTheCommandLineAreChecked() throws {
        let project = try project("select * from {{ ref('events') }}")
        #expect(try project.start("run", "--event-time-start", "2024-01-01").finish().status == 2)
        #expect(try build(project, "2024-01-02", "2024-01-02").output.contains("must be less than"))
        #expect(try build(project, "yesterday", "2024-01-02").output.contains("does not match the formats"))
    }

    @Test func aSampleReadsAWindowOfTime() throws {
        let project = try TestProject([
            "seeds/raw.csv": "id,at\n1,2024-01-01\n2,2024-01-02\n3,2024-01-03\n4,2024-01-04\n",
            "models/some.sql": "select id from {{ ref('raw') }}",
            "models/all_of_them.sql": "select id from {{ ref('raw').render() }}",
            "models/p.yml": "seeds: [{name: raw, config: {event_time: at}}]",
        ])
        let sample = "{start: '2024-01-02', end: '2024-01-04'}"
        let (status, output) = try project.start("build", "--sample", sample).finish()
        #expect(status == 0, "\(output)")
        #expect(try project.query("select string_agg(id::text, '' order by id) from \(project.schema).some") == "23")
        #expect(try project.query("select count(*) from \(project.schema).all_of_them") == "4")
        #expect(try project.start("run", "--sample", "2 days").finish().status == 0)
        #expect(try project.query("select count(*) from \(project.schema).some") == "0")
        #expect(try project.start("run", "--sample", "2 weeks").finish().output.contains("Invalid grain size 'weeks'"))
        #expect(try project.start("seed", "--sample", "2 days").finish().status == 2)
    }
}
