internal import Jinja

/// The macros of one package: what `dbt_utils` is in `dbt_utils.star(…)`.
final class PackageNamespace: Object {
    private let name: String
    private unowned let context: RenderContext

    init(_ name: String, _ context: RenderContext) {
        self.name = name
        self.context = context
    }

    override var typeName: String { "dict" }
    override var isMapping: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        if let value = context.replacements[self.name]?[name] { return value }
        guard let macro = context.compilation.library.macro(named: name, in: self.name) else { return nil }
        return try context.value(of: macro)
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try attribute(name)
    }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? {
        guard let name = value.string else { return false }
        return context.compilation.library.macro(named: name, in: self.name) != nil
    }

    override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        if let macro = try attribute(name) { return try renderer.call(macro, arguments) }
        guard name == "get", let key = arguments.positional.first?.string else { return nil }
        return try attribute(key) ?? (arguments.positional.count > 1 ? arguments.positional[1] : .null)
    }
}
