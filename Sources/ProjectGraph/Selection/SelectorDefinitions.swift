public import Diagnostics
public import Formats

/// The selectors of selectors.yml: named selections, one of which may apply when none is asked for.
///
/// Source: `compat/selection.md`, YAML selectors.
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
            guard let name = entry["name"]?.string, let definition = entry["definition"] else {
                throw invalid("every selector needs a name and a definition")
            }
            if entry["default"]?.bool == true {
                if let other = defaultName {
                    throw invalid("found multiple default selectors: \(other), \(name)")
                }
                defaultName = name
            }
            selections[name] = try parse(definition, isRoot: true)
        }
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

    private func invalid(_ message: String) -> Diagnostic {
        Diagnostic(.selectorInvalid, "Could not read selector file data\n\(message)", family: .runtime)
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
            guard let exclusion = item["exclude"], item.mapping?.count == 1 else {
                included.append(try parse(item))
                continue
            }
            if excluded != nil {
                throw invalid("You cannot provide multiple exclude arguments to the same selector set operator")
            }
            excluded = try exclusions(exclusion)
        }
        let set: SelectionDefinition = key == "union" ? .union(included, .init()) : .intersection(included, .init())
        return excluded.map { .difference([set, $0], .init()) } ?? set
    }

    private func exclusions(_ value: DataValue) throws(Diagnostic) -> SelectionDefinition {
        guard let items = value.list else { throw invalid("Invalid value for key \"exclude\". Expected a list.") }
        var parts: [SelectionDefinition] = []
        for item in items { parts.append(try parse(item)) }
        return .union(parts, .init())
    }

    /// `{tag: nightly}`, or the long form with `method` and `value`.
    private func criterion(_ entries: DataMapping) throws(Diagnostic) -> SelectionDefinition {
        var entries = entries
        if entries.count == 1, let key = entries.keys.first, let value = entries[key] {
            entries = ["method": .string(key), "value": value]
        }
        guard let method = entries["method"]?.string, let value = entries["value"] else {
            let keys = entries.keys.map { "'\($0)'" }.joined(separator: ", ")
            throw invalid("Expected either 1 key or else \"method\" and \"value\" keys, but got [\(keys)]")
        }
        if method == "selector" {
            guard let earlier = value.string.flatMap({ selections[$0] }) else {
                throw invalid("Existing selector definition for \(value.string ?? "") not found.")
            }
            return earlier
        }
        let (name, arguments) = try parser.method(method)
        let criterion = SelectionCriterion(
            method: name, arguments: arguments, value: text(value), parents: reach(entries, "parents"),
            children: reach(entries, "children"),
            includesChildrensParents: entries["childrens_parents"]?.bool ?? false,
            indirectSelection: entries["indirect_selection"]?.string.flatMap(IndirectSelection.init)
                ?? parser.indirectSelection)
        try parser.check(criterion, criterion.value)
        guard let excluded = entries["exclude"] else { return .criterion(criterion) }
        return .difference([.criterion(criterion), try exclusions(excluded)], .init())
    }

    private func reach(_ entries: DataMapping, _ key: String) -> SelectionCriterion.Reach {
        guard entries[key]?.bool == true else { return .none }
        return entries["\(key)_depth"]?.int.map { .levels($0) } ?? .all
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
