internal import Formats
internal import Jinja
internal import ProjectModel
internal import TemplateLibrary

/// A node as an object: the second argument of naming macros, `results[…].node`.
final class NodeObject: Object {
    private let node: Node
    private lazy var fields: Value = Value(node.fields)

    init(_ node: Node) { self.node = node }

    override var typeName: String { "ParsedNode" }
    override var isMapping: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "resource_type": return .string(node.resourceType.rawValue)
        case "name": return .string(node.name)
        case "unique_id": return .string(node.uniqueID)
        case "package_name": return .string(node.packageName)
        case "version": return node.model?.version.map { Value($0.value) } ?? .null
        case "to_dict": return .function(name) { [fields] _, _ in fields }
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
}
