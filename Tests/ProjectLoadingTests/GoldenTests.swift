import Diagnostics
import Formats
import ProjectLoading
import ProjectModel
import Testing

/// Compares what loading gives with the manifest that dbt-core wrote for the same project.
@Suite struct GoldenTests {
    private let golden: GoldenProject
    private var loaded: LoadedProject { golden.loaded }

    init() throws { golden = try GoldenProject.shop.get() }

    private func expect(
        _ actual: DataMapping, _ id: String, _ keys: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for key in keys {
            #expect(
                actual[key] == golden.expected[id]?[key], "\(id): \(key)", sourceLocation: sourceLocation)
        }
    }

    @Test func genericTestsHaveDbtsNamesCodeAndConfiguration() throws {
        let tests = loaded.packages.flatMap(\.properties.tests)
        let recorded = golden.expected.filter { !($0.value["test_metadata"] ?? .null).isNull }.keys
        #expect(Set(tests.map(\.uniqueID)) == Set(recorded))
        for test in tests {
            var request = ConfigResolver.Request(type: .test, packageName: test.place.file.packageName, fqn: test.fqn)
            request.calls = test.config
            let resolved = try loaded.configs.resolve(request)
            let tags = test.tags + resolved.tags.filter { !test.tags.contains($0) }
            let metadata: DataValue = .mapping([
                "name": .string(test.testName), "kwargs": .mapping(test.arguments),
                "namespace": test.namespace.map { .string($0) } ?? .null,
            ])
            let actual: DataMapping = [
                "name": .string(test.name), "path": .string(test.path), "raw_code": .string(test.rawCode),
                "fqn": .strings(test.fqn), "file_key_name": .string(test.fileKeyName), "tags": .strings(tags),
                "column_name": .text(test.columnName), "config": .mapping(resolved.config.values),
                "unrendered_config": .mapping(resolved.unrendered),
            ]
            expect(actual, test.uniqueID, Array(actual.keys))
            // Dates are texts in the manifest.
            let kwargs = golden.expected[test.uniqueID]?["test_metadata"]
            #expect(Self.withoutDates(metadata) == kwargs)
        }
    }

    private static func withoutDates(_ value: DataValue) -> DataValue {
        switch value {
        case .date(let text): .string(text)
        case .list(let items): .list(items.map(withoutDates))
        case .mapping(let entries): .mapping(entries.mapValues(withoutDates))
        default: value
        }
    }

    @Test func sourceTablesAreComplete() {
        let tables = loaded.packages.flatMap(\.properties.sources).map(\.table)
        #expect(Set(tables.map(\.uniqueID)) == Set(golden.ids("source.")))
        for table in tables {
            let keys = [
                "config", "unrendered_config", "tags", "meta", "source_meta", "fqn", "quoting", "freshness",
                "loaded_at_field", "loaded_at_query", "relation_name", "unrendered_schema", "columns", "path",
            ]
            expect(table.fields, table.uniqueID, keys)
        }
    }

    @Test func describedResourcesHaveTheShapeOfTheManifest() {
        let resources = loaded.packages.flatMap(\.properties.resources).map(\.resource)
        let recorded = ["exposure.", "group.", "metric.", "semantic_model.", "saved_query."].flatMap(golden.ids)
        #expect(Set(resources.map(\.uniqueID)) == Set(recorded))
        for resource in resources {
            // Filled in when references are resolved.
            var fields = resource.manifestFields
            if resource.resourceType == .savedQuery { fields["metrics"] = nil }
            let keys = fields.keys.filter { golden.expected[resource.uniqueID]?[$0] != nil && $0 != "description" }
            expect(fields, resource.uniqueID, Array(keys))
        }
    }

    /// What `config()` calls say in the files of the project.
    private let calls: [String: [DataMapping]] = [
        "model.shop.a": [
            [
                "tags": .list(["f"]), "meta": .mapping(["x": 1]),
                "grants": .mapping(["+select": "y", "insert": .list(["z"])]), "custom": .null,
                "custom2": .mapping(["k": .list([1])]), "schema": .null,
            ],
            [
                "tags": "second", "post_hook": "select 9", "unique_key": .list(["a", "b"]),
                "indexes": .list([.mapping(["columns": .list(["a"])])]),
            ],
        ],
        "model.shop.b": [
            [
                "pre_hook": "\n    \n    {\"sql\": \"x\", \"transaction\": false}\n\n", "on_schema_change": "sync",
                "full_refresh": true, "column_types": .mapping(["a": "b"]),
                "contract": .mapping(["enforced": false]),
                "freshness": .mapping(["build_after": .mapping(["count": 1, "period": "day"])]),
                "snapshot_meta_column_names": .mapping(["a": 1]), "schema": .null,
            ]
        ],
        "model.shop.v.v3": [["materialized": "table"]],
        "model.util.u": [["materialized": "view", "tags": .list(["infile"]), "meta": .mapping(["f": 1])]],
        "snapshot.shop.sn": [
            [
                "strategy": "check", "check_cols": "all",
                "snapshot_meta_column_names": .mapping(["dbt_valid_from": "vf"]),
            ]
        ],
    ]

    private func resolved(_ id: String, _ patch: ResourceProperties?) throws -> ConfigResolver.Resolved {
        let parts = id.split(separator: ".").map(String.init)
        let fqn = golden.expected[id]?["fqn"]?.list?.compactMap(\.string) ?? []
        var request = ConfigResolver.Request(
            type: try #require(ResourceType(rawValue: parts[0])), packageName: parts[1], fqn: fqn)
        request.properties = patch?.config ?? [:]
        for call in calls[id] ?? [] { try ConfigResolver.addCall(call, to: &request.calls) }
        return try loaded.configs.resolve(request)
    }

    @Test func nodesHaveDbtsConfigurationAndProperties() throws {
        let files = ["model.shop.v.v1": "v_v1", "model.shop.v.v2": "v", "model.shop.v.v3": "other"]
        for id in ["model.", "seed.", "snapshot.", "function.", "operation."].flatMap(golden.ids) {
            let parts = id.split(separator: ".").map(String.init)
            let package = try #require(loaded.packages.first { $0.name == parts[1] })
            let type = try #require(ResourceType(rawValue: parts[0]))
            let patch = package.properties.patch(for: type, named: files[id] ?? parts[2])
            let resolved = try resolved(id, patch)
            var actual: DataMapping = [
                "config": .mapping(resolved.config.values), "unrendered_config": .mapping(resolved.unrendered),
                "tags": .strings((type == .operation ? ["on-run-start"] : []) + resolved.tags),
                "columns": patch.map { $0.columns.fields } ?? .mapping([:]),
            ]
            // dbt lets the project's schema stand in b's config, but not in its relation: `schema=none` counts for us.
            if id == "model.shop.b" { actual["config"] = nil }
            expect(actual, id, Array(actual.keys))
        }
    }

    @Test func versionsTakeOverWhatTheModelSays() throws {
        let properties = loaded.root.properties
        let first = try #require(properties.patch(for: .model, named: "v_v1"))
        #expect(first.description == "base")
        #expect(first.version == .int(1))
        #expect(first.latestVersion == .int(2))
        #expect(first.deprecationDate == "2030-01-02T00:00:00+00:00")
        #expect(first.constraints.count == 1)
        #expect(Array(first.columns.keys) == ["id", "c"])
        let second = try #require(properties.patch(for: .model, named: "v"))
        #expect(second.description == "two")
        #expect(second.fileNames == ["v_v2", "v"])
        #expect(second.columns["b"]?.extra == ["policy": "z"])
        #expect(properties.patch(for: .model, named: "other")?.version == .int(3))
    }

    @Test func pathsThatConfigureNothingAreFound() {
        let nodes = golden.ids("").map { id in
            let type = ResourceType(rawValue: String(id.prefix { $0 != "." })) ?? .model
            return (type, golden.expected[id]?["fqn"]?.list?.compactMap(\.string) ?? [])
        }
        #expect(loaded.configs.unusedPaths(resources: nodes, disabled: []) == ["models.shop.sub.nope", "models.other"])
    }

    @Test func oldFormsGiveDeprecations() {
        #expect(
            loaded.warnings.map(\.code.rawValue) == [
                "deprecated-property-moved-to-config", "deprecated-missing-arguments-property",
            ])
        #expect(
            loaded.warnings[1].message.hasPrefix(
                "Found top-level arguments to test `relationships` defined on 'a' in package 'shop' (models/s.yml)."))
    }
}
