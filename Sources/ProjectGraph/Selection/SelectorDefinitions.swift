public import Diagnostics
public import Formats

/// The selectors of selectors.yml: named selections, one of which may apply when none is asked for.
///
/// Source: dbt-core 1.11, YAML selectors.
public struct SelectorDefinitions: Sendable {
    public private(set) var selections: OrderedDictionary<String, SelectionDefinition> = [:]
    public private(set) var defaultName: String?
    private let parser: SelectionParser

    /// - Parameters:
    ///   - entries: the list under `selectors:`, rendered.
    ///   - indirectSelection: how tests are added where a definition does not say it.
    /// - Throws: for the first definition that cannot be understood.
    public init(_ entries: [DataValue], indirectSelection: IndirectSelection) throws(Diagnostic) {
        parser = SelectionParser(indirectSelection: indirectSelection)
        for entry in entries {
            try checkForm(of: entry)
            guard let name = entry["name"]?.string, entry["default"]?.bool == true else { continue }
            if let other = defaultName {
                throw invalid(
                    "Error when parsing the selector file. "
                        + "Found multiple selectors with `default: true`:\(other) and \(name)")
            }
            defaultName = name
        }
        for entry in entries {
            guard let name = entry["name"]?.string, let definition = entry["definition"] else { continue }
            do throws(Diagnostic) {
                selections[name] = try parse(definition, isRoot: true)
            } catch {
                throw error.code == .selectorInvalid ? error : invalid(error.message, hint: error.hint)
            }
        }
    }

    /// - Throws: when an entry is no selector at all.
    private func checkForm(of entry: DataValue) throws(Diagnostic) {
        let known: Set<String> = ["name", "definition", "description", "default"]
        guard let fields = entry.mapping, fields["name"]?.string != nil, known.isSuperset(of: fields.keys),
            let definition = fields["definition"]
        else { throw malformed(entry) }
        if definition.string == nil, definition.mapping == nil { throw malformed(definition) }
    }

    private func malformed(_ value: DataValue) -> Diagnostic {
        Diagnostic(
            .selectorInvalid,
            "Could not parse selector file data: \n\(YAML.dump(value))\n"
                + "Valid root-level selector definitions: union, intersection, string, dictionary. No lists. "
                + "\nhttps://docs.getdbt.com/reference/node-selection/yaml-selectors",
            family: .runtime)
    }

    /// The selection with this name.
    /// - Throws: when there is none.
    public func selection(named name: String) throws(Diagnostic) -> SelectionDefinition {
        if let selection = selections[name] { return selection }
        let known = selections.keys.map { "'\($0)'" }.joined(separator: ", ")
        throw Diagnostic(
            .selectorNotFound, "Could not find selector named \(name), expected one of [\(known)]", family: .runtime,
            hint: Suggestion.hint(for: name, in: selections.keys))
    }

    private func invalid(_ message: String, hint: String? = nil) -> Diagnostic {
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ")
        return Diagnostic(
            .selectorInvalid, "Could not read selector file data: Runtime Error\n  \(lines)", family: .runtime,
            hint: hint)
    }

    private func parse(_ definition: DataValue, isRoot: Bool = false) throws(Diagnostic) -> SelectionDefinition {
        switch definition {
        case .string(let text): return .criterion(try parser.criterion(text))
        case .mapping(let entries):
            let setKey = ["union", "intersection"].first { entries[$0] != nil }
            guard let setKey, let value = entries[setKey] else { return try criterion(entries) }
            if isRoot, entries.count > 1 {
                throw invalid(
                    "Only a single 'union' or 'intersection' key is allowed in a root level selector definition; "
                        + "found \(entries.keys.joined(separator: ",")).")
            }
            return try combination(setKey, value)
        default:
            throw invalid("Expected to find union, intersection, str or dict, instead found \(definition)")
        }
    }

