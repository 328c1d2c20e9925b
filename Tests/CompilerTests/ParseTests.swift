import Diagnostics
import Formats
import Platform
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

@Suite struct ParseTests {
    @Test func findsReferencesInModelsAndMacros() throws {
        let (manifest, _) = try TestProject([
            "macros/m.sql": "{% macro both() %}{{ ref('a') }} {{ ref('b') }}{% endmacro %}",
            "models/a.sql": "select 1", "models/b.sql": "select 2",
            "models/c.sql": "select * from {{ both() }} join {{ source('raw', 't') }} using (id)",
            "models/s.yml": "sources: [{name: raw, tables: [{name: t}]}]",
        ]).manifest()
        let node = try #require(manifest.nodes["model.shop.c"])
        #expect(node.dependsOn.nodes == ["source.shop.raw.t", "model.shop.a", "model.shop.b"])
        #expect(node.dependsOn.macros == ["macro.shop.both"])
        #expect(node.relationName == "\"db\".\"dev\".\"c\"")
    }

    @Test func mergesConfigurationFromAllPlaces() throws {
        let (manifest, _) = try TestProject([
            "dbt_project.yml": "name: shop\nprofile: shop\nmodels: {shop: {+materialized: table, +tags: [p]}}\n",
            "models/a.sql": "{{ config(tags='f', alias='x') }} select 1",
            "models/s.yml": "models: [{name: a, config: {schema: marts, tags: [y]}}]",
        ]).manifest()
        let node = try #require(manifest.nodes["model.shop.a"])
        #expect(node.config.materialized == "table")
        #expect(node.config.tags == ["p", "y", "f"])
        #expect(node.schema == "dev_marts")
        #expect(node.alias == "x")
    }

    @Test func callsTheProjectsNamingMacros() throws {
        let (manifest, _) = try TestProject([
            "macros/n.sql":
                "{% macro generate_schema_name(custom, node) %} {{ node.name }}_{{ custom or 'none' }} {% endmacro %}",
            "models/a.sql": "select 1",
        ]).manifest()
        #expect(manifest.nodes["model.shop.a"]?.schema == "a_none")
    }

