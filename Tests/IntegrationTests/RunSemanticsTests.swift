import Foundation
import Testing

/// How commands treat what succeeds and fails. Source of the expectations: dbt-core 1.11.16 on the same projects.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct RunSemanticsTests {
    @Test func foreignKeysMayReferToModels() throws {
        let project = try TestProject([
            "models/parent.sql": "{{ config(materialized='table') }} select 1 as id",
            "models/a_child.sql": "{{ config(materialized='table') }} select 1 as id",
            "models/p.yml": """
            models:
              - name: parent
                config: {contract: {enforced: true}}
                columns: [{name: id, data_type: int, constraints: [{type: primary_key}]}]
              - name: a_child
                config: {contract: {enforced: true}}
                columns:
                  - name: id
                    data_type: int
                    constraints: [{type: foreign_key, to: ref('parent'), to_columns: [id]}]
            """,
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        let constraint =
            "select pg_get_constraintdef(oid) from pg_constraint where conrelid = '\(project.schema).a_child'::regclass"
        #expect(try project.query(constraint)?.contains("REFERENCES \(project.schema).parent(id)") == true)
        try project.write(
            "models/p.yml",
            """
            models:
              - name: parent
                config: {contract: {enforced: true}}
                constraints: [{type: primary_key, columns: [id]}]
                columns: [{name: id, data_type: int, constraints: [{type: primary_key}]}]
            """)
        let (again, failure) = try project.start("parse").finish()
        #expect(again == 2)
        #expect(failure.contains("Primary key constraints defined at the model level and the columns level."))
    }

    @Test func lineageIsToldToAFile() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as id",
            "models/b.sql": "{{ config(materialized='table') }} select id / 0 as id from {{ ref('a') }}",
        ])
        let file = project.folder.appending(path: "lineage.ndjson")
        #expect(try project.start("run", "--openlineage", file.path()).finish().status == 1)
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let kinds = ["START", "COMPLETE", "FAIL"].map { kind in
            lines.count { $0.contains("\"eventType\": \"\(kind)\"") }
        }
        #expect(kinds == [3, 1, 2])
    }

    /// Source: accept_schema.sh of the acceptance scripts; dbt runs exposures through the phases of a model.
    @Test func exposuresHaveTheTimingsOfBothPhases() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id",
            "models/m.yml": """
            exposures:
              - {name: weekly, type: dashboard, owner: {email: a@b.c}, depends_on: [ref('m')]}
            """,
        ])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        let data = try Data(contentsOf: project.folder.appending(path: "target/run_results.json"))
        let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let results = try #require(document["results"] as? [[String: Any]])
        let exposure = try #require(results.first { $0["status"] as? String == "no-op" })
        let timings = try #require(exposure["timing"] as? [[String: Any]])
        #expect(timings.compactMap { $0["name"] as? String } == ["compile", "execute"])
    }

    @Test func indexesHaveNoOtherKeys() throws {
        let project = try TestProject([
            "models/m.sql":
                "{{ config(materialized='table', indexes=[{'columns': ['id'], 'uniq': true}]) }} select 1 as id"
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 1)
        #expect(output.contains("Additional properties are not allowed ('uniq' was unexpected)"))
    }

    @Test func testsCountInWholeNumbersAndFailWhenWarningsAreErrors() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id, 35 as n",
            "tests/t.sql":
                "{{ config(severity='warn', fail_calc='avg(n)', error_if='> 100') }} select * from {{ ref('m') }}",
        ])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        #expect(output.contains("Got 35 results, configured to warn if != 0"))
        let (strict, failure) = try project.start("test", "--warn-error").finish()
        #expect(strict == 1)
        #expect(failure.contains("Got 35 results, configured to fail if != 0"))
    }

    @Test func afterAUnitTestThatFailsTheOthersOfItsModelAreSkipped() throws {
        let project = try TestProject([
            "models/m.sql": "select 1 as id",
            "models/p.yml": """
            unit_tests:
              - {name: u1, model: m, given: [], expect: {rows: [{id: 2}]}}
              - {name: u2, model: m, given: [], expect: {rows: [{id: 1}]}}
            """,
        ])
        #expect(try project.start("run").finish().status == 0)
        #expect(try project.start("build").finish().status == 1)
        #expect(
            try project.results() == [
                "unit_test.p.m.u1": "fail", "unit_test.p.m.u2": "skipped", "model.p.m": "skipped",
            ])
        #expect(try project.start("build", "-s", "test_type:unit").finish().status == 0, "without the model: nothing")
        let compiled = project.folder.appending(path: "target/compiled/p/models/p.yml/models/u1.sql")
        #expect(FileManager.default.fileExists(atPath: compiled.path()))
    }

    @Test func failFastNamesItsReason() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 / 0 as id", "models/b.sql": "select * from {{ ref('a') }}",
        ])
        try project.write("models/a.sql", "{{ config(materialized='table') }} select 1 / 0 as id")
        let (status, output) = try project.start("run", "--fail-fast").finish()
        #expect(status == 1)
        #expect(output.contains("Completed with 2 errors"))
        let results = try String(
            contentsOf: project.folder.appending(path: "target/run_results.json"), encoding: .utf8)
        #expect(results.contains("Skipping due to fail_fast"))
    }

    @Test func nodesRunAfterAHookThatFailsUnlessAFlagSaysNo() throws {
        let project = try TestProject(["models/m.sql": "select 1 as id"])
        let head = "name: p\nversion: '1.0'\nprofile: p\non-run-start: ['select 1 / 0', 'select 2']\n"
        try project.write("dbt_project.yml", head)
        #expect(try project.start("run").finish().status == 1)
        #expect(try project.results()["model.p.m"] == "success")
        #expect(try project.results()["operation.p.p-on-run-start-1"] == "skipped")
        try project.write("dbt_project.yml", head + "flags: {skip_nodes_if_on_run_start_fails: true}\n")
        #expect(try project.start("run").finish().status == 1)
        #expect(try project.results()["model.p.m"] == "skipped")
    }

    @Test func modelsRunInALanguageOfTheirMaterialization() throws {
        let project = try TestProject([
            "macros/m.sql": """
            {% materialization noted, default, supported_languages=['python'] %}
              {% call statement('main') %}select {{ model.language | length }} as length{% endcall %}
              {{ return({'relations': []}) }}
            {% endmaterialization %}
            """,
            "models/a.py": "def model(dbt, session):\n    return dbt.ref('c')\n",
            "models/b.py": "def model(dbt, session):\n    dbt.config(materialized='noted')\n    return None\n",
            "models/c.sql": "select 1 as x",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 1)
        #expect(
            output.contains(
                "Runtime Error in model a (models/a.py)\n"
                    + "  Materialization \"materialization_table_default\" only supports languages ['sql']; got \"python\""
            ),
            "\(output)")
        #expect(
            try project.results() == ["model.p.a": "error", "model.p.b": "success", "model.p.c": "success"])
    }

    /// dbt's `build` says of `far` only that it is skipped, its `run` that `e` is to blame as well.
    @Test(arguments: [("run", 2), ("build", 1)])
    func aBrokenEphemeralModelSkipsWhatWouldContainIt(command: String, told: Int) throws {
        let project = try TestProject([
            "models/e.sql": """
            {{ config(materialized='ephemeral') }}
            {% if execute %}{{ exceptions.raise_compiler_error('broken') }}{% endif %} select 1 as id
            """,
            "models/near.sql": "select id from {{ ref('e') }}", "models/far.sql": "select id from {{ ref('near') }}",
        ])
        let (status, output) = try project.start(command).finish()
        #expect(status == 1)
        #expect(try project.results() == ["model.p.near": "skipped", "model.p.far": "skipped"])
        #expect(output.contains("1 of 2 SKIP relation \(project.schema).near due to ephemeral model status 'error'"))
        #expect(output.split(separator: "Failure in model e (models/e.sql)").count == told + 1, "\(output)")
        #expect(output.contains("Done. PASS=0 WARN=0 ERROR=0 SKIP=2"))
    }

    /// dbt's `build` counts the skipped ephemeral model as the error of what reads it, its `run` does not.
    @Test(arguments: [("run", "Completed with 1 error,"), ("build", "Completed with 2 errors,")])
    func aSkippedEphemeralModelIsToldByBuild(command: String, summary: String) throws {
        let project = try TestProject([
            "models/a.sql": "select nope as id", "models/far.sql": "select id from {{ ref('near') }}",
            "models/e.sql": "{{ config(materialized='ephemeral') }} select id from {{ ref('a') }}",
            "models/near.sql": "select id from {{ ref('e') }}",
        ])
        let (status, output) = try project.start(command).finish()
        #expect(status == 1)
        #expect(
            try project.results() == ["model.p.a": "error", "model.p.near": "skipped", "model.p.far": "skipped"])
        #expect(output.contains(summary), "\(output)")
        #expect(
            output.contains("near due to ephemeral model status 'skipped'") == (command == "build"), "\(output)")
        #expect(!output.contains("far due to"))
    }

    @Test func ephemeralModelsHaveACompiledFileAndNoResult() throws {
        let project = try TestProject([
            "models/e.sql": "{{ config(materialized='ephemeral') }} select 1 as id",
            "models/m.sql": "select * from {{ ref('e') }}",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 0)
        #expect(output.contains("1 of 1 OK created sql view model"))
        #expect(try project.results() == ["model.p.m": "success"])
        let compiled = project.folder.appending(path: "target/compiled/p/models/e.sql")
        #expect(FileManager.default.fileExists(atPath: compiled.path()))
    }

    @Test func seedsShowTheirRows() throws {
        let project = try TestProject(["seeds/s.csv": "id,name\n1,ada\n"])
        let (status, output) = try project.start("seed", "--show").finish()
        #expect(status == 0)
        #expect(output.contains("Random sample of table: \(project.schema).s\n"))
        #expect(output.contains("|  1 | ada  |"))
    }

    @Test func freshnessEndsWithWhatIsTooOld() throws {
        let project = try TestProject(["models/m.sql": "select 1 as id"])
        try project.write(
            "models/p.yml",
            """
            sources:
              - name: s
                schema: \(project.schema)
                loaded_at_field: "'2001-01-01'::timestamp"
                freshness: {error_after: {count: 1, period: day}}
                tables: [{name: m}]
            """)
        #expect(try project.start("run").finish().status == 0)
        let (status, output) = try project.start("source", "freshness").finish()
        #expect(status == 1)
        #expect(output.contains("Finished running 1 source in"))
        #expect(output.contains("Failure in source m (models/p.yml)"))
        #expect(output.contains("Status: error"))
    }
}
