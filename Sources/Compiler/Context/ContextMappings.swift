internal import Formats
internal import Jinja
internal import TemplateLibrary

/// `context`: every name that the template knows, as a mapping.
final class ContextMapping: NameMapping {
    private unowned let context: RenderContext
    private unowned let renderer: Renderer

    init(_ context: RenderContext, _ renderer: Renderer) {
        self.context = context
        self.renderer = renderer
    }

    override var names: [String] {
        let library = context.compilation.library
        return context.builtinNames + library.names(for: context.package, besides: Set(context.builtinNames))
    }

    override func value(named name: String) throws(TemplateError) -> Value? { try context.lookup(name, renderer) }

    override func set(_ name: String, _ value: Value) { context.set(name, value) }
}

/// `builtins`: the names that dbt gives, whatever a project has put in their place.
final class BuiltinsMapping: NameMapping {
    private unowned let context: RenderContext
    private unowned let renderer: Renderer
    private var values: [String: Value] = [:]

    init(_ context: RenderContext, _ renderer: Renderer) {
        self.context = context
        self.renderer = renderer
    }

    override var names: [String] { context.builtinNames.filter { $0 != "context" && $0 != "builtins" } }

    override func value(named name: String) throws(TemplateError) -> Value? {
        if let known = values[name] { return known }
        guard name != "context", name != "builtins" else { return nil }
        let value = try context.builtin(name, renderer)
        values[name] = value
        return value
    }
}

/// `context_macro_stack`: which macros are running.
final class MacroStackObject: MethodObject {
    private unowned let renderer: Renderer

    init(_ renderer: Renderer) { self.renderer = renderer }

    override var typeName: String { "MacroStack" }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "depth": .int(renderer.macroStack.count)
        case "call_stack": .list(renderer.macroStack.map { .string("macro.\($0.package).\($0.name)") })
        default: nil
        }
    }
}

/// `flags`: the settings of the command under dbt's names; an unknown one is undefined.
final class FlagsObject: Object {
    private let flags: DataMapping

    init(_ flags: DataMapping) { self.flags = flags }

    override var typeName: String { "Flags" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? { flags[name].map { Value($0) } }
}
