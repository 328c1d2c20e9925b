public import Diagnostics

/// An error of a template: what Jinja2, Python or a function of the context would raise.
public struct TemplateError: Error, Sendable {
    /// The kinds of error that Python tells apart by their classes.
    public enum Kind: String, Sendable {
        case syntax, assertion, undefined, security, runtime, type, value, overflow, key, index, attribute, recursion,
            regex
        case compilation, rendering, other
        case filterArgument = "filter_argument"
        case zeroDivision = "zero_division"
        case macroReturn = "macro_return"
        case pythonRuntime = "python_runtime"
        case pythonAssert = "python_assert"
        case pythonSyntax = "python_syntax"
        case pythonName = "python_name"
    }

    /// The parts, behind one reference, since errors travel through every level of the interpreter.
    private final class Parts: Sendable {
        let kind: Kind
        let pythonClass: String
        let message: String
        let source: SourceText?
        let range: SourceRange?
        let frames: [Diagnostic.Frame]
        let underlying: Diagnostic?
        let hint: String?
        let macroName: String?
        let isReturn: Bool

        init(
            kind: Kind, pythonClass: String, message: String, source: SourceText?, range: SourceRange?,
            frames: [Diagnostic.Frame], underlying: Diagnostic?, hint: String?, macroName: String?, isReturn: Bool
        ) {
            self.kind = kind
            self.pythonClass = pythonClass
            self.message = message
            self.source = source
            self.range = range
            self.frames = frames
            self.underlying = underlying
            self.hint = hint
            self.macroName = macroName
            self.isReturn = isReturn
        }
    }

    private let parts: Parts

    private init(_ parts: Parts) {
        self.parts = parts
    }

    /// Makes an error without a place; the interpreter adds the place where it was raised.
    /// - Parameter pythonClass: the class that Python shows; by default the usual one of `kind`.
    public init(_ kind: Kind, _ message: String, pythonClass: String? = nil, hint: String? = nil) {
        self.init(
            Parts(
                kind: kind, pythonClass: pythonClass ?? kind.pythonClass, message: message, source: nil, range: nil,
                frames: [], underlying: nil, hint: hint, macroName: nil, isReturn: false))
    }

    /// Makes an error with its place, as the parser does.
    init(_ kind: Kind, _ message: String, at range: SourceRange?, in source: SourceText) {
        self.init(
            Parts(
                kind: kind, pythonClass: kind.pythonClass, message: message, source: source, range: range,
                frames: [], underlying: nil, hint: nil, macroName: nil, isReturn: false))
    }

    /// Carries a diagnostic of another module through the template; its code, family and text stay as they are.
    public init(_ diagnostic: Diagnostic) {
        self.init(
            Parts(
                kind: .compilation, pythonClass: "CompilationError", message: diagnostic.message,
                source: diagnostic.source, range: diagnostic.range, frames: diagnostic.frames,
                underlying: diagnostic, hint: diagnostic.hint, macroName: nil, isReturn: false))
    }

    /// The signal by which `return()` leaves a macro; the value waits in the renderer.
    static let returnSignal = TemplateError(
        Parts(
            kind: .macroReturn, pythonClass: "MacroReturn", message: "", source: nil, range: nil, frames: [],
            underlying: nil, hint: nil, macroName: nil, isReturn: true))

    public var kind: Kind { parts.kind }
    /// The name of the Python class: `UndefinedError`, `TypeError`.
    public var pythonClass: String { parts.pythonClass }
    public var message: String { parts.message }
    public var source: SourceText? { parts.source }
    public var range: SourceRange? { parts.range }
    /// The macros that were running, innermost first.
    public var frames: [Diagnostic.Frame] { parts.frames }
    /// The diagnostic that a foreign function threw.
    public var underlying: Diagnostic? { parts.underlying }
    /// The innermost macro, without its path, in which the error was raised.
    public var macroName: String? { parts.macroName }
    /// Whether this is not an error but `return()` on its way to its macro.
    public var isReturn: Bool { parts.isReturn }

    /// The 1-based line of the error in its source.
    public var line: Int? {
        guard let source, let range else { return nil }
        return source.position(of: range.start).line
    }
}

extension TemplateError {
    /// The same error at a place, unless it has one already.
    func at(_ range: SourceRange, in source: @autoclosure () -> SourceText) -> TemplateError {
        guard parts.range == nil, !parts.isReturn else { return self }
        return copy(source: source(), range: range)
    }

