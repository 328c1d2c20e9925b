public import Diagnostics
public import Formats

/// The definitions of selectors.yml as the manifest lists them: text taken apart, references to other selectors replaced.
///
/// Source: dbt-core 1.11, the section `selectors` of its manifests.
public enum SelectorExpansion {
    /// The entries under `selectors:` by name.
    /// - Throws: when a text is no criterion.
    public static func expand(_ entries: [DataValue]) throws(Diagnostic) -> DataMapping {
        var result: DataMapping = [:]
        for entry in entries {
            guard var fields = entry.mapping, let name = fields["name"]?.string else { continue }
            fields["definition"] = try expand(fields["definition"] ?? .null, result)
            result[name] = .mapping(fields)
        }
        return result
    }

    private static func expand(_ definition: DataValue, _ earlier: DataMapping) throws(Diagnostic) -> DataValue {
        switch definition {
        case .string(let text): return try criterion(text)
        case .mapping(let fields):
            for key in ["union", "intersection"] {
                guard let items = fields[key]?.list else { continue }
                return .mapping([key: .list(try expand(items, earlier))])
            }
            return try single(fields, earlier)
        default: return definition
        }
    }

    private static func expand(_ items: [DataValue], _ earlier: DataMapping) throws(Diagnostic) -> [DataValue] {
        try items.map { item throws(Diagnostic) in try expand(item, earlier) }
    }

    private static func single(_ fields: DataMapping, _ earlier: DataMapping) throws(Diagnostic) -> DataValue {
        guard let key = fields.keys.first, var value = fields[key] else { return .mapping(fields) }
        if let items = value.list { value = .list(try expand(items, earlier)) }
        if key == "exclude" { return .mapping([key: value]) }
        if fields.count == 1 { return .mapping(["method": .string(key), "value": value]) }
        if key == "method", value == "selector", let name = fields["value"]?.string {
            return earlier[name]?["definition"] ?? .null
        }
        return .mapping(fields)
    }

    /// A criterion in text; the depths stay text.
    private static func criterion(_ text: String) throws(Diagnostic) -> DataValue {
        let criterion = try SelectionParser().criterion(text)
        var fields: DataMapping = [:]
        if criterion.includesChildrensParents { fields["childrens_parents"] = true }
        add(criterion.parents, "parents", to: &fields)
        let method = [criterion.method.rawValue] + criterion.arguments
        fields["method"] = .string(method.joined(separator: "."))
        if !criterion.value.isEmpty { fields["value"] = .string(criterion.value) }
        add(criterion.children, "children", to: &fields)
        return .mapping(fields)
    }

    private static func add(_ reach: SelectionCriterion.Reach, _ key: String, to fields: inout DataMapping) {
        switch reach {
        case .none: break
        case .all: fields[key] = true
        case .levels(let count):
            fields[key] = true
            fields["\(key)_depth"] = .string("\(count)")
        }
    }
}
