public import Formats

extension Node {
    /// The node as `graph` and `results` show it to templates: the keys of the manifest, and some that are not written.
    public var templateFields: DataMapping { fields(forTemplates: true) }

    /// The node as `model` shows it to templates: like `templateFields`, without the keys that have no value, so that
    /// `model.get()` finds its default.
    ///
    /// Source: dbt-core 1.11, `to_dict(omit_none=True)`: mappings that people fill as they like keep their nulls.
    public var modelFields: DataMapping {
        var fields = Self.withoutNulls(templateFields)
        fields["columns"] = columns.fields.mapping.map { columns in
            .mapping(columns.mapValues { Self.withoutNulls($0) })
        }
        return fields
    }

    /// Keys below which dbt knows every key.
    private static let shaped: Set = [
        "build_after", "config", "constraints", "contract", "defer_relation", "docs", "freshness", "post-hook",
        "pre-hook", "refs", "snapshot_meta_column_names", "test_metadata",
    ]

    private static func withoutNulls(_ fields: DataMapping) -> DataMapping {
        var kept: DataMapping = [:]
        kept.reserveCapacity(fields.count)
        for (key, value) in fields where !value.isNull {
            kept[key] = shaped.contains(key) ? withoutNulls(value) : value
        }
        return kept
    }

    private static func withoutNulls(_ value: DataValue) -> DataValue {
        switch value {
        case .mapping(let fields): .mapping(withoutNulls(fields))
        case .list(let items): .list(items.map { withoutNulls($0) })
        default: value
        }
    }

    /// Where else the node stands, and which batch of it is built.
    func addPlaces(to fields: inout DataMapping) {
        switch resourceType {
        case .model, .seed, .snapshot:
            fields["defer_relation"] = deferRelation.map { .mapping($0.fields) } ?? .null
            if resourceType == .model { fields["batch"] = .null }
        default: break
        }
    }
}
