import Foundation
import Testing

/// Behaviour of dbt at run time that templates and orchestrators rely on.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct CompatibilityTests {
    @Test func nodesRunAfterAFailedStartHook() throws {
        let project = try TestProject([
            "dbt_project.yml": "name: p\nprofile: p\non-run-start: ['select 1', 'select nope', 'select 2']\n",
            "models/a.sql": "select 1 as x",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 1)
        #expect(output.contains("p.on-run-start.1 failed, error:"))
        #expect(output.contains("3 of 3 SKIP hook: p.on-run-start.2"))
        #expect(try project.results()["model.p.a"] == "success")

        try project.write(
            "dbt_project.yml",
            "name: p\nprofile: p\non-run-start: 'select nope'\nflags: {skip_nodes_if_on_run_start_fails: true}\n")
        let (stopped, lines) = try project.start("run").finish()
        #expect(stopped == 1)
        #expect(lines.contains("1 of 1 SKIP relation \(project.schema).a"))
        #expect(try project.results()["model.p.a"] == "skipped")
    }

    @Test func aHookThatCannotBeRenderedEndsTheCommand() throws {
        let project = try TestProject([
            "dbt_project.yml":
                "name: p\nprofile: p\non-run-end: \"{{ exceptions.raise_compiler_error('boom') if execute }}\"\n",
            "models/a.sql": "select 1 as x",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 2)
        #expect(output.contains("boom"))
        #expect(try project.results()["model.p.a"] == "success", "what was built is written all the same")
    }

    @Test func templatesSeeTheWholeContext() throws {
        let project = try TestProject([
            "dbt_project.yml": "name: p\nprofile: p\non-run-end: \"{{ at_end() }}\"\n",
            "macros/m.sql": """
            {% macro at_end() %}{% if execute %}
            {{ print('results ' ~ results | map(attribute='node.name') | list) }}
            {{ print('timing ' ~ results[0].timing[0].started_at.year ~ ' ' ~ results[0].to_dict().keys() | list) }}
            {% endif %}{% endmacro %}
            {% macro op() %}
            {{ print('builtins ' ~ (builtins.keys() | list | length)) }}
            {{ print('context ' ~ ('op' in context.keys() | list) ~ ('ref' in context) ~ context['p']['op'] is callable) }}
            {{ print('depth ' ~ context_macro_stack.depth) }}
            {{ print('model ' ~ model.unique_id ~ ('macro_sql' in model) ~ ('patch_path' in model) ~ model.docs) }}
            {% call statement('s', fetch_result=true) %}select 1 as a{% endcall %}
            {{ print('sql results ' ~ _sql_results.keys() | list ~ load_result('s').keys() | list) }}
            {{ print(validation.any('a', 'b')('c')) }}
            {% endmacro %}
            """,
            "models/a.sql": """
            {{ config(post_hook="select 1 {{ print('hook ' ~ model.compiled_sql | trim) }}") }}
            select 1 as x
            {{- print('model ' ~ ('patch_path' in model) ~ model.get('group', 'g')) }}
            {{- print('config ' ~ model.config.enabled ~ model.refs ~ model.config.materialized) }}
            """,
            "models/u.yml": "unit_tests: [{name: u, model: a, given: [], expect: {rows: [{x: 1}]}}]",
        ])
        let (_, output) = try project.start("run").finish()
        #expect(output.contains("results ['a']"))
        #expect(output.contains("timing 20"), "times are datetimes")
        #expect(output.contains("model Falseg"))
        #expect(output.contains("hook select 1 as x\n"))
        let (_, tested) = try project.start("test").finish()
        #expect(tested.contains("config True[]unit\n"), "\(tested)")
        let (status, text) = try project.start("run-operation", "op").finish()
        #expect(status == 1)
        #expect(text.contains("builtins 60"))
        #expect(text.contains("context TrueTrueTrue"))
        #expect(text.contains("depth 1"))
        #expect(text.contains("model macro.p.opTrueFalse{'show': True}"))
        #expect(text.contains("sql results ['s']['response', 'data', 'table']"))
        #expect(text.contains("Expected value \"c\" to be one of a,b"))
        #expect(text.contains("in macro op (macros/m.sql)"))
    }

    @Test func theCatalogueShowsWhatIsSelectedAndTellsOfOtherDatabases() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "models/b.sql": "select 1 as x",
            "models/s.yml": "sources: [{name: s, database: elsewhere, tables: [{name: t}]}]\n",
        ])
        #expect(try project.start("run").finish().status == 0)
        func catalog() throws -> [String: Any] {
            let data = try Data(contentsOf: project.folder.appending(path: "target/catalog.json"))
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }
        let (status, output) = try project.start("docs", "generate").finish()
        #expect(status == 1)
        #expect(output.contains("Encountered an error while generating catalog: Runtime Error\n  ERROR: Cross-db"))
        #expect(output.contains("dbt encountered 1 failure while writing the catalog"))
        let errors = try #require(try catalog()["errors"] as? [String])
        #expect(errors.first?.hasPrefix("Runtime Error\n  ERROR: Cross-db references not allowed in postgres") == true)
        #expect((try catalog()["nodes"] as? [String: Any])?.keys.sorted() == ["model.p.a", "model.p.b"])

        #expect(try project.start("docs", "generate", "--select", "b").finish().status == 0)
        #expect((try catalog()["nodes"] as? [String: Any])?.keys.sorted() == ["model.p.b"])
    }

    @Test func foreignKeysNameTheRelationTheyReferTo() throws {
        let project = try TestProject([
            "models/a.sql": "{{ config(materialized='table') }} select 1 as x",
            "models/b.sql": "{{ config(materialized='table') }} select 1 as x",
            "models/s.yml": """
            models:
              - {name: a, config: {contract: {enforced: true}}, columns: [{name: x, data_type: int, constraints: [{type: primary_key}]}]}
              - {name: b, config: {contract: {enforced: true}}, columns: [{name: x, data_type: int, constraints: [{type: foreign_key, to: ref('a'), to_columns: [x]}]}]}
            """,
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        #expect(
            try project.query(
                "select count(*)::text from pg_constraint where contype = 'f' and connamespace::regnamespace::text = '\(project.schema)'"
            ) == "1")
    }

    @Test func warnErrorMakesTestsFail() throws {
        let project = try TestProject([
            "models/a.sql": "{{ config(materialised='table') }} select 1 as x",
            "models/s.yml":
                "models: [{name: a, columns: [{name: x, data_tests: [{accepted_values: {arguments: {values: [2]}, config: {severity: warn}}}]}]}]",
        ])
        #expect(try project.start("build").finish().status == 0)
        let (status, output) = try project.start("--warn-error", "build").finish()
        #expect(status == 1)
        #expect(output.contains("Got 1 result, configured to fail if != 0"))
    }

    @Test func aCustomMaterializationMustRunMain() throws {
        let project = try TestProject([
            "macros/m.sql":
                "{% materialization mine, default %}{{ return({'relations': []}) }}{% endmaterialization %}",
            "models/a.sql": "{{ config(materialized='mine') }} select 1",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 1)
        #expect(output.contains("main is not being called during running model"))
    }

    @Test(arguments: ["run", "ls"])
    func deprecationsAreSummedUpAtTheEnd(command: String) throws {
        let project = try TestProject(["models/a.sql": "select 1 as x"])
        let (status, output) = try project.start(command, "-m", "a").finish()
        #expect(status == 0)
        #expect(output.contains("Found 1 model, 477 macros"))
        #expect(output.contains("Usage of `--models`, `--model`, and `-m` is deprecated"))
        #expect(output.contains("- ModelParamUsageDeprecation: 1 occurrence"))
    }

    /// Source: what dbt-core 1.11.16 writes; dagster-dbt and dbt-ol follow it.
    @Test func jsonLogsFollowEachNodeThroughItsPhases() throws {
        let project = try TestProject(["models/a.sql": "{{ config(materialized='table') }} select 1 as x"])
        let (status, output) = try project.start("--log-format", "json", "--log-level", "debug", "run").finish()
        #expect(status == 0)
        let events = try output.split(separator: "\n").compactMap { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        }
        func name(_ event: [String: Any]) -> String { (event["info"] as? [String: Any])?["name"] as? String ?? "" }
        func data(_ event: [String: Any]) -> [String: Any] { event["data"] as? [String: Any] ?? [:] }
        let phases = ["NodeStart", "NodeCompiling", "WritingInjectedSQLForNode", "NodeExecuting", "NodeFinished"]
        #expect(events.map(name).filter { phases.contains($0) } == phases)
        let query = try #require(events.first { name($0) == "SQLQuery" && "\(data($0))".contains("select 1 as x") })
        let node = data(query)["node_info"] as? [String: Any]
        #expect(node?["unique_id"] as? String == "model.p.a")
        #expect(node?["node_status"] as? String == "executing")
        let end = try #require(events.last { name($0) == "CommandCompleted" })
        #expect(data(end)["command"] as? String == "dbt run")
        #expect(data(end)["success"] as? Bool == true)
    }
}
