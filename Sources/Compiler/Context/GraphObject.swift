internal import Formats
internal import Jinja
internal import OrderedCollections
internal import ProjectGraph
internal import ProjectModel
internal import TemplateLibrary

/// `graph`: the manifest as templates see it; each section is made when it is first looked at.
///
/// What templates put there besides is the same for all renders of the command. Source: dbt-core 1.11, globals.
final class GraphObject: MethodObject {
    private static let sections = [
        "exposures", "functions", "groups", "metrics", "nodes", "sources", "semantic_models", "saved_queries",
    ]

    private let manifest: Manifest
    private let additions: SharedMapping
    private var known: [String: Value] = [:]

    init(_ manifest: Manifest, additions: SharedMapping) {
        self.manifest = manifest
        self.additions = additions
    }

    override var typeName: String { "dict" }
    override var isMapping: Bool { true }
    override var isSequence: Bool { true }
    override var isIterable: Bool { true }
    override var methodNames: Set<String> {
        ["get", "items", "keys", "values", "copy", "update", "pop", "setdefault", "clear"]
    }

    private func section(_ name: String) -> Value? {
        if let value = known[name] { return value }
        let value = Self.section(name, of: manifest)
        known[name] = value
        return value
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return section(name) ?? additions[name]?.value
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch name {
        case "get", "setdefault", "pop":
            if let key = arguments.positional.first?.string, let value = section(key) { return value }
            fallthrough
        case "update", "clear":
            return try SharedMappingObject(additions).invoke(name, arguments, renderer)
        default: return try Value.dict(dict).callMethod(name, arguments, renderer)
        }
    }

    private var dict: DictObject {
        let dict = DictObject(Self.sections.compactMap { name in section(name).map { (name, $0) } })
        for (key, value) in additions.all { dict[key] = value.value }
        return dict
    }

    override func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? { dict.items }
    override func jsonValue() throws(TemplateError) -> Value? { .dict(dict) }
    override func length() throws(TemplateError) -> Int? { Self.sections.count + additions.all.count }
    override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { try Value.dict(dict).makeIterator() }
    override func hash() throws(TemplateError) -> Int { throw TemplateError(.type, "unhashable type: 'dict'") }
    override func repr() throws(TemplateError) -> Text { try Value.dict(dict).repr() }

    private static func section(_ name: String, of manifest: Manifest) -> Value? {
        switch name {
        case "nodes":
            return mapping(
                manifest.nodes.values.filter { $0.resourceType != .function }.map { ($0.uniqueID, $0.templateFields) })
        case "functions":
            return mapping(
                manifest.nodes.values.filter { $0.resourceType == .function }.map { ($0.uniqueID, $0.templateFields) })
        case "sources": return mapping(manifest.sources.values.map { ($0.uniqueID, $0.fields) })
        case "exposures": return resources(.exposure, manifest)
        case "groups": return resources(.group, manifest)
        case "metrics": return resources(.metric, manifest)
        case "semantic_models": return resources(.semanticModel, manifest)
        case "saved_queries": return resources(.savedQuery, manifest)
        default: return nil
        }
    }

    private static func resources(_ type: ResourceType, _ manifest: Manifest) -> Value {
        mapping(manifest.resources(of: type).map { ($0.uniqueID, $0.manifestFields) })
    }

    private static func mapping(_ entries: [(UniqueID, DataMapping)]) -> Value {
        let dict = DictObject()
        for (id, fields) in entries { dict.set(Text(id), .dict(DictObject(fields))) }
        return .dict(dict)
    }
}
