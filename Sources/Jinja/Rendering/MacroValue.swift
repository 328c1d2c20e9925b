internal import Diagnostics

/// A dbt macro: a macro block compiled as a template of its own, callable from every template of the context.
///
/// Free names of its body come from the resolver of the render that calls it, not from its file. `return(value)` inside
/// it makes `value` the result of the call; otherwise the result is the text it prints.
public final class MacroValue: Object {
    public let template: Template
    /// The name under which people call it, without the prefix.
    public let name: String
    public let package: String
    public let path: String
    /// Called before each call with the renderer: where dependency capture notes the macro.
    public var onCall: ((MacroValue, Renderer) -> Void)?
    private let macro: CompiledMacro?
    private var root: Frame?

    /// - Parameters:
    ///   - template: the compiled block.
    ///   - definedName: the complete name of the macro in the template; by default its prefix and `name`.
    public init(_ template: Template, name: String, definedName: String? = nil, package: String, path: String) {
        self.template = template
        self.name = name
        self.package = package
        self.path = path
        macro = template.program.macros[definedName ?? template.environment.macroPrefix + name]
    }

    public override var typeName: String { "dbt.clients.jinja.MacroGenerator" }
    public override var isCallable: Bool { true }

    public override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let start = renderer.output.count
        let pieces = renderer.sourceMap.pieces.count
        if let value = try run(arguments, renderer) { return value }
        let text = Text(renderer.output[start...])
        renderer.truncate(to: start, pieces: pieces)
        return .string(text)
    }

    /// Calls the macro and prints its result, text without a detour.
    func write(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) {
        if let value = try run(arguments, renderer) { try renderer.write(value) }
    }

    /// Runs the macro: its text stays at the end of the output.
    /// - Returns: the value of `return()`, with the text taken away; nil when the text is the result.
    private func run(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value? {
        let start = renderer.output.count
        let pieces = renderer.sourceMap.pieces.count
        if renderer.environment == nil { renderer.environment = template.environment }
        onCall?(self, renderer)
        renderer.macroStack.append(.init(name: name, package: package, path: path))
        defer { renderer.macroStack.removeLast() }
        do throws(TemplateError) {
            if arguments.keyword.contains(where: { $0.name == "self" }) {
                throw TemplateError(.type, "MacroGenerator.__call__() got multiple values for argument 'self'")
            }
            guard let macro else {
                throw TemplateError(.compilation, "macro '\(name)' is not defined in its block")
            }
            try macro.run(arguments, closure: closure(renderer))
            return nil
        } catch {
            renderer.truncate(to: start, pieces: pieces)
            guard error.isReturn, let value = renderer.returnValue else {
                throw error.at(macro?.range ?? SourceRange(0, 0), in: template.source).leaving(macro: name, path: path)
            }
            renderer.returnValue = nil
            return value
        }
    }

    /// The frame of the block's top level, run once a render.
    private func closure(_ renderer: Renderer) throws(TemplateError) -> Frame {
        if let root, root.renderer === renderer { return root }
        let frame = Frame(renderer, slots: template.program.rootSlots, names: renderer.names(of: template), parent: nil)
        _ = try renderer.capture { () throws(TemplateError) in try template.program.root.run(frame) }
        root = frame
        return frame
    }
}
