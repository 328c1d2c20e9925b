public import Diagnostics
internal import Formats
public import Platform
public import ProjectGraph
internal import ProjectModel

/// semantic_manifest.json: metrics and semantic models, in the shape that query tools of the semantic layer read.
///
/// Source: dbt-core 1.11, semantic_manifest.json.
public struct SemanticManifestArtifact {
    private let manifest: Manifest

    public init(_ manifest: Manifest) { self.manifest = manifest }

    /// Writes the file into `directory`, all at once.
    /// - Throws: also when the project has semantic models but no time spine of days or less.
    public func write(to directory: String, _ files: any FileSystem) throws(Diagnostic) {
        try manifest.requireTimeSpine()
        try files.writeArtifact(JSON.bytes(value), named: "semantic_manifest.json", into: directory)
    }

    private var value: DataValue {
        .mapping([
            "semantic_models": .list(manifest.resources(of: .semanticModel).map(semanticModel)),
            "metrics": .list(manifest.resources(of: .metric).map(metric)),
            "project_configuration": .mapping([
                "time_spine_table_configurations": legacyTimeSpine.map { .list([$0]) } ?? .list([]), "metadata": .null,
                "dsi_package_version": .mapping(["major_version": "0", "minor_version": "9", "patch_version": "0"]),
                "time_spines": .list(manifest.timeSpines.map(value)),
            ]),
            "saved_queries": .list(manifest.resources(of: .savedQuery).map(savedQuery)),
        ])
    }

    // MARK: - Resources

    /// The values of `keys`, null where there is none.
    private func pick(_ keys: [String], from fields: DataMapping) -> DataMapping {
        DataMapping(keys.map { ($0, fields[$0] ?? .null) }) { first, _ in first }
    }

    private func config(of fields: DataMapping) -> DataValue {
        .mapping(["meta": fields["config"]?["meta"] ?? .mapping([:])])
    }

    private func semanticModel(_ model: GraphResource) -> DataValue {
        let fields = model.manifestFields
        var result = pick(["name", "defaults", "description", "node_relation", "primary_entity"], from: fields)
        result["entities"] = elements(
            fields["entities"], ["name", "description", "type", "role", "expr", "metadata", "label"])
        result["measures"] = elements(
            fields["measures"],
            [
                "name", "agg", "description", "create_metric", "expr", "agg_params", "metadata",
                "non_additive_dimension",
                "agg_time_dimension", "label",
            ])
        result["dimensions"] = elements(
            fields["dimensions"],
            ["name", "description", "type", "is_partition", "type_params", "expr", "metadata", "label"])
        result["label"] = fields["label"] ?? .null
        result["metadata"] = fields["metadata"] ?? .null
        result["config"] = config(of: fields)
        return .mapping(result)
    }

    private func elements(_ value: DataValue?, _ keys: [String]) -> DataValue {
        .list(
            (value?.list ?? []).map { element in
                var result = pick(keys, from: element.mapping ?? [:])
                result["config"] = config(of: element.mapping ?? [:])
                return .mapping(result)
            })
    }

    private func metric(_ metric: GraphResource) -> DataValue {
        let fields = metric.manifestFields
        var result = pick(["name", "description", "type"], from: fields)
        var parameters = pick(
            [
                "measure", "numerator", "denominator", "expr", "window", "grain_to_date", "metrics",
                "conversion_type_params", "cumulative_type_params", "input_measures",
            ], from: fields["type_params"]?.mapping ?? [:])
        if let cumulative = parameters["cumulative_type_params"]?.mapping {
            parameters["cumulative_type_params"] = .mapping(
                pick(["window", "grain_to_date", "period_agg"], from: cumulative))
        }
        if let conversion = parameters["conversion_type_params"]?.mapping {
            parameters["conversion_type_params"] = .mapping(
                pick(
                    ["base_measure", "conversion_measure", "entity", "calculation", "window", "constant_properties"],
                    from: conversion))
        }
        result["type_params"] = .mapping(parameters)
        result["filter"] = fields["filter"] ?? .null
        result["metadata"] = fields["metadata"] ?? .null
        result["label"] = fields["label"] ?? .null
        result["config"] = config(of: fields)
        result["time_granularity"] = fields["time_granularity"] ?? .null
        return .mapping(result)
    }

    private func savedQuery(_ query: GraphResource) -> DataValue {
        let fields = query.manifestFields
        var result = pick(["name"], from: fields)
        result["query_params"] = .mapping(
            pick(["metrics", "group_by", "order_by", "limit", "where"], from: fields["query_params"]?.mapping ?? [:]))
        for key in ["description", "metadata", "label"] { result[key] = fields[key] ?? .null }
        result["exports"] = .list(
            (fields["exports"]?.list ?? []).map { export in
                .mapping([
                    "name": export["name"] ?? .null,
                    "config": .mapping(
                        pick(["export_as", "schema_name", "alias"], from: export["config"]?.mapping ?? [:])),
                ])
            })
        result["tags"] = .strings(query.tags)
        return .mapping(result)
    }

    // MARK: - Time spines

    private func value(of spine: TimeSpine) -> DataValue {
        .mapping([
            "node_relation": .mapping([
                "alias": .string(spine.alias), "schema_name": .string(spine.schema),
                "database": .string(spine.database), "relation_name": .text(spine.relationName),
            ]),
            "primary_column": .mapping([
                "name": .string(spine.column), "time_granularity": .string(spine.granularity.rawValue),
            ]),
            "custom_granularities": .list(
                spine.customGranularities.map { custom in
                    .mapping(["name": .string(custom.name), "column_name": .text(custom.column)])
                }),
        ])
    }

    private var legacyTimeSpine: DataValue? {
        guard let node = manifest.legacyTimeSpine, node.model?.timeSpine.isNull ?? true else { return nil }
        return .mapping(["location": .text(node.relationName), "column_name": "date_day", "grain": "day"])
    }
}
