internal import Jinja

/// How dbt names the macros that its blocks define.
/// Source: behaviour of dbt-common 1.39, `clients/jinja.py`.
public enum MacroNames {
    /// What the name of every macro of a template begins with.
    public static let prefix = "dbt_macro__"

    /// The name of the macro that `{% test name(…) %}` defines, without the prefix.
    public static func test(_ name: String) -> String { "test_\(name)" }

    /// The name of the macro that `{% materialization name, adapter='…' %}` defines, without the prefix.
    public static func materialization(_ name: String, adapter: String) -> String {
        "materialization_\(name)_\(adapter)"
    }

    /// The name of the macro that `{% docs name %}` defines; it has a prefix of its own.
    public static func docs(_ name: String) -> String { "dbt_docs__\(name)" }
}

/// `{% test name(arguments) %}…{% endtest %}`
struct TestTag: TagExtension {
    func parse(_ parser: inout Parser) throws(TemplateError) -> [ParsedStatement] {
        let name = try parser.expectName()
        let signature = try parser.signature()
        return [try parser.macro(named: MacroNames.prefix + MacroNames.test(name), signature, until: "endtest")]
    }
}

/// `{% docs name %}…{% enddocs %}`
struct DocsTag: TagExtension {
    func parse(_ parser: inout Parser) throws(TemplateError) -> [ParsedStatement] {
        let name = try parser.expectName()
        return [try parser.macro(named: MacroNames.docs(name), until: "enddocs")]
    }
}

/// `{% materialization name, default %}` or `{% materialization name, adapter='postgres' %}`
struct MaterializationTag: TagExtension {
    private static let languages = "supported_languages"

    func parse(_ parser: inout Parser) throws(TemplateError) -> [ParsedStatement] {
        let name = try parser.expectName()
        var adapter = "default"
        var languages = ParsedExpression.list(ofString: "sql")
        while try parser.skipComma() {
            let argument = try parser.expectName()
            switch argument {
            case "default":
                break
            case "adapter":
                try parser.expectAssignment()
                let value = try parser.expression()
                guard let text = value.literalString else {
                    throw parser.error(.compilation, "the adapter of a materialization must be a string")
                }
                adapter = text
            case Self.languages:
                try parser.expectAssignment()
                languages = try parser.expression()
            default:
                throw parser.error(
                    .compilation, "materialization '\(name)' received unknown argument '\(argument)'.")
            }
        }
        var signature = ParsedSignature()
        signature.append(Self.languages, default: languages)
        let macroName = MacroNames.prefix + MacroNames.materialization(name, adapter: adapter)
        return [try parser.macro(named: macroName, signature, until: "endmaterialization")]
    }
}
