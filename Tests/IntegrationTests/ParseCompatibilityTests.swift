import Foundation
import Testing

/// What dbt accepts, refuses and writes into manifest.json while it parses.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct ParseCompatibilityTests {
    @Test func aHookOfASeedRefersToNothing() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "seeds/s.csv": "x\n1\n",
            "seeds/s.yml": "seeds: [{name: s, config: {post_hook: \"select * from {{ ref('a') }}\"}}]",
        ])
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("Seeds cannot depend on other nodes."))
        #expect(output.contains("Error raised for 'seed.p.s', which has these hooks defined:"))
        #expect(output.contains("- post_hook: \"select * from {{ ref('a') }}\""))
        try project.write("seeds/s.yml", "seeds: [{name: s, config: {post_hook: 'select * from {{ this }}'}}]")
        #expect(try project.start("parse").finish().status == 0)
    }

    @Test func everyCommandRefusesABadQueryComment() throws {
        let project = try TestProject(["models/a.sql": "select 1 as x"])
        func comment(_ text: String) throws {
            try project.write("dbt_project.yml", "name: p\nprofile: p\nquery-comment: \"\(text)\"\n")
        }
        try comment("{{ nope() }}")
        for command in ["parse", "ls", "seed"] {
            let (status, output) = try project.start(command).finish()
            #expect(status == 2)
            #expect(output.contains("'nope' is undefined\n"))
        }
        try comment("a */ b")
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("query comment contains illegal value \"*/\": a */ b"))
        try comment("{{ env_var('COMMENT_OF_NOBODY', 'x') }}")
        #expect(try project.start("parse").finish().status == 0)
    }

    @Test func propertiesBelongToTheEnabledOneOfSeveralNodes() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "models/sub/a.sql": "{{ config(enabled=false) }} select 2 as x",
            "models/s.yml": "models: [{name: a, description: hi}]",
        ])
        func disabled() throws -> [[String: Any]] {
            let section = try project.document("target/manifest.json")["disabled"] as? [String: Any]
            return section?["model.p.a"] as? [[String: Any]] ?? []
        }
        #expect(try project.start("parse").finish().status == 0)
        #expect(try disabled().map { $0["description"] as? String } == [""])
        #expect(try disabled().map { $0["patch_path"] is NSNull } == [true])

        try project.write("models/s.yml", "models: [{name: a, config: {enabled: false}}]")
        #expect(try project.start("parse").finish().status == 0)
        #expect(
            try disabled().map { $0["original_file_path"] as? String } == ["models/sub/a.sql", "models/a.sql"],
            "what yml files disable comes last")

        try project.write("models/sub/a.sql", "select 2 as x")
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("dbt found two models with the name \"a\"."))
    }

    @Test func ymlFilesCannotEnableOneOfSeveralNodes() throws {
        let project = try TestProject([
            "dbt_project.yml": "name: p\nprofile: p\nmodels: {p: {+enabled: false}}\n",
            "models/a.sql": "select 1 as x", "models/sub/a.sql": "select 2 as x",
            "models/s.yml": "models: [{name: a, config: {enabled: true}}]",
        ])
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("Found 2 matching disabled nodes for model 'a'."))
        try project.write("dbt_project.yml", "name: p\nprofile: p\nmodels: {p: {sub: {+enabled: false}}}\n")
        #expect(try project.start("parse").finish().status == 0)
    }

    @Test func fixturesOfOneNameAreRefused() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "tests/fixtures/one/f.csv": "x\n1\n", "tests/fixtures/g.csv": "x\n1\n",
        ])
        #expect(try project.start("parse").finish().status == 0)
        try project.write("tests/fixtures/two/f.csv", "x\n2\n")
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("dbt found two fixtures with the name \"f\"."))
    }

    @Test func aVersionMayBeDefinedInTheFileOfItsName() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x", "models/a_v2.sql": "select 2 as x",
            "models/s.yml": """
            models:
              - {name: a, latest_version: 1, versions: [{v: 1, defined_in: a}, {v: 2}]}
              - {name: z, config: {enabled: false, contract: {enforced: true}}, columns: [{name: x, data_type: int}]}
            """,
            "models/z.sql": "select 1 as x",
        ])
        let (status, output) = try project.start("parse").finish()
        #expect(status == 0)
        #expect(!output.contains("Did not find matching node"))
        let manifest = try project.document("target/manifest.json")
        let nodes = try #require(manifest["nodes"] as? [String: [String: Any]])
        #expect(nodes.keys.sorted() == ["model.p.a.v1", "model.p.a.v2"])
        #expect(nodes["model.p.a.v1"]?["alias"] as? String == "a_v1")
        let disabled = (manifest["disabled"] as? [String: [[String: Any]]])?["model.p.z"]?.first
        #expect((disabled?["contract"] as? [String: Any])?["checksum"] is String, "dbt makes it all the same")
    }

    @Test func aDisabledSourceTakesItsName() throws {
        let project = try TestProject([
            "models/s.yml": "sources: [{name: a, tables: [{name: t}]}]",
            "models/s2.yml": "sources: [{name: a, config: {enabled: false}, tables: [{name: t}]}]",
        ])
        let (status, output) = try project.start("parse").finish()
        #expect(status == 2)
        #expect(output.contains("dbt found two sources with the name \"a_t\"."))
    }

    @Test func argumentsOfMacrosAreHeldAgainstTheirSignatures() throws {
        let project = try TestProject([
            "macros/m.sql": """
            {% macro m(a, b=1) %}{% endmacro %}{% macro n(c, d) %}{% endmacro %}{% macro o(e) %}{% endmacro %}
            """,
            "macros/m.yml": """
            macros:
              - {name: m, arguments: [{name: a, type: text}, {name: z, type: 'optional[list[string]]'}]}
              - {name: n, arguments: [{name: c, type: 'dict[str]'}]}
              - {name: o, description: hi}
            """,
        ])
        func arguments(_ macro: String) throws -> [String?] {
            let macros = try project.document("target/manifest.json")["macros"] as? [String: [String: Any]]
            return (macros?["macro.p.\(macro)"]?["arguments"] as? [[String: Any]] ?? []).map { $0["name"] as? String }
        }
        let (_, silent) = try project.start("parse").finish()
        #expect(!silent.contains("jinja definition"))
        #expect(try arguments("o") == [])

        try project.write("dbt_project.yml", "name: p\nprofile: p\nflags: {validate_macro_args: true}\n")
        let (status, output) = try project.start("parse").finish()
        #expect(status == 0)
        #expect(output.contains("Argument z in yaml for macro m does not match the jinja definition."))
        #expect(output.contains("Argument a in the yaml for macro m has an invalid type."))
        #expect(!output.contains("Argument z in the yaml"))
        #expect(output.contains("The number of arguments in the yaml for macro n does not match the jinja definition."))
        #expect(output.contains("Argument c in the yaml for macro n has an invalid type."))
        #expect(try arguments("o") == ["e"])
        #expect(try arguments("m") == ["a", "z"])
        #expect(try project.start("--warn-error", "parse", "--no-partial-parse").finish().status == 2)
    }

    @Test func functionsDoNotDependOnSources() throws {
        let project = try TestProject([
            "models/a.sql": "select 1 as x",
            "functions/f.sql": "select max(x) from {{ ref('a') }}, {{ source('s', 't') }}",
            "functions/f.yml": "functions: [{name: f, returns: {data_type: int}}]",
            "models/s.yml": "sources: [{name: s, tables: [{name: t}]}]",
        ])
        #expect(try project.start("parse").finish().status == 0)
        let parents = try project.document("target/manifest.json")["parent_map"] as? [String: [String]]
        #expect(parents?["function.p.f"] == ["model.p.a"])
    }

    @Test func argumentsOfFunctionsAreNotModifiedByKeysWithoutAValue() throws {
        let project = try TestProject([
            "functions/f.sql": "select 1",
            "functions/f.yml":
                "functions: [{name: f, returns: {data_type: int}, arguments: [{name: a, data_type: int}]}]",
        ])
        func modified() throws -> String {
            try project.start("-q", "ls", "--select", "state:modified", "--state", "state").finish().output
        }
        #expect(try project.start("parse", "--target-path", "state").finish().status == 0)
        let file = project.folder.appending(path: "state/manifest.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let older = text.replacing(/, *"default_value": *null/, with: "")
        #expect(older != text, "the first releases of dbt 1.11 did not write the key")
        try project.write("state/manifest.json", older)
        #expect(try !modified().contains("p.f"))
        try project.write("state/manifest.json", older.replacing(#""data_type": "int""#, with: #""data_type": "text""#))
        #expect(try modified().contains("p.f"))
    }

    @Test func resourcePathsMayBeAbsolute() throws {
        let project = try TestProject([
            "docs/d.md": "{% docs words %}text{% enddocs %}", "models/a.sql": "select 1 as x",
            "models/s.yml": "models: [{name: a, description: \"{{ doc('words') }}\"}]",
        ])
        let docs = project.folder.appending(path: "docs").path()
        try project.write("dbt_project.yml", "name: p\nprofile: p\ndocs-paths: ['\(docs)']\n")
        let (status, output) = try project.start("parse").finish()
        #expect(status == 0, "\(output)")
        let blocks = try project.document("target/manifest.json")["docs"] as? [String: [String: Any]]
        #expect(blocks?["doc.p.words"]?["original_file_path"] as? String == "\(docs)/d.md")
        let nodes = try project.document("target/manifest.json")["nodes"] as? [String: [String: Any]]
        #expect(nodes?["model.p.a"]?["description"] as? String == "text")
    }

    @Test func templatesSeeTheNameByWhichACommandWasCalled() throws {
        let project = try TestProject(["models/a.sql": "select 1 as x {{ print(flags.WHICH ~ flags.EMPTY) }}"])
        #expect(try project.start("ls", "--no-partial-parse").finish().output.contains("lsNone\n"))
        #expect(try project.start("list", "--no-partial-parse").finish().output.contains("listNone\n"))
        #expect(try project.start("compile", "--no-partial-parse").finish().output.contains("compileFalse\n"))
    }
}
