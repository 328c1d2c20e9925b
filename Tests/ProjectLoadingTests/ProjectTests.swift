import Diagnostics
import Formats
import Platform
import ProjectLoading
import ProjectModel
import Testing

@Suite struct ProjectTests {
    @Test func emptyProjectHasDbtsDefaults() throws {
        let loaded = try TestProject([:]).load()
        let project = loaded.root.project
        #expect(project.paths == ResourcePaths())
        #expect(project.targetPath == "target")
        #expect(project.cleanTargets == ["target"])
        #expect(project.queryComment == .default)
        #expect(loaded.profile.threads == 1)
        #expect(loaded.profile.credentials.connectTimeout == 10)
        #expect(loaded.warnings.isEmpty)
    }

    @Test func keysAreRead() throws {
        let loaded = try TestProject([
            "dbt_project.yml": """
            name: shop
            profile: p
            version: 1.0
            model-paths: [m/]
            on-run-start: "{{ not_rendered() }}"
            on-run-end: ["a", "b"]
            query-comment: {comment: "{{ x }}", append: true}
            dispatch: [{macro_namespace: dbt_utils, search_order: [shop, dbt_utils]}]
            quoting: {project: false, schema: true}
            vars: {a: "{{ kept }}", shop: {b: 2}}
            tests: {+severity: warn}
            models:
              +schema: "{{ target.schema }}_x"
              +pre-hook: "{{ kept }}"
            flags: {fail_fast: true}
            restrict-access: true
            """
        ]).load()
        let project = loaded.root.project
        #expect(project.version == "1.0")
        #expect(project.onRunStart == ["{{ not_rendered() }}"])
        #expect(project.onRunEnd == ["a", "b"])
        #expect(project.queryComment == .custom("{{ x }}", isAppended: true))
        #expect(project.dispatch == ["dbt_utils": ["shop", "dbt_utils"]])
        #expect(project.quoting == ["database": false, "schema": true, "identifier": .null])
        #expect(project.configTrees[.test] == ["+severity": "warn"])
        #expect(project.configTrees[.model] == ["+schema": "s_x", "+pre-hook": "{{ kept }}"])
        #expect(project.unrenderedConfigTrees[.model]?["+schema"] == "{{ target.schema }}_x")
        #expect(project.restrictsAccess)
        #expect(loaded.variables(in: "shop")["a"] == "{{ kept }}")
        #expect(loaded.variables(in: "shop")["b"] == 2)
    }

    @Test(arguments: [
        ("'>=1.6.0rc2'", true), ("'>=1.6.0-rc.2'", true), ("['>=1.6.0b1', '<2.0.0+build.7']", true),
        ("'>=1.6'", false), ("'>=1.06.0'", false), ("'>=1.6.0 '", false), ("'>=1.6.0rc_2'", false),
    ]) func versionsAreReadAsDbtReadsThem(text: String, isValid: Bool) {
        let failure = TestProject(["dbt_project.yml": "name: shop\nprofile: p\nrequire-dbt-version: \(text)"]).failure()
        #expect((failure == nil) == isValid)
    }

    @Test func aRequiredPrereleaseIsShownWithItsHyphen() {
        let failure = TestProject(["dbt_project.yml": "name: shop\nprofile: p\nrequire-dbt-version: '>=9.0.0rc2'"])
            .failure()
        #expect(failure?.message.contains("Required version of dbt for 'shop': ['>=9.0.0-rc2']") == true)
    }

    @Test func onlyTheChosenOutputIsRenderedAndSecretsStayOutOfTemplates() throws {
        var project = TestProject([
            "profiles.yml": """
            p:
              target: "{{ env_var('WHICH') }}"
              outputs:
                prod: {type: postgres, host: "{{ env_var('MISSING') }}"}
                dev:
                  type: postgres
                  host: h
                  port: "{{ env_var('PORT') | int }}"
                  user: u
                  password: "{{ env_var('DBT_ENV_SECRET_PW') }}!"
                  dbname: d
                  schema: s
                  sslmode: require
                  something: else
            """
        ])
        project.environment = ["WHICH": "dev", "PORT": "99", "DBT_ENV_SECRET_PW": "hush"]
        let profile = try project.load().profile
        #expect(profile.targetName == "dev")
        #expect(profile.credentials.port == 99)
        #expect(profile.credentials.password == "hush!")
        #expect(profile.credentials.sslMode == "require")
    }

