public import Diagnostics

/// A compiled template: immutable, made once, rendered any number of times by any thread.
public final class Template: Sendable {
    /// How the top level's output becomes a result.
    public enum Mode: Sendable {
        /// Everything is printed into one text.
        case text
        /// A single expression keeps its type: dbt's rendering of YAML values.
        case native
    }

    /// The text as it was given.
    public let original: SourceText
    /// The text with `\n` as its only line ends: what ranges refer to.
    public let source: SourceText
    public let environment: Environment
    public let mode: Mode
    /// Whether there is nothing to render: `original` is the result as it stands.
    public let isLiteral: Bool
    /// The names that the template takes from its context, in the order of their first use.
    public let freeNames: [String]
    /// The calls that are written in the template, in source order.
    public let calls: [StaticCall]
    /// The complete names of the macros that the template defines at its top level.
    public let macroNames: [String]
    /// The names of the parameters of each of these macros.
    public let macroParameters: [[String]]
    let program: Program

    /// Compiles a template.
    /// - Throws: a syntax or assertion error with its place.
    public init(
        _ source: SourceText, environment: Environment, mode: Mode = .text
    ) throws(TemplateError) {
        original = source
        self.environment = environment
        self.mode = mode
        guard mode == .native || Self.hasTags(source.bytes) else {
            self.source = source
            isLiteral = true
            freeNames = []
            calls = []
            macroNames = []
            macroParameters = []
            program = Program(root: Block([]), rootSlots: 0, macros: [:])
            return
        }
        isLiteral = false
        self.source = Self.normalized(source)
        var parser = try Parser(self.source, environment: environment)
        let statements = try parser.parse()
        var compiler = ProgramCompiler(self.source, environment: environment, mode: mode, names: parser.names)
        program = try compiler.compile(statements)
        let names = parser.names
        freeNames = compiler.freeNames.names.map(names.text)
        calls = parser.hasCalls ? StaticCallCollector.calls(in: statements, names) : []
        let macros = statements.compactMap { statement -> (name: String, parameters: [String])? in
            guard case .macro(let macro) = statement, let name = macro.name else { return nil }
            return (names.text(name), macro.parameters.map { names.text($0.name) })
        }
        macroNames = macros.map(\.name)
        macroParameters = macros.map(\.parameters)
    }

    /// Compiles a text that has no file.
    public convenience init(
        _ text: String, environment: Environment, mode: Mode = .text
    ) throws(TemplateError) {
        try self.init(SourceText(path: "<template>", text), environment: environment, mode: mode)
    }

    /// Whether dbt would render the text at all: it contains `{{`, `{%`, `{#`, `{[` or one of their ends.
    /// Source: dbt-core 1.11, dbt/clients/jinja.py, get_rendered.
    public static func hasTags(_ bytes: [UInt8]) -> Bool {
        let span = bytes.span
        var index = 0
        let last = span.count - 1
        while index < last {
            let byte = span[index]
            if byte == UInt8(ascii: "{") {
                let next = span[index &+ 1]
                if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#")
                    || next == UInt8(ascii: "[")
                {
                    return true
                }
            } else if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "%") {
                if span[index &+ 1] == UInt8(ascii: "}") { return true }
            }
            index &+= 1
        }
        return false
    }

    private static func normalized(_ source: SourceText) -> SourceText {
        guard ByteSearch.first(UInt8(ascii: "\r"), in: source.bytes, from: 0, to: source.bytes.count) != nil else {
            return source
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.bytes.count)
        var index = 0
        while index < source.bytes.count {
            let byte = source.bytes[index]
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
                if index + 1 < source.bytes.count, source.bytes[index + 1] == UInt8(ascii: "\n") { index += 1 }
            } else {
                bytes.append(byte)
            }
            index += 1
        }
        return SourceText(path: source.path, bytes: bytes, firstLine: source.firstLine)
    }
}
