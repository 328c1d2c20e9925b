internal import Diagnostics

/// A compiled macro, or the body of a call block.
final class CompiledMacro: Sendable {
    let name: String?
    let parameters: [Parameter]
    let catchesKeywords: Bool
    let catchesPositional: Bool
    let usesCaller: Bool
    let hasExplicitCaller: Bool
    let callerSlot: Int
    let keywordsSlot: Int
    let positionalSlot: Int
    let slotCount: Int
    /// Gives the variables their first values, before the defaults of parameters are evaluated.
    let entering: Block
    let body: Block
    let range: SourceRange

    struct Parameter: Sendable {
        let name: String
        let slot: Int
        let defaultValue: (any Evaluable)?
    }

    init(
        name: String?, parameters: [Parameter], hasExplicitCaller: Bool, callerSlot: Int?, keywordsSlot: Int?,
        positionalSlot: Int?, slotCount: Int, entering: Block, body: Block, range: SourceRange
    ) {
        self.name = name
        self.parameters = parameters
        self.hasExplicitCaller = hasExplicitCaller
        usesCaller = callerSlot != nil
        catchesKeywords = keywordsSlot != nil
        catchesPositional = positionalSlot != nil
        self.callerSlot = callerSlot ?? 0
        self.keywordsSlot = keywordsSlot ?? 0
        self.positionalSlot = positionalSlot ?? 0
        self.slotCount = slotCount
        self.entering = entering
        self.body = body
        self.range = range
    }

    /// Runs the macro; what it prints goes to the renderer's output.
    func run(_ arguments: Arguments, closure: Frame) throws(TemplateError) {
        try run(makeFrame(closure)) { frame throws(TemplateError) in try bind(arguments, frame) }
    }

    /// Runs the macro in a frame that `bind` has filled.
    func run(in frame: Frame) throws(TemplateError) { try run(frame) { _ in } }

    private func makeFrame(_ closure: Frame) -> Frame {
        Frame(closure.renderer, slots: slotCount, names: closure.names, parent: closure)
    }

    @inline(__always)
    private func run(_ frame: Frame, binding bind: (Frame) throws(TemplateError) -> Void) throws(TemplateError) {
        let renderer = frame.renderer
        try renderer.enterCall()
        defer { renderer.depth -= 1 }
        defer { frame.releaseMacros() }
        let policy = renderer.undefinedPolicy
        renderer.undefinedPolicy = frame.names.undefinedPolicy
        defer { renderer.undefinedPolicy = policy }
        let outerError = renderer.joinError
        renderer.joinError = nil
        defer { renderer.joinError = outerError }
        _ = try entering.run(frame)
        try bind(frame)
        try fillDefaults(frame)
        let nodes = renderer.nativeNodes
        renderer.nativeNodes = nil
        defer { renderer.nativeNodes = nodes }
        try body.run(frame)
        if let error = renderer.joinError { throw error }
    }

    /// A frame with the arguments as they are written, evaluated one after the other; nil when the call needs more than
    /// to put each in the slot of a parameter.
    func bind(_ arguments: ArgumentsNode, _ caller: Frame, closure: Frame) throws(TemplateError) -> Frame? {
        guard arguments.isPlain, !usesCaller, !catchesKeywords, !catchesPositional else { return nil }
        let (nodes, parameters) = (arguments.positional, parameters)
        guard nodes.count <= parameters.count else { return nil }
        for argument in arguments.keyword {
            guard let index = parameters.firstIndex(where: { $0.name == argument.name }), index >= nodes.count else {
                return nil
            }
        }
        let frame = makeFrame(closure)
        let (nodeSpan, parameterSpan) = (nodes.span, parameters.span)
        for index in nodeSpan.indices { frame[parameterSpan[index].slot] = try nodeSpan[index].evaluate(caller) }
        for argument in arguments.keyword {
            for index in parameterSpan.indices where parameterSpan[index].name == argument.name {
                frame[parameterSpan[index].slot] = try argument.value.evaluate(caller)
            }
        }
        return frame
    }

    private func fillDefaults(_ frame: Frame) throws(TemplateError) {
        let parameters = parameters
        let span = parameters.span
        for index in span.indices where frame[span[index].slot] == nil {
            frame[span[index].slot] =
                try span[index].defaultValue?.evaluate(frame)
                ?? frame.renderer.undefined(
                    hint: "parameter '\(span[index].name)' was not provided", name: span[index].name)
        }
    }

