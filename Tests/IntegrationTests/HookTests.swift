import Foundation
import Testing

/// What packages that watch a run find in `graph`, `results` and the project's configuration.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable), .timeLimit(.minutes(15)))
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
