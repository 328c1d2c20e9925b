import Diagnostics
import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

@Suite struct ConstraintTests {
    @Test func foreignKeysAreReferences() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select 1 as id", "models/b.sql": "select 1 as id",
            "models/s.yml": """
            sources: [{name: raw, tables: [{name: t}]}]
            models:
              - name: b
                constraints: [{type: foreign_key, columns: [id], to: "ref('a')", to_columns: [id]}]
                columns:
                  - {name: id, constraints: [{type: foreign_key, to: "source('raw', 't')", to_columns: [id]}]}
            """,
        ]).manifest()
        #expect(manifest.nodes["model.shop.b"]?.dependsOn.nodes == ["source.shop.raw.t", "model.shop.a"])
    }

    @Test(arguments: [
        (
            "constraints: [{type: primary_key, columns: [id]}], columns: [{name: id, constraints: [{type: primary_key}]}]",
            "Primary key constraints defined at the model level and the columns level."
        ),
        (
            "columns: [{name: id, constraints: [{type: primary_key}]}, {name: x, constraints: [{type: primary_key}]}]",
            "Found 2 columns (['id', 'x']) with primary key constraints defined."
        ),
        (
            "config: {contract: {enforced: true}}",
            "Constraints must be defined in a `yml` schema configuration file like `schema.yml`."
        ),
        (
            "constraints: [{type: foreign_key, columns: [id], to: a, to_columns: [id]}]",
            "Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model b: a."
        ),
    ]) func impossibleConstraintsAreErrors(properties: String, message: String) {
        let project = TestProject([
            "models/b.sql": "select 1 as id", "models/s.yml": "models: [{name: b, \(properties)}]",
        ])
        let error = #expect(throws: Diagnostic.self) { try project.manifest() }
        #expect(error?.message.contains(message) == true)
    }

    @Test func warnsWhereConstraintsHaveNoEffect() throws {
        let (_, warnings) = try TestProject([
            "models/b.sql": "select 1 as id",
            "models/s.yml": """
            models:
              - name: b
                config: {contract: {enforced: true}}
                columns: [{name: id, data_type: int, constraints: [{type: not_null}]}]
            """,
        ]).manifest()
        #expect(warnings.map(\.code) == [.constraintWithoutEffect])
    }
}
