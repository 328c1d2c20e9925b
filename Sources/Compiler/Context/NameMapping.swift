internal import Jinja
internal import TemplateLibrary

/// Names with their values as a Python dict: what `context`, `builtins` and the namespaces of packages are to templates.
///
/// Reading one name makes one value; `keys()`, `items()` and loops read all of them.
class NameMapping: MethodObject {
    /// All names, in order.
    var names: [String] { [] }

    /// The value of a name; nil when there is none.
    func value(named name: String) throws(TemplateError) -> Value? { nil }

    /// Takes over a name of `update()`.
    func set(_ name: String, _ value: Value) {}

    private static let methods: Set<String> = ["get", "keys", "values", "items", "copy", "update"]

    final override var methodNames: Set<String> { Self.methods }
    override var typeName: String { "dict" }
    override var isMapping: Bool { true }
    override var isSequence: Bool { true }
    override var isIterable: Bool { true }

    final override func property(_ name: String) throws(TemplateError) -> Value? { try value(named: name) }

    final override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try value(named: name)
    }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }

    final override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "get":
            let bound = try Signature("get", required: ["key"], optional: ["default"]).bind(arguments)
            return try item(bound[0] ?? .null) ?? bound[1] ?? .null
        case "update":
            // What a macro puts here, the macros that are called after it find as a name.
            for (key, value) in arguments.positional.first?.dict?.items ?? [] {
                if let name = key.string { set(name, value) }
            }
            for (name, value) in arguments.keyword { set(name, value) }
            return .null
        case "keys": return try Value.dict(dict()).callMethod(name, Arguments(), renderer)
        default: return try Value.dict(dict()).callMethod(name, arguments, renderer)
        }
    }

    private func dict() throws(TemplateError) -> DictObject {
        let dict = DictObject()
        for name in names { dict.set(Text(name), try value(named: name) ?? .null) }
        return dict
    }

    override func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? { try dict().items }
    override func length() throws(TemplateError) -> Int? { names.count }
    override func makeIterator() throws(TemplateError) -> ValueIterator? {
        ArrayIterator(names.map { .string($0) })
    }
}