    @Test func filesAreFoundByKind() throws {
        let loaded = try TestProject([
            ".dbtignore": "*.tmp.sql\n/models/old/\n!models/old/kept.sql\n",
            "models/a.sql": "", "models/deep/b.py": "", "models/.hidden.sql": "", "models/x.tmp.sql": "",
            "models/old/c.sql": "", "models/old/kept.sql": "", "models/d.md": "", "tests/t.sql": "",
            "tests/generic/g.sql": "", "tests/fixtures/f.csv": "", "seeds/s.csv": "", "seeds/p.yaml": "",
            "macros/m.sql": "", "functions/u.sql": "", "analyses/n.sql": "", "snapshots/o.sql": "", "README.md": "",
        ]).load()
        func paths(_ kind: SourceFile.Kind) -> [String] { loaded.root.files(kind).map(\.originalPath) }
        #expect(paths(.model) == ["models/a.sql", "models/deep/b.py", "models/old/kept.sql"])
        #expect(paths(.singularTest) == ["tests/t.sql"])
        #expect(paths(.genericTest) == ["tests/generic/g.sql"])
        #expect(paths(.fixture) == ["tests/fixtures/f.csv"])
        #expect(paths(.documentation) == ["models/d.md"])
        #expect(paths(.properties) == ["seeds/p.yaml"])
        #expect(paths(.seed) == ["seeds/s.csv"])
        #expect(SourceFile.Kind.allCases.flatMap(paths).count == 13)
        #expect(loaded.root.files(.model)[1].fqn("b") == ["shop", "deep", "b"])
    }

    @Test func projectIsSearchedUpwards() {
        let files = MemoryFiles(["dbt_project.yml": "", "models/deep/a.sql": ""])
        #expect(ProjectLoader.findProjectDirectory(from: "/project/models/deep", files: files) == "/project")
        #expect(ProjectLoader.findProjectDirectory(from: "/elsewhere", files: files) == "/elsewhere")
    }

    @Test func variablesOfTheCommandLineAreAMapping() throws {
        #expect(try ProjectLoader.parseVariables("{a: 1, b: [x]}") == ["a": 1, "b": .list(["x"])])
        for text in ["a", "", "[1]", "{"] {
            #expect(throws: Diagnostic.self) { try ProjectLoader.parseVariables(text) }
        }
    }

    @Test func variablesAreSearchedFromTheCommandLineToThePackage() {
        let scope = VarScope(
            package: "util", commandLine: ["a": 1], root: ["a": 2, "b": 2, "util": .mapping(["b": 3])],
            own: ["b": 4, "c": 5, "util": .mapping(["c": 6])])
        #expect(scope["a"] == 1)
        #expect(scope["b"] == 3)
        #expect(scope["c"] == 6)
        #expect(!scope.has("d"))
    }

    @Test func referencesInTextAreRead() {
        #expect(ReferenceText("ref('a')") == .ref(RefCall(name: "a")))
        #expect(ReferenceText(" ref( \"p\", 'a', v=2 ) ") == .ref(RefCall(name: "a", package: "p", version: .int(2))))
        #expect(ReferenceText("{{ source('s', 't') }}") == .source(SourceCall(source: "s", table: "t")))
        #expect(ReferenceText("metric('m')") == .metric(NamedCall(arguments: ["m"])))
        for text in ["ref(a)", "ref()", "ref('a') x", "foo('a')", "ref('a'"] { #expect(ReferenceText(text) == nil) }
    }

    @Test func overridingASourceTakesItsFreshnessAway() throws {
        let loaded = try TestProject([
            "dbt_packages/util/dbt_project.yml": "name: util\n",
            "dbt_packages/util/models/s.yml": """
            sources:
              - name: raw
                freshness: {warn_after: {count: 1, period: day}}
                config: {meta: {a: 1}}
                tables: [{name: t}, {name: u, freshness: {warn_after: {count: 2, period: day}}}]
            """,
            "models/s.yml": "sources: [{name: raw, overrides: util, tables: [{name: u, freshness: null}]}]",
        ]).load()
        let tables = loaded.packages[1].properties.sources.map(\.table)
        #expect(tables[0].freshness?.warnAfter?.count == nil)
        #expect(tables[1].freshness == nil)
        #expect(tables[0].meta.isEmpty)
        #expect(tables[0].patchPath == nil)
    }

    @Test func sourcesOfAPackageCanBeOverridden() throws {
        let loaded = try TestProject([
            "dbt_packages/util/dbt_project.yml": "name: util\n",
            "dbt_packages/util/models/s.yml": "sources: [{name: raw, schema: old, tables: [{name: t}, {name: u}]}]",
            "models/s.yml":
                "sources: [{name: raw, overrides: util, schema: new, tables: [{name: u, identifier: x}]}]",
        ]).load()
        let tables = loaded.packages[1].properties.sources.map(\.table)
        #expect(tables.map(\.relationName) == ["\"d\".\"new\".\"t\"", "\"d\".\"new\".\"x\""])
    }

    @Test func loadsAThousandModelsWithThreeThousandTests() throws {
        var files: [String: String] = [:]
        for file in 0..<100 {
            var text = "models:\n"
            for model in 0..<10 {
                text +=
                    "  - name: model_\(file)_\(model)\n    description: a model\n    config: {tags: [a, b]}\n    columns:\n"
                for column in 0..<3 {
                    text += "      - {name: c\(column), description: x, data_tests: [not_null]}\n"
                }
            }
            files["models/f\(file).yml"] = text
        }
        let loaded = try TestProject(files).load()
        #expect(loaded.root.properties.patches.count == 1_000)
        #expect(loaded.root.properties.tests.count == 3_000)
    }
}
