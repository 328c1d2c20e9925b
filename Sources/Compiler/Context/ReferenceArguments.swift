internal import Diagnostics
internal import Jinja
internal import ProjectModel

/// The arguments of `ref()`, `source()`, `metric()` and `function()`.
enum ReferenceArguments {
    static func ref(_ arguments: Arguments) throws(TemplateError) -> RefCall {
        let positional = arguments.positional
        guard (1...2).contains(positional.count) else {
            let count = positional.count
            throw invalid(
                count == 0
                    ? "ref() requires at least one argument"
                    : "ref() takes at most two arguments (\(count) given)")
        }
        var names: [String] = []
        for (value, what) in zip(positional, positional.count == 1 ? ["name"] : ["package", "name"]) {
            guard let name = value.string else {
                throw invalid(
                    "The \(what) argument to ref() must be a string, got <class '\(value.typeName)'>")
            }
            names.append(name)
        }
        let version = arguments["version"] ?? arguments["v"]
        return RefCall(
            name: names[names.count - 1], package: names.count == 2 ? names[0] : nil,
            version: try version.flatMap { value throws(TemplateError) in try modelVersion(value) })
    }

    static func source(_ arguments: Arguments) throws(TemplateError) -> SourceCall {
        guard arguments.positional.count == 2 else {
            throw invalid("source() takes exactly two arguments (\(arguments.positional.count) given)")
        }
        guard let source = arguments.positional[0].string, let table = arguments.positional[1].string else {
            let wrong = arguments.positional.first { $0.string == nil } ?? .null
            throw invalid(
                "The source name (first) argument to source() must be a string, got <class '\(wrong.typeName)'>")
        }
        return SourceCall(source: source, table: table)
    }

    /// One or two names.
    static func named(_ function: String, _ arguments: Arguments) throws(TemplateError) -> NamedCall {
        let names = arguments.positional.compactMap(\.string)
        guard (1...2).contains(names.count), names.count == arguments.positional.count else {
            throw invalid("\(function)() takes one or two names (\(arguments.positional.count) given)")
        }
        return NamedCall(arguments: names)
    }

    private static func modelVersion(_ value: Value) throws(TemplateError) -> ModelVersion? {
        switch value {
        case .null, .undefined: nil
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        default: .text(try value.str().string)
        }
    }

    private static func invalid(_ message: String) -> TemplateError {
        TemplateError(Diagnostic(.referenceArguments, message))
    }
}

extension Diagnostic.Code {
    /// `ref()` or `source()` with arguments that it does not take.
    static let referenceArguments = Self(rawValue: "reference-arguments")
}
