public import Formats

extension Node {
    /// The node as `graph` and `results` show it to templates: the keys of the manifest, and some that are not written.
    public var templateFields: DataMapping { fields(forTemplates: true) }

    /// The node as `model` shows it to templates: like `templateFields`, without the keys that have no value, so that
    /// `model.get()` finds its default.
    public var modelFields: DataMapping {
        var fields = templateFields.withoutShapedNulls
        fields["columns"] = columns.fields.mapping.map { columns in
            .mapping(columns.mapValues(\.withoutShapedNulls))
        }
        return fields
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

extension Macro {
    /// The macro as `model` shows it to what `run-operation` calls.
    public var modelFields: DataMapping { fields.withoutShapedNulls }
}

/// Keys below which dbt knows every key.
private let shapedKeys: Set = [
    "arguments", "build_after", "config", "constraints", "contract", "defer_relation", "docs", "freshness", "post-hook",
    "pre-hook", "refs", "snapshot_meta_column_names", "test_metadata",
]

extension DataMapping {
    /// The fields of a resource without those that have no value; mappings that people fill as they like keep their
    /// nulls. Source: dbt-core 1.11, `to_dict(omit_none=True)`.
    fileprivate var withoutShapedNulls: DataMapping {
        var kept: DataMapping = [:]
        kept.reserveCapacity(count)
        for (key, value) in self where !value.isNull {
            kept[key] = shapedKeys.contains(key) ? value.withoutShapedNulls : value
        }
        return kept
    }
}

extension DataValue {
    fileprivate var withoutShapedNulls: DataValue {
        switch self {
        case .mapping(let fields): .mapping(fields.withoutShapedNulls)
        case .list(let items): .list(items.map(\.withoutShapedNulls))
        default: self
        }
    }
}
