import Diagnostics
import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

@Suite struct PythonModelTests {
    @Test func callsOfPythonModelsAreNoted() throws {
        let code = #"""
            import pandas as pd  # dbt.ref("comment")

            def model(dbt, session):
                """dbt.ref("text")"""
                dbt.config(tags=["a", 'b'], meta={"x": 1, "y": [None, True, -2.5]}, schema=r"s\x")
                other.dbt.ref("not this one")
                frame = dbt.ref("a").join(
                    dbt.ref("shop", "b", v=2),
                    dbt.source('raw', "t"),
                )
                return frame.filter(dbt.config.get("limit") > 1 if dbt.is_incremental else f"{dbt.this}")
            """#
        let (manifest, _) = try TestProject([
            "models/p.py": code, "models/a.sql": "select 1", "models/b_v2.sql": "select 1",
            "models/s.yml": """
            sources: [{name: raw, tables: [{name: t}]}]
            models: [{name: b, versions: [{v: 2}]}]
            """,
        ]).manifest()
        let node = try #require(manifest.nodes["model.shop.p"])
        #expect(node.dependsOn.nodes == ["source.shop.raw.t", "model.shop.a", "model.shop.b.v2"])
        #expect(node.config.materialized == "table")
        #expect(node.config.tags == ["a", "b"])
        #expect(node.config.meta == ["x": 1, "y": .list([.null, true, .float(-2.5)])])
        #expect(node.schema == "dev_s\\x")
        #expect(node.config["config_keys_used"] == .list(["limit"]))
    }

    @Test func argumentsAreLiterals() {
        let project = TestProject(["models/p.py": "def model(dbt, session):\n    return dbt.ref(name)\n"])
        let error = #expect(throws: Diagnostic.self) { try project.manifest() }
        #expect(error?.family == .parsing)
    }
}
