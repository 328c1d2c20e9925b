import Diagnostics
import Formats
import Jinja
import ProjectGraph
import ProjectModel
import TemplateLibrary
import Testing

@testable import Compiler

@Suite struct ResourceRuleTests {
    private func failure(_ files: [String: String]) -> Diagnostic? {
        do throws(Diagnostic) {
            _ = try TestProject(files).manifest()
            return nil
        } catch { return error }
    }

    @Test func exposuresDependOnTheMetricsThatTheyName() throws {
        func project(_ metric: String) -> TestProject {
            TestProject([
                "models/m.sql": "select 1 as id",
                "models/s.yml": """
                semantic_models:
                  - name: so
                    model: ref('m')
                    measures: [{name: amount, agg: count}]
                metrics: [{name: orders, label: Orders, type: simple, type_params: {measure: amount}}]
                exposures:
                  - {name: e, type: ml, owner: {name: x}, depends_on: ["metric('\(metric)')", "ref('m')"]}
                """,
            ])
        }
        let exposure = try project("orders").manifest().manifest.resources["exposure.shop.e"]
        #expect(exposure?.dependsOn.nodes == ["model.shop.m", "metric.shop.orders"])
        #expect(failure(project("nope").files)?.code == .refNotFound)
    }

    @Test func metricsAreReadByName() throws {
        let project = TestProject([
            "models/m.sql": "select 1 as id",
            "models/a.sql": "{% set m = metric('part') %}{{ config(alias=m.metric_name ~ m.package_name) }}{{ m }}",
            "models/s.yml": """
            semantic_models:
              - name: so
                model: ref('m')
                measures: [{name: amount, agg: count}]
            metrics:
              - {name: orders, label: Orders, type: simple, type_params: {measure: amount}}
              - {name: part, label: Part, type: ratio, type_params: {numerator: orders, denominator: orders}}
            """,
        ])
        let manifest = try project.manifest().manifest
        #expect(manifest.nodes["model.shop.a"]?.alias == "partNone")
        #expect(manifest.nodes["model.shop.a"]?.dependsOn.nodes == ["metric.shop.part"])
        let metric = try #require(manifest.resources["metric.shop.part"])
        let resolver = DictionaryResolver(["m": .object(MetricObject(metric, in: manifest))])
        let template = try Template(
            SourceText(
                path: "x",
                "{{ m }} {{ m.label }} {{ m.full_metric_dependency() }} {{ m.base_metric_dependency() }} {{ m.derived_metric_dependency_depth() }}"
            ), environment: TemplateEnvironments.text)
        let text = try Renderer(resolver: resolver).render(template).string
        #expect(text == "part Part ['part', 'orders'] ['orders'] [{'part': 1}]")
    }

    @Test func unitTestsOfOneModelHaveNamesOfTheirOwn() {
        let test = "{name: u, model: a, given: [], expect: {rows: []}}"
        let error = failure(["models/a.sql": "select 1", "models/s.yml": "unit_tests: [\(test), \(test)]"])
        #expect(error?.message.hasPrefix("dbt found two unit_tests with the name \"u\".") == true)
    }

    /// dbt looks for the macro of a test by name alone, and parses the test with what that macro calls.
    @Test func testOfAPackageIsHiddenByOneOfTheProject() throws {
        let test = "{% test full(model) %}{{ config(fail_calc='sum(1)') }}select 1 from {{ model }}{% endtest %}"
        var files = [
            "packages.yml": "packages: [{local: dep}]",
            "dbt_packages/dep/dbt_project.yml": "name: dep\n", "dbt_packages/dep/macros/t.sql": test,
            "models/a.sql": "select 1", "models/s.yml": "models: [{name: a, data_tests: [dep.full]}]",
        ]
        func calculation() throws -> DataValue? {
            let nodes = try TestProject(files).manifest().manifest.nodes.values
            return nodes.first { $0.genericTest != nil }?.config["fail_calc"]
        }
        #expect(try calculation() == "sum(1)")
        files["macros/t.sql"] = "{% test full(model) %}select 2 from {{ model }}{% endtest %}"
        #expect(try calculation() == "count(*)")
    }