    @Test func attachesGenericTests() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select 1 as id",
            "models/s.yml": "models: [{name: a, columns: [{name: id, data_tests: [unique, not_null]}]}]",
        ]).manifest()
        let tests = manifest.nodes.values.filter { $0.resourceType == .test }
        #expect(tests.map(\.name) == ["unique_a_id", "not_null_a_id"])
        #expect(tests.allSatisfy { $0.genericTest?.attachedNode == "model.shop.a" })
        #expect(tests.allSatisfy { $0.dependsOn.nodes == ["model.shop.a"] })
    }

    @Test func namesAnUnknownReferenceAndWhatWasMeant() throws {
        let project = TestProject(["models/orders.sql": "select 1", "models/a.sql": "select * from {{ ref('order') }}"])
        let error = #expect(throws: Diagnostic.self) { try project.manifest() }
        #expect(
            error?.message == "Model 'model.shop.a' (models/a.sql) depends on a node named 'order' which was not found")
        #expect(error?.hint == "did you mean \"orders\"?")
        #expect(error?.place == "models/a.sql:1:18")
    }

    @Test func warnsOfSlipsInKeys() throws {
        let (_, warnings) = try TestProject([
            "models/a.sql": "{{ config(materialised='table', cluster_by='x') }} select 1",
            "models/s.yml": "models: [{name: a, descriptn: x}]",
        ]).manifest()
        #expect(warnings.map(\.code.rawValue) == ["property-unknown", "config-unknown-key"])
        #expect(warnings.map(\.hint) == ["did you mean \"description\"?", "did you mean \"materialized\"?"])
    }

    @Test func onFailHasFourValues() throws {
        var files = [
            "models/a.sql": "select 1 as id",
            "models/s.yml":
                "models: [{name: a, columns: [{name: id, data_tests: [unique: {config: {on_fail: Audit}}]}]}]",
            "tests/t.sql": "select 1\n{{ config(on_fail='fail_run') }}",
        ]
        let (manifest, warnings) = try TestProject(files).manifest()
        #expect(warnings.isEmpty)
        let tests = manifest.nodes.values.filter { $0.resourceType == .test }
        #expect(Set(tests.map(\.config.onFail)) == [.audit, .failRun])

        files["tests/t.sql"] = "select 1\n{{ config(on_fail='fail') }}"
        let ofFile = #expect(throws: Diagnostic.self) { try TestProject(files).manifest() }
        #expect(ofFile?.code.rawValue == "config-on-fail-invalid")
        #expect(ofFile?.message == "on_fail must be one of fail_run, fail_node, warn, audit, got 'fail'")
        #expect(ofFile?.place == "tests/t.sql:2:11")

        files["tests/t.sql"] = "select 1"
        files["models/s.yml"] = "models:\n- {name: a, data_tests: [unique: {column_name: id, config: {on_fail: 1}}]}"
        #expect(#expect(throws: Diagnostic.self) { try TestProject(files).manifest() }?.place == "models/s.yml:2:61")

        files["models/s.yml"] = "models:\n- {name: a}"
        files["dbt_project.yml"] = "name: shop\nprofile: shop\ndata_tests:\n  +on_fail: wan\n"
        let ofFolder = #expect(throws: Diagnostic.self) { try TestProject(files).manifest() }
        #expect(ofFolder?.place == "dbt_project.yml:4:4")
        #expect(ofFolder?.hint == "did you mean \"warn\"?")
    }

    @Test func retriesAreANumberAndATime() throws {
        for (delay, seconds) in [("5s", 5.0), ("500ms", 0.5), ("1m", 60), ("2", 2), ("1.5h", 5_400)] {
            let text = "{{ config(retries=2, retry_delay='\(delay)') }} select 1"
            let policy = try TestProject(["models/a.sql": text]).manifest().0.nodes["model.shop.a"]?.config.retryPolicy
            #expect(policy == RetryPolicy(retries: 2, delay: seconds))
        }
        for (config, message) in [
            ("retries=-1", "retries must be a whole number from 0, got -1"),
            ("retry_delay='5 parsecs'", "retry_delay must be a time of at most a day, got '5 parsecs'"),
            ("retry_delay='s'", "retry_delay must be a time of at most a day, got 's'"),
        ] {
            let error = #expect(throws: Diagnostic.self) {
                try TestProject(["models/a.sql": "select 1\n{{ config(\(config)) }}"]).manifest()
            }
            #expect(error?.code.rawValue == "config-retries-invalid")
            #expect(error?.message == message)
            #expect(error?.place == "models/a.sql:2:11")
        }
        let misspelt = try TestProject(["models/a.sql": "{{ config(retrys=1) }} select 1"]).manifest().1
        #expect(misspelt.map(\.hint) == ["did you mean \"retries\"?"])
    }

    @Test func takesTheMarkOfWindowsEditorsOff() throws {
        let (manifest, _) = try TestProject(["models/a.sql": "\u{FEFF}select 1"]).manifest()
        #expect(manifest.nodes["model.shop.a"]?.rawCode == "select 1")
    }

    @Test func ymlFilesAreReadWithoutSpaceAtTheirEnds() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select 1", "models/b.sql": "select 1",
            "models/s.yml":
                "models:\n  - name: a\n    description: >\n      one\n  - name: b\n    description: |\n      two\n",
        ]).manifest()
        #expect(manifest.nodes["model.shop.a"]?.description == "one\n")
        #expect(manifest.nodes["model.shop.b"]?.description == "two")
    }

    @Test func docsBlocksAndAllDescriptionsThatUseThemAreTemplates() throws {
        let (manifest, _) = try TestProject([
            "macros/m.sql": "{% macro m(x) %}{% endmacro %}",
            "models/d.md": "{% docs d %} a{{ unknown }}{% raw %}{{ b }}{% endraw %}{# c #} {% enddocs %}",
            "models/m.sql": "select 1 as id",
            "models/s.yml": """
            models: [{name: m, columns: [{name: id, description: "{{ doc('d') }} {{ doc('d') }}"}]}]
            macros: [{name: m, arguments: [{name: x, description: "{{ doc('d') }}"}]}]
            groups: [{name: g, owner: {name: x}, description: "{{ doc('d') }}"}]
            semantic_models:
              - name: so
                model: ref('m')
                entities: [{name: id, type: primary, description: "{{ doc('d') }}"}]
            """,
        ]).manifest()
        #expect(manifest.documentation["doc.shop.d"]?.contents == "a{{ b }}")
        let column = try #require(manifest.nodes["model.shop.m"]?.columns["id"])
        #expect(column.description == "a{{ b }} a{{ b }}")
        #expect(column.docBlocks == ["doc.shop.d", "doc.shop.d"])
        #expect(manifest.macros["macro.shop.m"]?.arguments.first?["description"] == "a{{ b }}")
        #expect(manifest.resources["group.shop.g"]?.fields["description"] == "{{ doc('d') }}")
        let entities = manifest.resources["semantic_model.shop.so"]?.fields["entities"]?.list
        #expect(entities?.first?["description"] == "a{{ b }}")
    }

    @Test(arguments: [("", "root", "model.shop.a"), ("true", "own", "model.util.a")])
    func namesOfAPackageAreSearchedInTheRootFirst(flag: String, doc: String, model: UniqueID) throws {
        let flags = flag.isEmpty ? "" : "flags: {require_ref_searches_node_package_before_root: \(flag)}"
        let (manifest, _) = try TestProject([
            "dbt_project.yml": "name: shop\nprofile: shop\n\(flags)\nmodels: {util: {a: {+alias: other}}}",
            "models/d.md": "{% docs d %}root{% enddocs %}", "models/a.sql": "select 1",
            "dbt_packages/util/dbt_project.yml": "name: util\n",
            "dbt_packages/util/models/d.md": "{% docs d %}own{% enddocs %}",
            "dbt_packages/util/models/a.sql": "select 1",
            "dbt_packages/util/models/b.sql": "select * from {{ ref('a') }}",
            "dbt_packages/util/models/s.yml": "models: [{name: b, description: \"{{ doc('d') }}\"}]",
        ]).manifest()
        let node = try #require(manifest.nodes["model.util.b"])
        #expect(node.description == doc)
        #expect(node.dependsOn.nodes == [model])
    }

    private static let package = [
        "dbt_packages/util/dbt_project.yml": "name: util\n", "dbt_packages/util/models/a.sql": "select 1 as id",
        "dbt_packages/util/seeds/b.csv": "id\n1\n", "models/c.sql": "select 1 as id",
    ]

    @Test func aProjectDescribesAndConfiguresModelsOfItsPackages() throws {
        let (manifest, warnings) = try TestProject(
            Self.package.merging([
                "models/s.yml": """
                models:
                  - {name: a, description: "{{ doc('__overview__')[:4] }}", config: {materialized: table}}
                  - {name: b}
                  - {name: nobody}
                """
            ]) { $1 }
        ).manifest()
        let model = try #require(manifest.nodes["model.util.a"])
        #expect(model.description == "### ")
        #expect(model.config.materialized == "table")
        #expect(model.patchPath == "shop://models/s.yml")
        #expect(manifest.nodes["seed.util.b"]?.patchPath == nil, "it is no model")
        #expect(warnings.count == 2, "\(warnings.map(\.message))")
        #expect(manifest.documentation["doc.dbt.__overview__"]?.originalFilePath == "docs/overview.md")
    }

    @Test func aModelOfAPackageIsDescribedOnce() {
        let files = Self.package.merging([
            "models/s.yml": "models: [{name: a}]", "dbt_packages/util/models/s.yml": "models: [{name: a}]",
        ]) { $1 }
        let error = #expect(throws: Diagnostic.self) { _ = try TestProject(files).manifest() }
        #expect(error?.message.hasPrefix("dbt found two schema.yml entries for the same resource named a.") == true)
    }

    @Test func testsThatAreSwitchedOffTellOfPrimaryKeys() throws {
        let (manifest, _) = try TestProject([
            "dbt_project.yml": "name: shop\nprofile: shop\ndata_tests: {+enabled: false}",
            "models/a.sql": "select 1 as id",
            "models/s.yml": "models: [{name: a, columns: [{name: id, data_tests: [unique, not_null]}]}]",
        ]).manifest()
        #expect(manifest.nodes["model.shop.a"]?.model?.primaryKey == ["id"])
        #expect(manifest.disabled.nodes.allSatisfy { $0.genericTest?.attachedNode == "model.shop.a" })
    }

    @Test func aTestWithoutAMacroHasANullAmongItsMacros() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select 1 as id", "models/s.yml": "models: [{name: a, data_tests: [nobody_wrote_this]}]",
        ]).manifest()
        let test = try #require(manifest.nodes.values.first { $0.resourceType == .test })
        let macros = test.fields["depends_on"]?["macros"]
        #expect(macros == .list([.null, "macro.dbt.get_where_subquery"]))
        #expect(try Node(fields: test.fields).dependsOn.macros == ["", "macro.dbt.get_where_subquery"])
    }

    @Test func tagsOfATestComeBeforeThoseOfItsMacro() throws {
        let (manifest, _) = try TestProject([
            "macros/t.sql": "{% test t(model) %}{{ config(tags=['m', 'b']) }} select 1{% endtest %}",
            "models/a.sql": "select 1 as id",
            "models/s.yml": "models: [{name: a, data_tests: [t: {config: {tags: [z, b]}}]}]",
        ]).manifest()
        #expect(manifest.nodes.values.first { $0.resourceType == .test }?.tags == ["b", "z", "m"])
    }

    @Test func hooksAreNumberedFromZeroAndKnownByTheirFile() throws {
        let file = "name: shop\nprofile: shop\non-run-start: [select 1, select 2]"
        let (manifest, _) = try TestProject(["dbt_project.yml": "\(file)\n\n"]).manifest()
        let hook = try #require(manifest.nodes["operation.shop.shop-on-run-start-1"])
        #expect(hook.details == .operation(index: 1))
        #expect(hook.checksum == .sha256(Hash.sha256(Array(file.utf8))))
    }

    @Test func namesTheMembersOfACycle() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select * from {{ ref('b') }}", "models/b.sql": "select * from {{ ref('a') }}",
        ]).manifest()
        let error = #expect(throws: Diagnostic.self) { try manifest.graph.topologicalOrder() }
        #expect(error?.message.hasPrefix("Found a cycle: model.shop.a --> model.shop.b") == true)
    }

    @Test func dropsTestsOfWhatDoesNotExistWithAWarning() throws {
        let (manifest, warnings) = try TestProject([
            "models/a.sql": "select 1 as id",
            "models/s.yml":
                "models: [{name: a, columns: [{name: id, data_tests: [{relationships: {arguments: {to: \"ref('no')\", field: id}}}]}]}]",
        ]).manifest()
        #expect(manifest.nodes.values.allSatisfy { $0.resourceType != .test })
        #expect(warnings.contains { $0.code == .refNotFound })
    }

    @Test func showsWhereATemplateIsWrong() throws {
        let project = TestProject(["models/a.sql": "select 1\n{% if x %}\n"])
        let error = #expect(throws: Diagnostic.self) { try project.manifest() }
        #expect(error?.subject == "model a (models/a.sql)")
        #expect(error?.place?.hasPrefix("models/a.sql:") == true)
    }

    @Test func givesVariablesAndEnvironmentToTemplates() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "{{ config(alias=var('name') ~ '_' ~ env_var('SUFFIX')) }} select 1"
        ]).manifest(environment: ["SUFFIX": "s"], vars: ["name": "n"])
        #expect(manifest.nodes["model.shop.a"]?.alias == "n_s")
    }
}