    /// The same error as it leaves a macro.
    func leaving(macro name: String, path: String) -> TemplateError {
        guard !parts.isReturn else { return self }
        let frame = Diagnostic.Frame(what: "macro \(name)", path: path)
        return copy(frames: parts.frames + [frame], macroName: parts.macroName ?? name)
    }

    /// The same error with another kind or sentence.
    public func replacing(kind: Kind? = nil, message: String? = nil) -> TemplateError {
        copy(kind: kind, message: message)
    }

    private func copy(
        kind: Kind? = nil, message: String? = nil, source: SourceText? = nil, range: SourceRange? = nil,
        frames: [Diagnostic.Frame]? = nil, macroName: String? = nil
    ) -> TemplateError {
        TemplateError(
            Parts(
                kind: kind ?? parts.kind, pythonClass: kind?.pythonClass ?? parts.pythonClass,
                message: message ?? parts.message, source: source ?? parts.source, range: range ?? parts.range,
                frames: frames ?? parts.frames, underlying: parts.underlying, hint: parts.hint,
                macroName: macroName ?? parts.macroName, isReturn: parts.isReturn))
    }

    /// The error as a person reads it: dbt's sentence, the place, and the macro call chain.
    public var diagnostic: Diagnostic {
        if var diagnostic = parts.underlying {
            if diagnostic.source == nil {
                diagnostic.source = source
                diagnostic.range = range
            }
            diagnostic.frames = frames
            return diagnostic
        }
        return Diagnostic(
            kind.code, dbtMessage, at: range, in: source, frames: frames, hint: parts.hint)
    }

    /// The sentence as dbt prints it: syntax errors with their line, undefined names with advice.
    public var dbtMessage: String {
        switch kind {
        case .syntax, .assertion:
            guard let source, let line else { return message }
            let text = source.line(line)
            return text.isEmpty ? "\(message)\n  line \(line)" : "\(message)\n  line \(line)\n    \(text.trimmed)"
        case .undefined:
            return message
                + ". This can happen when calling a macro that does not exist. Check for typos and/or install package "
                + "dependencies with \"dbt deps\"."
        default:
            return message
        }
    }
}

extension String {
    /// The text without ASCII white space at its ends.
    fileprivate var trimmed: String {
        let blank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { !blank($0) }), let last = bytes.lastIndex(where: { !blank($0) })
        else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}

extension TemplateError.Kind {
    /// The class that Python raises for this kind of error.
    var pythonClass: String {
        switch self {
        case .syntax: "TemplateSyntaxError"
        case .assertion: "TemplateAssertionError"
        case .undefined: "UndefinedError"
        case .security: "SecurityError"
        case .runtime: "TemplateRuntimeError"
        case .filterArgument: "FilterArgumentError"
        case .type: "TypeError"
        case .value: "ValueError"
        case .zeroDivision: "ZeroDivisionError"
        case .overflow: "OverflowError"
        case .key: "KeyError"
        case .index: "IndexError"
        case .attribute: "AttributeError"
        case .recursion: "RecursionError"
        case .regex: "error"
        case .compilation: "CompilationError"
        case .rendering: "JinjaRenderingError"
        case .macroReturn: "MacroReturn"
        case .pythonRuntime: "RuntimeError"
        case .pythonAssert: "AssertionError"
        case .pythonSyntax: "SyntaxError"
        case .pythonName: "NameError"
        case .other: "Exception"
        }
    }

    /// The code under which people find the error in the documentation.
    var code: Diagnostic.Code {
        switch self {
        case .syntax: .jinjaSyntax
        case .assertion: .jinjaAssertion
        case .undefined: .jinjaUndefined
        case .security: .jinjaSandbox
        case .filterArgument: .jinjaFilterArgument
        case .runtime: .jinjaRuntime
        case .type: .jinjaType
        case .value, .rendering: .jinjaValue
        case .zeroDivision: .jinjaDivisionByZero
        case .overflow: .jinjaOverflow
        case .key, .index: .jinjaKey
        case .attribute: .jinjaAttribute
        case .recursion: .jinjaRecursion
        case .regex: .jinjaRegularExpression
        case .compilation: .jinjaCompilation
        case .macroReturn: .jinjaReturnOutsideMacro
        case .pythonRuntime, .pythonAssert, .pythonSyntax, .pythonName, .other: .jinjaPython
        }
    }
}
