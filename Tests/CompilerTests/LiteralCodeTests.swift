import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

@Suite struct LiteralCodeTests {
    /// What dbt_extractor 0.6.0 accepts and refuses.
    @Test(arguments: [
        ("select 1", true), ("{{ ref('a') }} {# {% if %} #}", true), ("{{ ref('a', 'b', v=1) }}", true),
        ("{{ source('a', 'b',) }}", true), ("{{ source('a', table_name='b') }}", true),
        ("{{ config(a='x', b=['y', True], c={'d': ['e']}) }}", true), ("{{ 'x' }}", true), ("a { b } c", true),
        ("{{ config(a='{% if %}') }}", true), ("{{ ref('it\\'s') }}", true),
        ("{{- ref('a') }}", false), ("{{ ref('a') -}}", false), ("{% if x %}{% endif %}", false), ("{{ this }}", false),
        ("{{ config(a=1) }}", false), ("{{ config(a=true) }}", false), ("{{ config(a=var('x')) }}", false),
        ("{{ config(pre_hook='x') }}", false), ("{{ config() }}", false), ("{{ ref('a') ~ 'x' }}", false),
        ("{{ ref('a', x='y') }}", false), ("{{ source('a') }}", false), ("{{ ref('a') }} {# x", false),
        ("{{ adapter.x() }}", false), ("{{ ref(var('x')) }}", false),
    ]) func isToldFromOtherCode(code: String, isLiteral: Bool) {
        #expect(LiteralCode.isLiteral(Array(code.utf8)) == isLiteral)
    }

    @Test(arguments: [("", 1), ("{% set x = 1 %}", 2)]) func repeatedSourcesOfLiteralCodeCountOnce(
        head: String, count: Int
    ) throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "\(head)select * from {{ source('raw', 't') }} join {{ source('raw', 't') }}",
            "models/s.yml": "sources: [{name: raw, tables: [{name: t}]}]",
        ]).manifest()
        #expect(manifest.nodes["model.shop.a"]?.sources.count == count)
    }
}
