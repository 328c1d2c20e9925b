import Diagnostics
import Events
import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import Compiler

/// What is refused or told once a project is parsed. Sentences are dbt's.
@Suite struct ManifestCheckTests {
    /// The texts of all warnings.
    private func warnings(_ files: [String: String], flags: [String: Bool] = [:]) throws -> [String] {
        let lines = Lines()
        let sink = ConsoleSink(
            level: .warn, formatter: LineFormatter(.text), write: { lines.add(String(decoding: $0, as: UTF8.self)) },
            flush: {})
        let project = TestProject(files)
        let (manifest, warnings) = try project.manifest()
        var invocation = try project.compilation().invocation
        for (name, value) in flags { invocation.settings.behavior[name] = .bool(value) }
        let log = EventLog(sinks: [sink], invocationID: "id")
        let check = ManifestCheck(manifest, invocation: invocation, log: log)
        try check.afterParsing()
        try check.always()
        return lines.all + warnings.map(\.message)
    }

    private func error(_ files: [String: String], flags: [String: Bool] = [:]) -> String? {
        #expect(throws: Diagnostic.self) { _ = try warnings(files, flags: flags) }?.message
    }

    @Test func tagsBetweenMacrosAreWarnedOf() throws {
        let text = "{% set x = 1 %}{% macro a() %}{% endmacro %}{% test b(model) %}{% endtest %}"
        let found = try warnings(["macros/a.sql": text, "tests/generic/b.sql": "{% set x = 1 %}"])
        #expect(found == ["Found unexpected 'set' block tag. in file `macros/a.sql`"])
    }

    @Test(arguments: [
        (
            "{name: a, config: {group: nope}}", "Invalid group 'nope', expected one of []"
        ),
        (
            "{name: a, access: public, config: {materialized: ephemeral}}",
            "Node model.shop.a with 'ephemeral' materialization has an invalid value (public) for the access field"
        ),
        (
            "{name: a, config: {contract: {enforced: true}}}",
            "Constraints must be defined in a `yml` schema configuration file like `schema.yml`."
        ),
        (
            "{name: a, columns: [{name: x, constraints: [{type: primary_key}]}, {name: y, constraints: [{type: primary_key}]}]}",
            "Found 2 columns (['x', 'y']) with primary key constraints defined."
        ),
        (
            "{name: a, constraints: [{type: primary_key, columns: [x]}], columns: [{name: x, constraints: [{type: primary_key}]}]}",
            "not both."
        ),
        (
            "{name: a, columns: [{name: x, constraints: [{type: foreign_key, to: b, to_columns: [x]}]}]}",
            "Invalid 'ref' or 'source' syntax on foreign key constraint 'to' on model a: b."
        ),
    ])
    func refusesWhatDbtRefuses(entry: String, sentence: String) {
        let message = error(["models/a.sql": "select 1 as x", "models/s.yml": "models: [\(entry)]"])
        #expect(message?.contains(sentence) == true, "\(message ?? "")")
    }

    @Test func refusesSpacesInNamesUnlessTheFlagAllowsThem() throws {
        let files = ["models/a b.sql": "select 1"]
        #expect(error(files)?.contains("  * 'model.shop.a b' (models/a b.sql)") == true)
        let told = try warnings(files, flags: ["require_resource_names_without_spaces": false])
        #expect(told.contains { $0.contains("Found spaces in the name of `model.shop.a b`") })
    }

    @Test func tellsOfDeprecatedModelsAndWhoReadsThem() throws {
        let told = try warnings([
            "models/a.sql": "select 1", "models/b.sql": "select * from {{ ref('a') }}",
            "models/s.yml": "models: [{name: a, deprecation_date: 1960-01-01}]",
        ])
        #expect(told.contains { $0.contains("Model a has passed its deprecation date of 1960-01-01T00:00:00+00:00.") })
        #expect(told.contains { $0.contains("While compiling 'b': Found a reference to a, which was deprecated on") })
    }