    @Test func namesNeedTheVariablesThatTheyRead() {
        let macro = "{% macro generate_alias_name(name, node) %}{{ var('prefix') }}{{ node.name }}{% endmacro %}"
        let error = failure(["macros/m.sql": macro, "models/a.sql": "select '{{ var('prefix') }}'"])
        #expect(error?.message.contains("Required var 'prefix' not found in config") == true)
        #expect(failure(["models/a.sql": "select '{{ var('prefix') }}'"]) == nil)
    }

    @Test func whatMacrosReturnIsNotLeftUndefined() {
        let macro = "{% macro rows() %}{{ return(load_result('x').table) }}{% endmacro %}"
        let error = failure(["macros/m.sql": macro, "models/a.sql": "{{ rows().columns }}"])
        #expect(error?.message.hasPrefix("'None' has no attribute 'table'") == true)
        #expect(failure(["macros/m.sql": macro, "models/a.sql": "{{ rows() }} {{ nothing.columns[0] }}"]) == nil)
    }

    /// Recorded from dbt-core 1.11.16: what is undefined in a macro is an error, what is so in the model itself is not.
    @Test(arguments: [
        ("{{ nope }}", "{{ f() }}", nil), ("{{ nope.x }}", "{{ f() }}", "'nope' is undefined"),
        ("{{ nope() }}", "{{ f() }}", "'nope' is undefined"), ("{{ a.b.c }}", "{{ f(nope) }}", nil),
        ("{{ a.b }}", "{{ f() }}", "parameter 'a' was not provided"),
        ("{{ model.nope.x }}", "{{ f() }}", "'dict object' has no attribute 'nope'"),
        ("{{ return(nope) }}", "{{ f().x }}", "'nope' is undefined"),
        ("{{ caller() }}", "{% call f() %}{{ nope.x.y }}{% endcall %}", nil),
        ("{{ render('{{ nope.x }}') }}", "{{ f() }}", "'nope' is undefined"), ("", "{{ adapter.nope.x() }}", nil),
        ("", "{{ render('{{ nope.x }}') }}", "'nope' is undefined"),
        ("{% for x in nope %}{{ x }}{% endfor %}", "{{ f() }}", nil),
    ]) func undefinedValuesOfMacrosRaise(macro: String, model: String, message: String?) {
        let error = failure([
            "macros/m.sql": "{% macro f(a) %}\(macro){% endmacro %}", "models/a.sql": "select 1 \(model)",
        ])
        #expect((error == nil) == (message == nil), "\(error?.message ?? "")")
        if let message { #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")") }
    }

    @Test func generatedTestsKnowTheMacrosOfTheirOwnByPlainNames() {
        // The test is of the root project, its macro of a package whose macros the root project does not see.
        let files = [
            "packages.yml": "packages: [{local: p}]", "dbt_packages/p/dbt_project.yml": "name: p",
            "dbt_packages/p/macros/m.sql":
                "{% macro kind() %}text{% endmacro %}{% test t(model) %}select cast(1 as {{ kind() }}){% endtest %}",
            "models/a.sql": "select 1", "models/s.yml": "models: [{name: a, data_tests: [p.t]}]",
        ]
        #expect(failure(files) == nil)
    }

    @Test func everySelectorMustBeValid() {
        let error = failure(["selectors.yml": "selectors: [{name: a, definition: {method: foo, value: x}}]"])
        #expect(error?.message.contains("'foo' is not a valid method name") == true)
    }

    @Test(arguments: [
        ("{{ config(alias='x') }}", "{{ config(alias='x') }}", true),
        ("{{ config(alias='x', materialized='ephemeral') }}", "{{ config(alias='x') }}", true),
        ("{{ config(alias='x') }}", "{{ config(alias='X') }}", false),
        ("{{ config(alias='x') }}", "{{ config(alias='x', schema='s') }}", false),
    ]) func relationsAreWrittenByOneNodeEach(first: String, second: String, isError: Bool) {
        let error = failure(["models/a.sql": "\(first) select 1", "models/b.sql": "\(second) select 1"])
        #expect((error?.code == .duplicateRelation) == isError)
    }

    @Test func testsThatStoreFailuresNeedNamesOfTheirOwn() {
        let error = failure([
            "models/a.sql": "select 1",
            "tests/a.sql": "{{ config(alias='x', store_failures=true) }} select * from {{ ref('a') }}",
            "tests/b.sql": "{{ config(alias='x', store_failures=true) }} select * from {{ ref('a') }}",
        ])
        #expect(error?.code == .duplicateRelation)
    }
}
