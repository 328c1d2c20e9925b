internal import Formats
internal import Jinja
internal import TemplateLibrary

/// `context`: every name that the template knows, as a mapping.
final class ContextMapping: Object {
    private unowned let context: RenderContext
    private unowned let renderer: Renderer

    init(_ context: RenderContext, _ renderer: Renderer) {
        self.context = context
        self.renderer = renderer
    }

    override var typeName: String { "dict" }
    override var isMapping: Bool { true }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try context.lookup(name, renderer)
    }

    override func attribute(_ name: String) throws(TemplateError) -> Value? { try context.lookup(name, renderer) }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }

    override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        if name == "update" { return update(arguments) }
        guard name == "get" else { return try super.callMethod(name, arguments, renderer) }
        guard let key = arguments.positional.first else { return .null }
        return try item(key) ?? (arguments.positional.count > 1 ? arguments.positional[1] : .null)
    }

    /// What a macro puts here, the macros that are called after it find as a name.
    private func update(_ arguments: Arguments) -> Value {
        if let dict = arguments.positional.first?.dict {
            for (key, value) in dict.items {
                if let name = key.string { context.set(name, value) }
            }
        }
        for (name, value) in arguments.keyword { context.set(name, value) }
        return .null
    }
}

/// `builtins`: the names that dbt gives, whatever a project has put in their place.
final class BuiltinsMapping: Object {
    private unowned let context: RenderContext
    private unowned let renderer: Renderer
    private var values: [String: Value] = [:]

    init(_ context: RenderContext, _ renderer: Renderer) {
        self.context = context
        self.renderer = renderer
    }

    override var typeName: String { "dict" }
    override var isMapping: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if let known = values[name] { return known }
        let value = try context.builtin(name, renderer)
        values[name] = value
        return value
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try attribute(name)
    }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }

    override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        if let function = try attribute(name) { return try renderer.call(function, arguments) }
        guard name == "get", let key = arguments.positional.first else { return nil }
        return try item(key) ?? (arguments.positional.count > 1 ? arguments.positional[1] : .null)
    }
}

/// `flags`: the settings of the command under dbt's names; an unknown one is undefined.
final class FlagsObject: Object {
    private let flags: DataMapping

    init(_ flags: DataMapping) { self.flags = flags }

    override var typeName: String { "Flags" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? { flags[name].map { Value($0) } }
}
