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
    @safe @exclusivity(unchecked) private var root: Frame?

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
        try value(renderer) { () throws(TemplateError) in try run(arguments, renderer) }
    }

    override func call(_ arguments: ArgumentsNode, in frame: Frame) throws(TemplateError) -> Value {
        guard let own = try bind(arguments, frame) else { return try call(arguments.evaluate(frame), frame.renderer) }
        return try value(frame.renderer) { () throws(TemplateError) in try run(in: own) }
    }

    override func writeCall(_ arguments: ArgumentsNode, in frame: Frame) throws(TemplateError) {
        let value: Value?
        if let own = try bind(arguments, frame) {
            value = try run(in: own)
        } else {
            value = try run(arguments.evaluate(frame), frame.renderer)
        }
        if let value { try frame.renderer.write(value) }
    }

    /// A frame with the arguments in their slots, where that is all there is to do; see `CompiledMacro.bind`.
    private func bind(_ arguments: ArgumentsNode, _ caller: Frame) throws(TemplateError) -> Frame? {
        guard let macro, let root, root.renderer === caller.renderer,
            !arguments.keyword.contains(where: { $0.name == "self" })
        else { return nil }
        return try macro.bind(arguments, caller, closure: root)
    }

    /// The result of a run: the value of `return()`, or else the text at the end of the output, which is taken away.
    @inline(__always)
    private func value(
        _ renderer: Renderer, _ run: () throws(TemplateError) -> Value?
    ) throws(TemplateError) -> Value {
        let start = renderer.output.count
        let pieces = renderer.sourceMap.pieces.count
        if let value = try run() { return value }
        let text = Text(renderer.output.bytes(from: start))
        renderer.truncate(to: start, pieces: pieces)
        return .string(text)
    }

    private func run(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value? {
        try run(renderer) { () throws(TemplateError) in
            if arguments.keyword.contains(where: { $0.name == "self" }) {
                throw TemplateError(.type, "MacroGenerator.__call__() got multiple values for argument 'self'")
            }
            guard let macro else {
                throw TemplateError(.compilation, "macro '\(name)' is not defined in its block")
            }
            try macro.run(arguments, closure: closure(renderer))
        }
    }

    private func run(in frame: Frame) throws(TemplateError) -> Value? {
        try run(frame.renderer) { () throws(TemplateError) in try macro?.run(in: frame) }
    }

    /// Runs the macro's body: its text stays at the end of the output.
    /// - Returns: the value of `return()`, with the text taken away; nil when the text is the result.
    @inline(__always)
    private func run(
        _ renderer: Renderer, _ body: () throws(TemplateError) -> Void
    ) throws(TemplateError) -> Value? {
        let start = renderer.output.count
        let pieces = renderer.sourceMap.pieces.count
        if renderer.environment == nil { renderer.environment = template.environment }
        onCall?(self, renderer)
        renderer.macroStack.append(self)
        defer { renderer.macroStack.removeLast() }
        do throws(TemplateError) {
            try body()
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
        let names = renderer.names(of: template, undefined: .standard)
        let frame = Frame(renderer, slots: template.program.rootSlots, names: names, parent: nil)
        _ = try renderer.capture { () throws(TemplateError) in try template.program.root.run(frame) }
        root = frame
        return frame
    }
}