    @Test func tellsOfPropertiesOfNothing() throws {
        let told = try warnings([
            "models/a_v1.sql": "select 1",
            "models/s.yml": "models: [{name: a, latest_version: 1, versions: [{v: 1}, {v: 2}]}]\nmacros: [{name: zz}]",
        ])
        #expect(told.contains { $0.hasPrefix("Did not find matching node for patch with name 'a_v2'") })
        #expect(told.contains("Found patch for macro \"zz\" which was not found"))
    }

    @Test func aForeignKeyIsADependency() throws {
        let (manifest, _) = try TestProject([
            "models/a.sql": "select 1 as x", "models/b.sql": "select 1 as x",
            "models/s.yml":
                "models: [{name: b, columns: [{name: x, constraints: [{type: foreign_key, to: ref('a'), to_columns: [x]}]}]}]",
        ]).manifest()
        #expect(manifest.nodes["model.shop.b"]?.dependsOn.nodes == ["model.shop.a"])
    }

    @Test func aPlainFileBesideItsVersionIsAModelOfItsOwn() throws {
        let message = error([
            "models/a_v1.sql": "select 1", "models/a.sql": "select 2",
            "models/s.yml": "models: [{name: a, versions: [{v: 1}]}]",
        ])
        #expect(message?.hasPrefix("dbt found versioned and unversioned models with the name \"a\".") == true)
    }

    @Test func twoDocsBlocksOfOneNameAreRefused() {
        let message = error(["models/a.md": "{% docs x %}a{% enddocs %}", "models/b.md": "{% docs x %}b{% enddocs %}"])
        #expect(message?.contains("dbt found two docs with the name \"x\".") == true)
        #expect(message?.contains("when looking for doc(\"x\").") == true)
    }

    @Test(arguments: [
        ("models/a.sql", "{{ config(materialised='table') }} select 1", "models/a.sql", 1, 11),
        ("models/s.yml", "models:\n  - name: a\n    config: {enabeld: false}", "models/s.yml", 3, 14),
        ("models/s.yml", "models:\n  - name: a\n    collumns: []", "models/s.yml", 3, 15),
        ("models/s.yml", "modells: []", "models/s.yml", 1, 1),
        ("models/s.yml", "models: []\nfoo: 1", "models/s.yml", 2, 1),
    ])
    func slipsHaveAFileAndALine(file: String, text: String, path: String, line: Int, column: Int) throws {
        var files = ["models/a.sql": "select 1"]
        files[file] = text
        let (_, warnings) = try TestProject(files).manifest()
        let warning = try #require(
            warnings.first { $0.code.rawValue.hasSuffix("-unknown") || $0.code == .configUnknownKey })
        let source = try #require(warning.source)
        let position = source.position(of: try #require(warning.range).start)
        #expect(source.path == path)
        #expect(position.line == line)
        #expect(position.column == column)
        #expect(warning.message.contains(path))
    }

    @Test func aPackageReplacesABuiltInMaterializationOnlyWhenTheFlagSaysSo() throws {
        let library = try TestProject([
            "packages.yml": "packages: [{local: pk}]", "dbt_packages/pk/dbt_project.yml": "name: pk",
            "dbt_packages/pk/macros/m.sql":
                "{% materialization view, adapter='postgres' %}{% endmaterialization %}{% materialization own, default %}{% endmaterialization %}",
        ]).compilation().library
        #expect(try library.materialization("view").macro.packageName == "dbt")
        #expect(try library.materialization("view", packagesReplaceBuiltIn: true).macro.packageName == "pk")
        #expect(try library.materialization("own").macro.packageName == "pk")
    }
}

/// Lines that a sink has written.
final class Lines: @unchecked Sendable {
    private var lines: [String] = []
    var all: [String] { lines }
    func add(_ text: String) { lines.append(text) }
}