    /// Source: jinja2/runtime.py, Macro.__call__.
    private func bind(_ arguments: Arguments, _ frame: Frame) throws(TemplateError) {
        let given = arguments.positional.count
        var keyword = arguments.keyword
        var foundCaller = false
        for (index, parameter) in parameters.enumerated() {
            if index < given {
                frame[parameter.slot] = arguments.positional[index]
            } else {
                if let position = keyword.firstIndex(where: { $0.name == parameter.name }) {
                    frame[parameter.slot] = keyword.remove(at: position).value
                }
                if parameter.name == "caller" { foundCaller = true }
            }
        }
        if given >= parameters.count { foundCaller = hasExplicitCaller }
        if usesCaller && !foundCaller {
            if let position = keyword.firstIndex(where: { $0.name == "caller" }) {
                frame[callerSlot] = keyword.remove(at: position).value
            }
            if frame[callerSlot].map({ $0.isNone }) ?? true {
                frame[callerSlot] = frame.renderer.undefined(hint: "No caller defined", name: "caller")
            }
        }
        if catchesKeywords {
            let dict = DictObject()
            for argument in keyword { dict.set(Text(argument.name), argument.value) }
            frame[keywordsSlot] = .dict(dict)
        } else if let surplus = keyword.first {
            if keyword.contains(where: { $0.name == "caller" }) {
                throw TemplateError(
                    .type,
                    "macro \(printedName) was invoked with two values for the special caller argument. This is most likely a bug."
                )
            }
            throw TemplateError(.type, "macro \(printedName) takes no keyword argument '\(surplus.name)'")
        }
        if catchesPositional {
            frame[positionalSlot] = .tuple(TupleObject(Array(arguments.positional.dropFirst(parameters.count))))
        } else if given > parameters.count {
            throw TemplateError(.type, "macro \(printedName) takes not more than \(parameters.count) argument(s)")
        }
    }

    private var printedName: String { name.map { "'\($0)'" } ?? "None" }
}

/// A macro of the running template, or a `caller`.
final class MacroObject: Object {
    let macro: CompiledMacro
    let closure: Frame

    init(_ macro: CompiledMacro, closure: Frame) {
        self.macro = macro
        self.closure = closure
    }

    override var typeName: String { "jinja2.runtime.Macro" }
    override var isCallable: Bool { true }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "name": macro.name.map { .string($0) } ?? .null
        case "arguments": .tuple(macro.parameters.map { .string($0.name) })
        case "catch_kwargs": .bool(macro.catchesKeywords)
        case "catch_varargs": .bool(macro.catchesPositional)
        case "caller": .bool(macro.usesCaller)
        case "explicit_caller": .bool(macro.hasExplicitCaller)
        default: nil
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        .string(try renderer.captureMarkup { () throws(TemplateError) in try macro.run(arguments, closure: closure) })
    }

    override func call(_ arguments: ArgumentsNode, in frame: Frame) throws(TemplateError) -> Value {
        guard let own = try macro.bind(arguments, frame, closure: closure) else {
            return try call(arguments.evaluate(frame), frame.renderer)
        }
        return .string(try frame.renderer.captureMarkup { () throws(TemplateError) in try macro.run(in: own) })
    }

    override func repr() throws(TemplateError) -> Text {
        Text("<Macro \(macro.name.map { "'\($0)'" } ?? "anonymous")>")
    }
}

/// `{% macro name(…) %}`: makes the macro and assigns it.
final class MacroStatement: Executable {
    private let macro: CompiledMacro
    private let slot: Int

    init(_ macro: CompiledMacro, slot: Int) {
        self.macro = macro
        self.slot = slot
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        frame[slot] = .object(MacroObject(macro, closure: frame))
        frame.definesMacros = true
        return .normal
    }
}

/// `{% call … %}`: calls with the body as the keyword argument `caller`.
final class CallBlockStatement: Executable {
    private let body: CompiledMacro
    private let callee: any Evaluable
    private let arguments: ArgumentsNode
    private let printsNative: Bool
    private let range: SourceRange

    init(
        _ body: CompiledMacro, callee: any Evaluable, arguments: ArgumentsNode, printsNative: Bool, range: SourceRange
    ) {
        self.body = body
        self.callee = callee
        self.arguments = arguments
        self.printsNative = printsNative
        self.range = range
    }

    func execute(_ frame: Frame) throws(TemplateError) -> Completion {
        do throws(TemplateError) {
            let callee = try callee.evaluate(frame)
            var arguments = try arguments.evaluate(frame)
            arguments.keyword.append(("caller", .object(MacroObject(body, closure: frame))))
            let value = try frame.renderer.call(callee, arguments)
            try frame.renderer.print(value, native: printsNative, frame, range)
        } catch {
            throw error.at(range, in: frame.source)
        }
        return .normal
    }
}
