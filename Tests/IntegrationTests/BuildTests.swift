import Foundation
import Testing

/// What `build` makes of a small project on a real server.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct BuildTests {
    private func project() throws -> TestProject {
        try TestProject([
            "seeds/raw.csv": "id,name\n1,ada\n2,\n",
            "models/stg.sql": "{{ config(materialized='ephemeral') }} select id, name from {{ ref('raw') }}",
            "models/people.sql": """
            {{ config(materialized='incremental', unique_key='id') }}
            select id, upper(name) as name from {{ ref('stg') }}
            {% if is_incremental() %} where id > (select max(id) from {{ this }}) {% endif %}
            """,
            "models/summary.sql": "select count(*) as people, count(name) as named from {{ ref('people') }}",
            "models/p.yml": """
            models:
              - name: people
                columns: [{name: id, data_tests: [unique, not_null]}]
              - name: summary
                config: {contract: {enforced: true}}
                columns: [{name: people, data_type: bigint}, {name: named, data_type: bigint}]
            unit_tests:
              - name: names_are_upper_case
                model: people
                overrides: {macros: {is_incremental: false}}
                given: [{input: ref('stg'), rows: [{id: 1, name: x}, {id: 2}]}]
                expect: {rows: [{id: 2, name: null}, {id: 1, name: X}]}
              - name: old_people_are_left_out
                model: people
                overrides: {macros: {is_incremental: true}}
                given:
                  - {input: this, rows: [{id: 1}]}
                  - {input: ref('stg'), rows: [{id: 1, name: x}, {id: 2, name: y}]}
                expect: {rows: [{name: Y}]}
            """,
        ])
    }

    @Test func makesRelationsAndTestsThem() throws {
        let project = try project()
        // Fixtures take the types of their columns from relations, which must be there.
        #expect(try project.start("seed").finish().status == 0)
        #expect(try project.start("run").finish().status == 0)
        let (status, output) = try project.start("build").finish()
        #expect(status == 1, "an ephemeral model has no columns to learn from: \(output)")
        #expect(try project.results()["unit_test.p.people.names_are_upper_case"] == "error")
    }

    @Test func runsUnitTestsBeforeTheirModel() throws {
        let project = try project()
        try project.write("models/stg.sql", "select id, name from {{ ref('raw') }}")
        #expect(try project.start("seed").finish().status == 0)
        #expect(try project.start("run").finish().status == 0)
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        let results = try project.results()
        #expect(results.count == 8)
        #expect(results["unit_test.p.people.names_are_upper_case"] == "pass")
        #expect(results["unit_test.p.people.old_people_are_left_out"] == "pass")
        #expect(results.filter { $0.key.hasPrefix("test.") }.values.allSatisfy { $0 == "pass" })
        #expect(results.filter { !$0.key.contains("test.") }.values.allSatisfy { $0 == "success" })
        // The inputs have files of their own.
        for input in ["stg", "people"] {
            let file = project.folder.appending(path: "target/compiled/p/models/p.yml/\(input).sql")
            #expect(try String(contentsOf: file, encoding: .utf8).contains("union all") == (input == "stg"))
        }
        #expect(try project.query("select name from \(project.schema).people where id = 1") == "ADA")
        #expect(try project.query("select named from \(project.schema).summary") == "1")
    }

    @Test func aUnitTestThatFailsSaysWhatDiffersAndStopsItsModel() throws {
        let project = try project()
        try project.write("models/stg.sql", "select id, name from {{ ref('raw') }}")
        #expect(try project.start("seed").finish().status == 0)
        #expect(try project.start("run").finish().status == 0)
        try project.write(
            "models/people.sql", "{{ config(materialized='table') }} select id, name from {{ ref('stg') }}")
        try project.write(
            "models/p.yml",
            """
            unit_tests:
              - name: t
                model: people
                given: [{input: ref('stg'), rows: [{id: 1, name: x}]}]
                expect: {rows: [{id: 1, name: X}]}
            """)
        let (status, output) = try project.start("build").finish()
        #expect(status == 1)
        #expect(output.contains("actual differs from expected:\n\n@@,id,name\n→ ,1 ,X→x\n"))
        #expect(try project.results()["unit_test.p.people.t"] == "fail")
        #expect(try project.results()["model.p.people"] == "skipped")
        #expect(try project.results()["model.p.summary"] == "skipped")
    }
}
