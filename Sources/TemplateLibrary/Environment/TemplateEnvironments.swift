public import Diagnostics
public import Jinja

/// The environments that dbt compiles templates with: Jinja2's, with dbt's tags, filters and names of macros.
///
/// Both are made once a process, when they are first used.
public enum TemplateEnvironments {
    /// SQL, macros, hooks and Markdown: the result is text.
    public static let text = make(native: false)
    /// Values of YAML files and arguments of generic tests: a single expression keeps its type.
    public static let native = make(native: true)

    private static func make(native: Bool) -> Environment {
        var environment = Environment(macroPrefix: MacroNames.prefix)
        environment.tags["test"] = TestTag()
        environment.tags["docs"] = DocsTag()
        environment.tags["materialization"] = MaterializationTag()
        let markers: [(String, Text.Marker)] = [
            ("as_text", .text), ("as_bool", .bool), ("as_native", .native), ("as_number", .number),
        ]
        for (name, marker) in markers {
            environment.filters[name] = Environment.Filter { value, arguments, _ throws(TemplateError) in
                guard arguments.isEmpty else {
                    throw TemplateError(
                        .type, "\(name)() takes 1 positional argument but \(arguments.count + 1) were given")
                }
                return native ? .string(try value.str().marked(marker)) : value
            }
        }
        environment.filters["is_list"] = Environment.Filter { value, arguments, _ throws(TemplateError) in
            guard arguments.isEmpty else {
                throw TemplateError(
                    .type, "is_list() takes 1 positional argument but \(arguments.count + 1) were given")
            }
            return .bool(value.list != nil)
        }
        return environment
    }
}

extension Template {
    /// Compiles a dbt template: text, or native for values of YAML files.
    /// - Throws: a syntax or assertion error with its place.
    public convenience init(dbt source: SourceText, mode: Mode = .text) throws(TemplateError) {
        try self.init(
            source, environment: mode == .native ? TemplateEnvironments.native : TemplateEnvironments.text, mode: mode)
    }
}

extension Renderer {
    /// Renders a text that may have no tags at all, in which case it comes back as it is.
    public func render(dbt text: String) throws(TemplateError) -> String {
        guard Template.hasTags(Array(text.utf8)) else { return text }
        return try render(Template(dbt: SourceText(path: "<template>", text))).string
    }

    /// Renders a value of a YAML file: a single expression keeps its type.
    public func evaluate(dbt text: String) throws(TemplateError) -> Value {
        try evaluate(Template(dbt: SourceText(path: "<template>", text), mode: .native))
    }
}