    /// A `union:` or `intersection:` list, one entry of which may be an `exclude:`.
    private func combination(_ key: String, _ value: DataValue) throws(Diagnostic) -> SelectionDefinition {
        guard let items = value.list else { throw invalid("Invalid value for key \"\(key)\". Expected a list.") }
        var included: [SelectionDefinition] = []
        var excluded: SelectionDefinition?
        for item in items {
            // What stands beside `exclude` in an entry of a list counts for nothing, as with dbt.
            guard let exclusion = item["exclude"] else {
                try checkItem(item, of: key)
                included.append(try parse(item))
                continue
            }
            if excluded != nil {
                throw invalid(
                    "You cannot provide multiple exclude arguments to the same selector set operator:\n\(YAML.dump(item))"
                )
            }
            excluded = try exclusions(exclusion)
        }
        let set: SelectionDefinition = key == "union" ? .union(included, .init()) : .intersection(included, .init())
        return excluded.map { .difference([set, $0], .init()) } ?? set
    }

    private func exclusions(_ value: DataValue) throws(Diagnostic) -> SelectionDefinition {
        guard let items = value.list else { throw invalid("Invalid value for key \"exclude\". Expected a list.") }
        var parts: [SelectionDefinition] = []
        for item in items {
            try checkItem(item, of: "exclude")
            parts.append(try parse(item))
        }
        return .union(parts, .init())
    }

    private func checkItem(_ item: DataValue, of key: String) throws(Diagnostic) {
        let type: String
        switch item {
        case .string, .mapping: return
        case .list: type = "list"
        case .bool: type = "bool"
        case .int, .bigInt: type = "int"
        case .float: type = "float"
        case .null: type = "NoneType"
        case .date, .timestamp: type = "datetime.date"
        }
        throw invalid(
            "Invalid value type <class '\(type)'> in key \"\(key)\", expected dict or str (value: \(text(item))).")
    }

    /// `{tag: nightly}`, or the long form with `method` and `value`.
    private func criterion(_ entries: DataMapping) throws(Diagnostic) -> SelectionDefinition {
        var entries = entries
        if entries["method"] == "selector" {
            let name = text(entries["value"] ?? .null)
            guard let earlier = selections[name] else {
                throw invalid("Existing selector definition for \(name) not found.")
            }
            return earlier
        }
        if entries.count == 1, let key = entries.keys.first, let value = entries[key] {
            entries = ["method": .string(key), "value": value]
        }
        guard let method = entries["method"]?.string, let value = entries["value"] else {
            let keys = entries.keys.map { "'\($0)'" }.joined(separator: ", ")
            throw invalid("Expected either 1 key or else \"method\" and \"value\" keys, but got [\(keys)]")
        }
        let (name, arguments) = try parser.method(method)
        var criterion = SelectionCriterion(
            method: name, arguments: arguments, value: text(value), parents: try reach(entries, "parents"),
            children: try reach(entries, "children"), includesChildrensParents: isTrue(entries["childrens_parents"]),
            indirectSelection: try indirectSelection(entries["indirect_selection"]))
        if value.string == nil { criterion.literal = value }
        try parser.check(criterion, YAML.dump(.mapping(entries)))
        guard let excluded = entries["exclude"] else { return .criterion(criterion) }
        return .difference([.criterion(criterion), try exclusions(excluded)], .init())
    }

    private func reach(_ entries: DataMapping, _ key: String) throws(Diagnostic) -> SelectionCriterion.Reach {
        guard isTrue(entries[key]) else { return .none }
        let depth = entries["\(key)_depth"] ?? .null
        guard isTrue(depth) else { return .all }
        guard let levels = depth.int ?? depth.string.flatMap({ Int($0) }) else {
            throw invalid("Invalid node spec - could not handle parent depth \(text(depth))")
        }
        return .levels(levels)
    }

    private func indirectSelection(_ value: DataValue?) throws(Diagnostic) -> IndirectSelection {
        guard let value else { return parser.indirectSelection }
        guard let mode = IndirectSelection(rawValue: text(value)) else {
            throw invalid("'\(text(value))' is not a valid IndirectSelection")
        }
        return mode
    }

    /// Python's truth of a value.
    private func isTrue(_ value: DataValue?) -> Bool {
        switch value {
        case nil, .null, .bool(false), .int(0), .string(""): false
        default: true
        }
    }

    private func text(_ value: DataValue) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): "\(number)"
        default: ""
        }
    }
}
