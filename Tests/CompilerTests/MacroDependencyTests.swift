import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

/// What the manifest says of macros, as dbt tells it from their texts.
@Suite struct MacroDependencyTests {
    private func macro(_ name: String, _ files: [String: String]) throws -> Macro {
        let (manifest, _) = try TestProject(files).manifest()
        return try #require(manifest.macros["macro.shop.\(name)"])
    }

    @Test func theLastMacroOfAFileEndsWithItsTag() throws {
        let text = "{%- macro a() -%} 1 {%- endmacro -%}"
        #expect(try macro("a", ["macros/m.sql": text + "\n\n"]).code == text)
    }

    @Test func methodsCountAsMacrosOfTheirName() throws {
        let found = try macro("a", ["macros/m.sql": "{% macro a(s) %}{{ s.replace('a', 'b') }}{% endmacro %}"])
        #expect(found.dependsOnMacros == ["macro.dbt.replace"])
    }

    @Test func referencesAreNoMacrosEvenWhereOneHasTheirName() throws {
        let found = try macro(
            "a",
            [
                "macros/m.sql": "{% macro a(s) %}{{ ref('x') }}{% endmacro %}",
                "macros/ref.sql": "{% macro ref(name) %}{{ return(builtins.ref(name)) }}{% endmacro %}",
            ])
        #expect(found.dependsOnMacros == [])
    }

    @Test func theBuiltInTestsOfAColumnCallNothingElse() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select 1 as id",
            "models/s.yml":
                "models: [{name: a, columns: [{name: id, data_tests: [unique, {accepted_values: {values: [1]}}]}]}]",
        ]).manifest()
        let macros = manifest.nodes.values.filter { $0.resourceType == .test }.map(\.dependsOn.macros)
        #expect(
            macros == [["macro.dbt.test_unique"], ["macro.dbt.test_accepted_values", "macro.dbt.get_where_subquery"]])
    }
}
