public import Formats

extension SourceTable {
    /// The source as the manifest writes it and as templates see it in `graph`.
    ///
    /// Source: dbt-core 1.11, other sections.
    public var fields: DataMapping {
        [
            "database": .string(database), "schema": .string(schema), "name": .string(name), "resource_type": "source",
            "package_name": .string(packageName), "path": .string(path),
            "original_file_path": .string(originalFilePath), "unique_id": .string(uniqueID), "fqn": .strings(fqn),
            "source_name": .string(sourceName), "source_description": .string(sourceDescription),
            "loader": .string(loader), "identifier": .string(identifier), "quoting": .mapping(quoting),
            "loaded_at_field": .text(loadedAtField), "loaded_at_query": .text(loadedAtQuery),
            "freshness": freshness.map(\.fields) ?? .null, "external": external, "description": .string(description),
            "columns": columns.fields, "meta": .mapping(meta), "source_meta": .mapping(sourceMeta),
            "tags": .strings(tags), "config": .mapping(config.values), "patch_path": .text(patchPath),
            "unrendered_config": .mapping(unrenderedConfig), "relation_name": .text(relationName),
            "created_at": .float(createdAt), "unrendered_database": .text(unrenderedDatabase),
            "unrendered_schema": .text(unrenderedSchema), "doc_blocks": .strings(docBlocks),
        ]
    }
}

extension Freshness {
    /// The thresholds as the manifest writes them.
    public var fields: DataValue {
        .mapping([
            "warn_after": warnAfter.map(\.fields) ?? .null, "error_after": errorAfter.map(\.fields) ?? .null,
            "filter": .text(filter),
        ])
    }
}

extension Freshness.Threshold {
    public var fields: DataValue {
        .mapping(["count": count.map { .int($0) } ?? .null, "period": .text(period)])
    }
}

extension Macro {
    /// The macro as the manifest writes it.
    public var fields: DataMapping {
        [
            "name": .string(name), "resource_type": "macro", "package_name": .string(packageName),
            "path": .string(path), "original_file_path": .string(originalFilePath), "unique_id": .string(uniqueID),
            "macro_sql": .string(code), "depends_on": .mapping(["macros": .strings(dependsOnMacros)]),
            "description": .string(description), "meta": .mapping(meta), "docs": .mapping(docs),
            "config": .mapping(["meta": .mapping(meta), "docs": .mapping(docs)]), "patch_path": .text(patchPath),
            "arguments": .list(arguments.map { .mapping($0) }), "created_at": .float(createdAt),
            "supported_languages": supportedLanguages.map { .strings($0) } ?? .null,
        ]
    }
}

extension Documentation {
    /// The block as the manifest writes it.
    public var fields: DataMapping {
        [
            "name": .string(name), "resource_type": "doc", "package_name": .string(packageName), "path": .string(path),
            "original_file_path": .string(originalFilePath), "unique_id": .string(uniqueID),
            "block_contents": .string(contents),
        ]
    }
}

extension GraphResource {
    /// The keys of each type after those that all have, in dbt's order; what is not listed comes last.
    private static let keyOrder: [ResourceType: [String]] = [
        .exposure: [
            "type", "owner", "description", "label", "maturity", "meta", "tags", "config", "unrendered_config", "url",
            "depends_on", "refs", "sources", "metrics", "created_at",
        ],
        .metric: [
            "description", "label", "type", "type_params", "filter", "metadata", "time_granularity", "meta", "tags",
            "config", "unrendered_config", "sources", "depends_on", "refs", "metrics", "created_at", "group",
        ],
        .semanticModel: [
            "model", "node_relation", "description", "label", "defaults", "entities", "measures", "dimensions",
            "metadata", "depends_on", "refs", "created_at", "config", "unrendered_config", "primary_entity", "group",
        ],
        .savedQuery: [
            "query_params", "exports", "description", "label", "metadata", "config", "unrendered_config", "group",
            "depends_on", "created_at", "refs", "tags",
        ],
        .group: ["owner", "description", "config"],
    ]

    /// The resource as the manifest writes it: dbt's keys in dbt's order.
    public var manifestFields: DataMapping {
        var result: DataMapping = [
            "name": .string(name), "resource_type": .string(resourceType.rawValue),
            "package_name": .string(packageName), "path": .string(path),
            "original_file_path": .string(originalFilePath), "unique_id": .string(uniqueID),
        ]
        if resourceType != .group { result["fqn"] = .strings(fqn) }
        let known = knownFields
        for key in Self.keyOrder[resourceType] ?? [] { result[key] = known[key] ?? fields[key] }
        for (key, value) in fields where result[key] == nil { result[key] = value }
        return result
    }

    /// The keys whose values have properties of their own.
    private var knownFields: DataMapping {
        let isOptional = resourceType != .exposure && resourceType != .metric
        var known: DataMapping = [
            "description": isOptional && description.isEmpty ? .null : .string(description),
            "config": .mapping(config.values),
        ]
        guard resourceType != .group else { return known }
        known["unrendered_config"] = .mapping(unrenderedConfig)
        known["depends_on"] = dependsOn.fields
        known["refs"] = .list(refs.map(\.fields))
        known["created_at"] = .float(createdAt)
        switch resourceType {
        case .exposure, .metric:
            known["meta"] = .mapping(meta)
            known["tags"] = .strings(tags)
            known["sources"] = .list(sources.map { .strings([$0.source, $0.table]) })
            known["metrics"] = .list(metrics.map { .strings($0.arguments) })
        case .savedQuery: known["tags"] = .strings(tags)
        default: break
        }
        return known
    }
}

extension UnitTest {
    /// The unit test as the manifest writes it.
    public var fields: DataMapping {
        [
            "model": .string(model), "given": .list(given.map(\.fields)), "expect": expect.fields,
            "name": .string(name), "resource_type": "unit_test", "package_name": .string(packageName),
            "path": .string(path), "original_file_path": .string(originalFilePath), "unique_id": .string(uniqueID),
            "fqn": .strings(fqn), "description": .string(description),
            "overrides": overrides.isEmpty ? .null : .mapping(overrides),
            "depends_on": dependsOn.fields, "config": .mapping(config.values), "checksum": .text(checksum),
            "schema": .text(schema), "created_at": .float(createdAt), "versions": versions,
            "version": version.map(\.value) ?? .null,
        ]
    }
}

extension UnitTest.Fixture {
    /// The rows as the manifest writes them; an expectation has no input.
    public var fields: DataValue {
        var fields: DataMapping = [:]
        if let input { fields["input"] = .string(input) }
        fields["rows"] = rows
        fields["format"] = .string(format)
        fields["fixture"] = .text(fixture)
        return .mapping(fields)
    }
}
