internal import Diagnostics
internal import Events
internal import Formats
internal import Jinja
internal import ProjectModel

/// Holds what yml files say of a macro's arguments against its signature, when the flag `validate_macro_args` is on.
///
/// Source: dbt-core 1.11, macro arguments.
struct MacroSignatureCheck {
    private let isOn: Bool
    private let log: EventLog

    init(_ compilation: Compilation) {
        isOn = compilation.invocation.settings.behavior("validate_macro_args", default: false)
        log = compilation.log
    }

    /// The arguments of a macro that no yml file describes.
    /// - Throws: the syntax error of the macro.
    func arguments(of definition: ProjectMacro) throws(Diagnostic) -> [DataMapping] {
        guard isOn else { return [] }
        do throws(TemplateError) {
            return try definition.parameters().map { ["name": .string($0), "type": .null, "description": ""] }
        } catch { throw error.diagnostic }
    }

    /// Warns of each difference.
    /// - Parameter macro: with the arguments of its signature.
    /// - Throws: a warning that the user wants to be an error.
    func check(_ macro: Macro, _ described: [DataMapping]) throws(Diagnostic) {
        guard isOn, !described.isEmpty else { return }
        for (argument, other) in zip(macro.arguments, described) where argument["name"] != other["name"] {
            try warn("Argument \(name(other)) in yaml for macro \(macro.name) does not match the jinja definition.")
        }
        if macro.arguments.count != described.count {
            try warn(
                "The number of arguments in the yaml for macro \(macro.name) does not match the jinja definition.")
        }
        for argument in described {
            guard let type = argument["type"]?.string, type.contains(where: { !$0.isWhitespace }), !Self.isType(type)
            else { continue }
            try warn("Argument \(name(argument)) in the yaml for macro \(macro.name) has an invalid type.")
        }
    }

    private func name(_ argument: DataMapping) -> String { argument["name"]?.string ?? "" }

    private func warn(_ message: String) throws(Diagnostic) { try log.warn(.invalidMacroAnnotation(message)) }

    // MARK: Types

    /// The names of types and how many types each takes in brackets.
    private static let types = [
        "str": 0, "string": 0, "bool": 0, "int": 0, "integer": 0, "float": 0, "any": 0, "list": 1, "dict": 2,
        "optional": 1, "relation": 0, "column": 0,
    ]

    /// Whether a text is a type such as `optional[list[string]]`.
    static func isType(_ text: String) -> Bool {
        var rest = text.filter { $0 != " " && $0 != "\t" }[...]
        return readType(&rest) && rest.isEmpty
    }

    private static func readType(_ rest: inout Substring) -> Bool {
        let name = rest.prefix { ("a"..."z").contains($0) }
        guard let count = types[String(name)] else { return false }
        rest = rest.dropFirst(name.count)
        guard count > 0 else { return true }
        for index in 0..<count {
            guard read(index == 0 ? "[" : ",", &rest), readType(&rest) else { return false }
        }
        return read("]", &rest)
    }

    private static func read(_ character: Character, _ rest: inout Substring) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }
}
