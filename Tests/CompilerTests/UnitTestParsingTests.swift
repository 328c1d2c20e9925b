import Diagnostics
import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

/// Source of the rules: dbt-core 1.11, unit tests.
@Suite struct UnitTestParsingTests {
    private func test(
        _ unitTest: String, _ files: [String: String] = [:], model: String = "select * from {{ ref('a') }}"
    ) throws -> UnitTest {
        let project = TestProject(
            [
                "models/a.sql": "select 1 as id", "models/m.sql": model,
                "models/u.yml": "unit_tests:\n  - {name: t, model: m, \(unitTest)}\n",
            ].merging(files) { _, last in last })
        let (manifest, _) = try project.manifest()
        return try #require(manifest.unitTests["unit_test.shop.m.t"])
    }

    @Test func readsRowsOfCSVText() throws {
        let test = try test(#"given: [{input: ref('a'), format: csv, rows: "id,b\n1,\n2,x"}], expect: {rows: []}"#)
        #expect(
            test.given[0].rows == .list([.mapping(["id": "2", "b": "x"]), .mapping(["id": "1", "b": .null])]),
            "the first row has no nulls")
    }

    @Test func readsFixtureFilesAndSeeds() throws {
        let test = try test(
            "given: [{input: ref('s')}, {input: ref('a'), format: csv, fixture: f}], expect: {format: sql, fixture: e}",
            ["seeds/s.csv": "id\n7\n", "tests/fixtures/f.csv": "id\n8\n", "tests/fixtures/e.sql": "select 9 as id\n"])
        #expect(test.given[0].rows == .list([.mapping(["id": "7"])]))
        #expect(test.given[1].rows == .list([.mapping(["id": "8"])]))
        #expect(test.expect.rows == "select 9 as id")
    }

    /// The checksum was recorded from dbt 1.11.16.
    @Test func theChecksumIsThatOfDbt() throws {
        let project = TestProject([
            "models/raw.yml": "sources: [{name: ecom, tables: [{name: raw_stores}]}]",
            "models/stg_locations.sql": "select * from {{ source('ecom', 'raw_stores') }}",
            "models/u.yml": """
            unit_tests:
              - name: t
                model: stg_locations
                given:
                  - input: source('ecom', 'raw_stores')
                    rows:
                      - {id: 1, name: "Vice City", tax_rate: 0.2, opened_at: "2016-09-01T00:00:00"}
                      - {id: 2, name: "San Andreas", tax_rate: 0.1, opened_at: "2079-10-27T23:59:59.9999"}
                expect:
                  rows:
                    - {location_id: 1, location_name: "Vice City", tax_rate: 0.2, opened_date: "2016-09-01"}
                    - {location_id: 2, location_name: "San Andreas", tax_rate: 0.1, opened_date: "2079-10-27"}
            """,
        ])
        let (manifest, _) = try project.manifest()
        #expect(
            manifest.unitTests.values.first?.checksum
                == "dcd85ada76629bf46437f0041f76303dd744a67bdd99440f70b520b3f094c9b6")
    }

    @Test func anIncrementalModelMustSayHowItRuns() {
        let model = "{{ config(materialized='incremental') }} select 1 {% if is_incremental() %}{% endif %}"
        let without = #expect(throws: Diagnostic.self) { try test("given: [], expect: {rows: []}", model: model) }
        #expect(
            without?.message
                == "Boolean override for 'is_incremental' must be provided for unit test 't' in model 'm'")
        let withoutThis = #expect(throws: Diagnostic.self) {
            try test("given: [], expect: {rows: []}, overrides: {macros: {is_incremental: true}}", model: model)
        }
        #expect(withoutThis?.message == "Unit test 't' for incremental model 'm' must have a 'this' input")
    }
}
