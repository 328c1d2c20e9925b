internal import Jinja

/// The macros of one package: what `dbt_utils` is in `dbt_utils.star(…)`.
final class PackageNamespace: NameMapping {
    private let name: String
    private unowned let context: RenderContext

    init(_ name: String, _ context: RenderContext) {
        self.name = name
        self.context = context
    }

    override var names: [String] { context.compilation.library.macroNames(in: name) }

    override func value(named name: String) throws(TemplateError) -> Value? {
        if let value = context.replacements[self.name]?[name] { return value }
        guard let macro = context.compilation.library.macro(named: name, in: self.name) else { return nil }
        return try context.value(of: macro)
    }

    override func contains(_ value: Value) throws(TemplateError) -> Bool? {
        guard let name = value.string else { return false }
        return context.compilation.library.macro(named: name, in: self.name) != nil
    }
}
