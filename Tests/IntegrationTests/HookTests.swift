import Foundation
import Testing

/// What packages that watch a run find in `graph`, `results` and the project's configuration.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct HookTests {
    @Test func whatTemplatesPutIntoTheGraphIsSharedByHooksAndNodes() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: p
            version: '1.0'
            profile: p
            on-run-start: "{% do graph.setdefault('watch', {'seen': {}, 'order': [], 'at': none}) %}"
            on-run-end: "create table {{ target.schema }}.watched as select {{ watched() }} as text"
            """,
            "macros/watch.sql": """
            {% macro note() %}
              {% if execute %}
                {% do graph['watch'].seen.update({this.name: this}) %}
                {% do graph.watch['order'].append(this.identifier) %}
              {% endif %}
            {% endmacro %}
            {% macro watched() %}
              {%- set seen = [] -%}
              {%- for name, relation in graph.watch.seen.items() | sort -%}
                {%- do seen.append(name ~ '=' ~ relation.identifier) -%}
              {%- endfor -%}
              '{{ seen | join(',') }} {{ graph.watch.order | length }} {{ 'a' in graph.watch.order }} {{ graph.watch.at }}'
            {%- endmacro %}
            """,
            "models/a.sql": "{{ note() }} select 1 as x", "models/b.sql": "{{ note() }} select 2 as x",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        #expect(try project.query("select text from \(project.schema).watched") == "a=a,b=b 2 True None")
    }

    @Test func resultsAreObjectsWithEnumerationsAndTimes() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: p
            version: '1.0'
            profile: p
            vars: {limit: 3}
            on-run-end: "create table {{ target.schema }}.kept as {{ kept(results) }}"
            """,
            "macros/kept.sql": """
            {% macro kept(results) %}
              {%- set project = builtins.ref.config -%}
              {%- for result in results %}
              select '{{ result.node.name }}' as name, '{{ result.status }} {{ result.status.name }} {{ result.status is string }}' as status,
                '{{ result.node.resource_type.value }} {{ result.node.resource_type == 'model' }}' as type,
                '{{ result.node.config.enabled }} {{ result.node.config.nope is none }}' as config,
                {{ (result.timing | last).completed_at >= (result.timing | first).started_at }} as in_order,
                '{{ project.project_name }} {{ project.vars.to_dict().limit }} {{ project.dependencies.p.version }}' as project
              {{ 'union all' if not loop.last }}
              {%- endfor %}
            {% endmacro %}
            """,
            "models/a.sql": "select 1 as x",
            "models/p.yml": "models: [{name: a, columns: [{name: x, data_tests: [not_null]}]}]",
        ])
        let (status, output) = try project.start("build").finish()
        #expect(status == 0, "\(output)")
        func kept(_ name: String) throws -> String? {
            try project.query(
                """
                select concat_ws(' | ', status, type, config, in_order, project)
                from \(project.schema).kept where name = '\(name)'
                """)
        }
        #expect(try kept("a") == "success Success True | model True | True True | t | p 3 1.0")
        #expect(try kept("not_null_a_x") == "pass Pass True | test False | True True | t | p 3 1.0")
    }

    @Test func resultsAndNodesHaveTheKeysOfDbt() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: p
            version: '1.0'
            profile: p
            on-run-end: "{{ told(results) }}"
            """,
            "macros/told.sql": """
            {% macro told(results) %}{% if execute %}
              {{ print('operation ' ~ model.index) }}
              {% for result in results %}
              {{ print('keys ' ~ result.to_dict().keys() | list) }}
              {{ print('id ' ~ result.node.unique_id ~ ' ' ~ result.unique_id is defined) }}
              {{ print('built ' ~ result.node.build_path) }}
              {% endfor %}
              {% set node = graph.nodes['model.p.a'] %}
              {{ print('calls ' ~ node.config_call_dict ~ ' ' ~ node.unrendered_config_call_dict ~ ' ' ~ node.batch) }}
            {% endif %}{% endmacro %}
            """,
            "models/a.sql": """
            {{ config(materialized='table', meta={'owner': none}) }}
            select 1 as x
            {{ print('model ' ~ ('alias' in model.config) ~ ('data_type' in model.columns.x) ~ ('batch' in model)) }}
            {{ print('meta ' ~ model.meta ~ ' calls ' ~ model.config_call_dict.materialized) }}
            """,
            "models/s.yml": "models: [{name: a, columns: [{name: x}]}]",
        ])
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        #expect(output.contains("operation 1\n"), "\(output)")
        let keys =
            "['status', 'timing', 'thread_id', 'execution_time', 'adapter_response', 'message', 'failures', 'node', "
            + "'agate_table', 'batch_results']"
        #expect(output.contains("keys \(keys)\n"), "\(output)")
        #expect(output.contains("id model.p.a False\n"))
        #expect(output.contains("built target/run/p/models/a.sql\n"))
        #expect(output.contains("calls {'materialized': 'table', 'meta': {'owner': None}} {} None\n"))
        #expect(output.contains("model FalseFalseFalse\n"))
        #expect(output.contains("meta {'owner': None} calls table\n"), "what people fill as they like keeps its nulls")
    }

    @Test func hooksOfTheProjectComeBeforeThoseOfItsPackages() throws {
        let project = try TestProject([
            "dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\non-run-start: ['select 1', 'select 2']\n",
            "packages.yml": "packages: [{local: parts}]",
            "parts/dbt_project.yml": "name: a_package\nversion: '1.0'\non-run-start: ['select 3']\n",
            "models/e.sql": "{{ config(materialized='ephemeral') }} select 1 as x",
            "models/a.sql": "select * from {{ ref('e') }}",
        ])
        #expect(try project.start("deps").finish().status == 0)
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        #expect(output.contains("1 of 3 START hook: p.on-run-start.0"))
        #expect(output.contains("3 of 3 START hook: a_package.on-run-start.2"))
        let manifest = try project.document("target/manifest.json")
        let nodes = try #require(manifest["nodes"] as? [String: [String: Any]])
        #expect(nodes["operation.p.p-on-run-start-1"]?["index"] as? Int == 2)
        #expect(nodes["operation.a_package.a_package-on-run-start-0"]?["index"] as? Int == 3)
        #expect(nodes["model.p.e"]?["compiled_code"] as? String == " select 1 as x", "it was compiled on the way")
    }

    @Test func artifactsListTheOptionsThatDbtLists() throws {
        let project = try TestProject([
            "dbt_project.yml": """
            name: p
            version: '1.0'
            profile: p
            flags: {skip_nodes_if_on_run_start_fails: true}
            """,
            "models/a.sql": "select 1 as x",
        ])
        func arguments(_ words: String...) throws -> [String: Any] {
            #expect(try project.start(words).finish().status == 0)
            return try #require(try project.document("target/run_results.json")["args"] as? [String: Any])
        }
        let run = try arguments("run", "--log-level", "warn")
        #expect(run["full_refresh"] == nil && run["fail_fast"] == nil && run["show"] == nil)
        #expect(run["log_level_file"] as? String == "warn", "what is said of the console holds for the file")
        #expect(run["log_file_max_bytes"] as? Int == 10_485_760)
        #expect(run["skip_nodes_if_on_run_start_fails"] as? Bool == true)
        #expect(run["require_generic_test_arguments_property"] as? Bool == true)
        #expect(run["warn_error_options"] as? [String: [String]] == ["error": [], "warn": [], "silence": []])
        #expect(run["empty"] as? Bool == false && run["macro_debugging"] as? Bool == false)
        let build = try arguments("build", "--full-refresh", "--fail-fast", "--log-format-file", "json")
        #expect(build["full_refresh"] as? Bool == true && build["fail_fast"] as? Bool == true)
        #expect(build["show"] as? Bool == false && build["export_saved_queries"] as? Bool == false)
        #expect(build["log_format_file"] as? String == "json" && build["log_level_file"] as? String == "debug")
        let compile = try arguments("compile")
        #expect(compile["output"] as? String == "text" && compile["inject_ephemeral_ctes"] as? Bool == true)
    }

    private func hooks(_ hooks: String, flags: String = "") throws -> TestProject {
        try TestProject([
            "dbt_project.yml": "name: p\nversion: '1.0'\nprofile: p\n\(hooks)\n\(flags)\n",
            "models/a.sql": "select 1 as x",
        ])
    }

    @Test func hooksShareASessionWithoutATransaction() throws {
        let project = try hooks(
            """
            on-run-start: ["create temp table kept as select 7 as x", "vacuum"]
            on-run-end:
              - "{% do run_query('create table ' ~ target.schema ~ '.made as select 8 as x') %}"
              - "vacuum {{ target.schema }}.made"
            """)
        let (status, output) = try project.start("run").finish()
        #expect(status == 0, "\(output)")
        #expect(try project.query("select x from \(project.schema).made") == "8")
    }

    @Test func nodesRunAfterAHookThatFailed() throws {
        let hook = "on-run-start: ['select 1', 'select nothing_of_the_kind', 'select 2']"
        let project = try hooks(hook)
        let (status, output) = try project.start("run").finish()
        #expect(status == 1)
        #expect(output.contains("p.on-run-start.1 failed, error:\n"), "\(output)")
        #expect(
            try project.results() == [
                "operation.p.p-on-run-start-0": "success", "operation.p.p-on-run-start-1": "error",
                "operation.p.p-on-run-start-2": "skipped", "model.p.a": "success",
            ])
        let careful = try hooks(hook, flags: "flags: {skip_nodes_if_on_run_start_fails: true}")
        #expect(try careful.start("run").finish().status == 1)
        #expect(try careful.results()["model.p.a"] == "skipped")
    }

    @Test func aHookThatCannotBeRenderedEndsTheCommand() throws {
        let start = try hooks("on-run-start: \"{{ exceptions.raise_compiler_error('no') }}\"")
        let (status, output) = try start.start("run").finish()
        #expect(status == 2)
        #expect(output.contains("Compilation Error in operation p-on-run-start-0 (./dbt_project.yml)\n  no"))
        let end = try hooks("on-run-end: \"{% if execute %}{{ exceptions.raise_compiler_error('no') }}{% endif %}\"")
        #expect(try end.start("run").finish().status == 2)
        #expect(try end.results()["model.p.a"] == "success", "the files are written first")
    }

    @Test func snapshotsNameTheirColumnsAsConfigured() throws {
        let project = try TestProject([
            "snapshots/history.yml": """
            snapshots:
              - name: history
                relation: ref('a')
                config:
                  unique_key: id
                  strategy: check
                  check_cols: all
                  hard_deletes: new_record
                  snapshot_meta_column_names: {dbt_valid_from: since, dbt_is_deleted: gone}
            """,
            "models/a.sql": "select 1 as id, {{ var('x', 1) }} as x",
        ])
        #expect(try project.start("run").finish().status == 0)
        let (status, output) = try project.start("snapshot").finish()
        #expect(status == 0, "\(output)")
        #expect(try project.start("run", "--vars", "{x: 2}").finish().status == 0)
        #expect(try project.start("snapshot").finish().status == 0)
        #expect(
            try project.query(
                """
                select string_agg(attname, ',' order by attnum) from pg_attribute
                where attrelid = '\(project.schema).history'::regclass and attnum > 0
                """) == "id,x,dbt_scd_id,dbt_updated_at,since,dbt_valid_to,gone")
        #expect(try project.query("select count(since)::text from \(project.schema).history") == "2")
    }

    @Test func compilingEndsAtTheFirstErrorAndWritesNoEmptyFiles() throws {
        let project = try TestProject([
            "models/a_empty.sql": "{% if false %}select 1{% endif %}",
            "models/b_wrong.sql": "{% if execute %}{{ exceptions.raise_compiler_error('no such luck') }}{% endif %}",
            "models/c_later.sql": "select * from {{ ref('b_wrong') }}",
        ])
        let (status, output) = try project.start("compile").finish()
        #expect(status == 2)
        #expect(
            output.contains("Runtime Error\n  Compilation Error in model b_wrong (models/b_wrong.sql)\n    no such"))
        let compiled = project.folder.appending(path: "target/compiled/p/models")
        #expect(!FileManager.default.fileExists(atPath: compiled.appending(path: "a_empty.sql").path()))
        #expect(!FileManager.default.fileExists(atPath: compiled.appending(path: "c_later.sql").path()))
    }
}
