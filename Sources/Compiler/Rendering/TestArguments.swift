internal import Diagnostics
internal import Formats
internal import Jinja
internal import TemplateLibrary

/// The arguments of a generic test as the test macro gets them.
///
/// Texts that are a call of `ref`, `source`, `var`, `env_var` or `doc`, and texts with tags, are rendered and keep their
/// type; `column_name` is never rendered. Source: dbt-core 1.11, kwargs rendering.
struct TestArguments {
    private let compilation: Compilation
    /// Keeps templates that many tests have; nil where each is rendered once.
    private let memory: ParseMemory?

    init(_ compilation: Compilation, _ memory: ParseMemory? = nil) {
        self.compilation = compilation
        self.memory = memory
    }

    func value(of arguments: DataMapping, renderer: Renderer) throws(TemplateError) -> Value {
        let dict = DictObject()
        for (name, argument) in arguments {
            dict.set(
                Text(name), name == "column_name" ? Value(argument) : try rendered(argument, renderer))
        }
        return .dict(dict)
    }

    private func rendered(_ value: DataValue, _ renderer: Renderer) throws(TemplateError) -> Value {
        switch value {
        case .string(let text):
            let source = Self.isCall(text) ? "{{ \(text) }}" : text
            guard Template.hasTags(Array(source.utf8)) else { return .string(text) }
            let text = SourceText(path: "<template>", source)
            let environment = TemplateEnvironments.native
            let template: Template
            if let memory {
                template = try memory.template(text, environment: environment, mode: .native)
            } else {
                template = try Template(text, environment: environment, mode: .native)
            }
            return try renderer.evaluate(template)
        case .list(let items):
            var values: [Value] = []
            for item in items { values.append(try rendered(item, renderer)) }
            return .list(values)
        case .mapping(let entries):
            let dict = DictObject()
            for (key, item) in entries { dict.set(Text(key), try rendered(item, renderer)) }
            return .dict(dict)
        default: return Value(value)
        }
    }

    /// Whether the whole text is one call of the functions that dbt renders without braces.
    static func isCall(_ text: String) -> Bool {
        let trimmed = text.trimmedBlanks
        guard trimmed.hasSuffix(")") else { return false }
        return ["env_var", "ref", "var", "source", "doc"].contains { name in
            trimmed.hasPrefix(name)
                && trimmed.dropFirst(name.count).drop { $0 == " " || $0 == "\t" }.first == "("
                && trimmed.utf8.count > name.utf8.count + 2
        }
    }
}
