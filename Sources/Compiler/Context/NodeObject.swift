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
    private(set) lazy var fields = Value(node?.fields ?? given)

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
    override var isMapping: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if let node, let value = frequent(name, of: node) { return value }
        switch name {
        case "resource_type": return .object(EnumText("NodeType", memberName, value: type.rawValue))
        case "identifier": return fields.dict?["alias"]
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
