import Diagnostics
import Events
import Formats
import Platform
import ProjectGraph
import ProjectLoading
import ProjectModel
import Testing

@testable import Compiler

@Suite struct ParseCacheTests {
    private static let files = [
        "dbt_project.yml": "name: shop\nprofile: shop\n",
        "profiles.yml": TestProject.profiles,
        "macros/m.sql": "\n\n{% macro m() %}{{ env_var('STAGE', 'dev') }}{% endmacro %}",
        "models/a.sql": "{{ config(meta={'n': 1, 'f': 1.5, 'none': none}) }} select '{{ m() }}'",
        "models/b.sql": "select * from {{ ref('a') }} join {{ source('raw', 't') }} using (id)",
        "models/off.sql": "{{ config(enabled=false) }} select 1",
        "models/s.yml": """
        sources: [{name: raw, freshness: {warn_after: {count: 1, period: day}}, tables: [{name: t}]}]
        models:
          - name: b
            constraints: [{type: primary_key, columns: [id]}]
            columns:
              - {name: id, quote: true, data_tests: [unique, {accepted_values: {arguments: {values: [1, 2]}}}]}
        exposures: [{name: e, type: notebook, owner: {name: o}, depends_on: [ref('b')]}]
        """,
        "models/d.md": "{% docs d %}text{% enddocs %}",
        "seeds/c.csv": "id\n1\n",
    ]

    /// A project in memory, and what a command does with its cache.
    private struct Machine {
        let memory = MemoryFiles(Dictionary(uniqueKeysWithValues: files.map { ("/p/\($0.key)", $0.value) }))
        var environment = Environment()
        var options = ProjectOptions(projectDirectory: "/p", profilesDirectory: "/p")

        private func loader(_ files: any FileSystem) -> ProjectLoader {
            ProjectLoader(files: files, environment: environment, options: options, renderer: YAMLTemplates.renderer)
        }

        private func cache(_ found: LoadedProject) -> ParseCache {
            ParseCache(
                "/p/target/cache", files: memory,
                fingerprint: ParseFingerprint(found, options: options, program: ["1"]), environment: environment)
        }

        func parse() throws -> Manifest {
            let files = ChecksummedFiles(memory)
            let loader = loader(files)
            let found = try loader.find()
            let invocation = Invocation(
                id: "id", startedAt: Timestamp(microseconds: 0), command: "parse", commandLine: "dbt parse",
                settings: Settings(), arguments: [:], environment: environment)
            let compilation = try Compilation(
                loader.reading(found), invocation: invocation, files: files, log: .silent, threads: 1,
                environmentUse: loader.options.environmentUse)
            let parsed = try ProjectParser(compilation, threads: 1).parse { _ in }
            let manifest = try Manifest.resolve(parsed) { _ in }
            // As if long ago, so that times of changes are trusted.
            cache(found).write(
                manifest, of: compilation, files: files, parsedAt: 10_000_000_000, unusedPaths: "unused",
                manifestText: [Array("te".utf8)[...], Array("xt".utf8)[...]])
            return manifest
        }

        func read() throws -> ParseCache.Outcome {
            let found = try loader(memory).find()
            return cache(found).read(for: found)
        }
    }

    @Test func givesTheManifestAgain() throws {
        let machine = Machine()
        let manifest = try machine.parse()
        guard case .found(let entry) = try machine.read() else { return #expect(Bool(false), "nothing is found") }
        #expect(entry.manifest.nodes == manifest.nodes)
        #expect(entry.manifest.sources == manifest.sources)
        #expect(entry.manifest.resources == manifest.resources)
        #expect(entry.manifest.macros == manifest.macros)
        #expect(entry.manifest.documentation == manifest.documentation)
        #expect(entry.manifest.disabled.nodes == manifest.disabled.nodes)
        #expect(entry.manifest.graph.ids == manifest.graph.ids)
        #expect(entry.manifest.graph.parents == manifest.graph.parents)
        #expect(entry.unusedPaths == "unused")
        #expect(entry.manifestText == Array("text".utf8)[...])
        let line = zip(manifest.macros.keys, entry.macroLines).first { $0.0 == "macro.shop.m" }?.1
        #expect(line == 3)
    }

    @Test func isOutdatedByAnyChange() throws {
        let machine = Machine()
        _ = try machine.parse()
        try machine.memory.write("select '{{ m() }}', 2", to: "/p/models/a.sql")
        guard case .outdated(0, 0, 1) = try machine.read() else { return #expect(Bool(false), "a change is not seen") }
        try machine.memory.write("select 1", to: "/p/models/new.sql")
        guard case .outdated(0, 1, 0) = try machine.read() else { return #expect(Bool(false), "a file is not seen") }
    }

    @Test func holdsWhenAFileIsWrittenAnewWithTheSameText() throws {
        let machine = Machine()
        _ = try machine.parse()
        try machine.memory.write(try #require(Self.files["models/a.sql"]), to: "/p/models/a.sql")
        guard case .found = try machine.read() else { return #expect(Bool(false), "nothing is found") }
    }

    @Test func dependsOnVariablesAndTheEnvironment() throws {
        var machine = Machine()
        _ = try machine.parse()
        machine.environment = Environment(["UNRELATED": "x"])
        guard case .found = try machine.read() else { return #expect(Bool(false), "nothing is found") }
        machine.environment = Environment(["STAGE": "prod"])
        guard case .unusable = try machine.read() else { return #expect(Bool(false), "STAGE is not seen") }
        machine.environment = Environment()
        machine.options.variables = ["a": 1]
        guard case .unusable(let reason) = try machine.read() else { return #expect(Bool(false), "vars are not seen") }
        #expect(reason == "config vars, config profile, or config target have changed")
    }

    @Test func isIgnoredWhenDamaged() throws {
        let machine = Machine()
        _ = try machine.parse()
        let bytes = try machine.memory.read("/p/target/cache")
        var damaged: [[UInt8]] = [[], Array(bytes.prefix(bytes.count / 2)), Array("garbage".utf8)]
        for index in stride(from: 0, to: bytes.count, by: 97) {
            var copy = bytes
            copy[index] ^= 0x41
            damaged.append(copy)
        }
        for bytes in damaged {
            try machine.memory.write(bytes, to: "/p/target/cache")
            guard case .unusable = try machine.read() else { return #expect(Bool(false), "damage is not seen") }
        }
    }
}
