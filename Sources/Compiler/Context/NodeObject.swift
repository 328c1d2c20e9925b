internal import Formats
internal import Jinja
internal import ProjectModel
internal import TemplateLibrary

/// A node as an object: the second argument of naming macros, `results[…].node`.
final class NodeObject: Object {
    private let type: ResourceType
    private let node: Node?
    private let given: DataMapping
    /// The node as `to_dict()` gives it.
    private(set) lazy var fields = Value(node?.templateFields ?? given)

    init(_ node: Node) {
        type = node.resourceType
        self.node = node
        given = [:]
    }

    convenience init(_ node: HookContext.HookNode) {
        switch node {
        case .node(let node): self.init(node)
        case .other(let type, let fields): self.init(type, fields)
        }
    }

    private init(_ type: ResourceType, _ fields: DataMapping) {
        self.type = type
        node = nil
        given = fields
    }

    override var typeName: String { "ParsedNode" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if let node, let value = frequent(name, of: node) { return value }
        switch name {
        case "resource_type": return .object(EnumText("NodeType", memberName, value: type.rawValue))
        case "identifier": return fields.dict?["alias"]
        case "config": return fields.dict?["config"]?.dict.map { .object(NodeConfigObject($0)) }
        case "to_dict": return .function(name) { [self] _, _ in fields }
        case "get":
            return .function(name) { [self] arguments, _ throws(TemplateError) in
                try arguments.positional.first?.string.flatMap { key throws(TemplateError) in try attribute(key) }
                    ?? (arguments.positional.count > 1 ? arguments.positional[1] : .null)
            }
        default: return fields.dict?[name]
        }
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try attribute(name)
    }

    /// What naming macros read of every node, without making all of its fields.
    private func frequent(_ name: String, of node: Node) -> Value? {
        switch name {
        case "name": .string(node.name)
        case "unique_id": .string(node.uniqueID)
        case "package_name": .string(node.packageName)
        case "version": node.model?.version.map { Value($0.value) } ?? .null
        default: nil
        }
    }

    private var memberName: String {
        switch type {
        case .unitTest: "Unit"
        case .docs: "Documentation"
        default: type.rawValue.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        }
    }
}

/// The configuration of a node that is an object: a key that it does not have is None, not undefined.
final class NodeConfigObject: MethodObject {
    private let values: DictObject

    init(_ values: DictObject) { self.values = values }

    override var typeName: String { "NodeConfig" }
    override var isMapping: Bool { true }
    override var isIterable: Bool { true }
    override var methodNames: Set<String> { ["get", "to_dict", "items", "keys", "values"] }

    override func property(_ name: String) throws(TemplateError) -> Value? { values[key(name)] ?? .null }
    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return values[self.key(name)]
    }

    /// Objects have hooks under names that can be attributes.
    private func key(_ name: String) -> String {
        name == "pre_hook" || name == "post_hook" ? name.replacing("_", with: "-") : name
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        if name == "to_dict" { return .dict(values) }
        return try Value.dict(values).callMethod(name, arguments, renderer)
    }

    override func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? { values.items }
    override func jsonValue() throws(TemplateError) -> Value? { .dict(values) }
    override func length() throws(TemplateError) -> Int? { values.count }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { try Value.dict(values).makeIterator() }
    override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }
    override func repr() throws(TemplateError) -> Text { try Value.dict(values).repr() }
}
