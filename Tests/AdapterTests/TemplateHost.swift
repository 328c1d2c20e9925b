import Adapter
import Diagnostics
import Jinja
import Testing

/// A render with an `adapter`, `api` and `this`, whose macros are Swift closures.
final class TemplateHost: AdapterHost {
    var macros: [String: (Arguments) throws(TemplateError) -> Value] = [:]
    /// The macros that were called, with their arguments as text.
    private(set) var calls: [String] = []
    private(set) var printed = ""
    private(set) var warnings: [String] = []
    let environment: AdapterEnvironment
    var values: [String: Value] = [:]

    init(cache: RelationCache = RelationCache(), quotePolicy: Relation.Policy = .init()) {
        environment = AdapterEnvironment(cache: cache, database: "db", projectName: "shop", quotePolicy: quotePolicy)
        values["api"] = .object(APIObject(quotePolicy: quotePolicy))
        values["this"] = .relation(Relation(database: "db", schema: "s", identifier: "x"))
        values["table"] = .relation(Relation(database: "db", schema: "s", identifier: "t", type: .table))
    }

    func callMacro(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        var texts: [String] = []
        for (key, value) in arguments.keyword { texts.append("\(key)=\(try value.str().string)") }
        calls.append("\(name)(\(texts.joined(separator: ", ")))")
        return try macros[name]?(arguments) ?? .null
    }

    func dispatch(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let name = arguments.positional.first?.string ?? ""
        return .function(name) { _, _ in .string("dispatched \(name)") }
    }

    func adapterConfig() throws(TemplateError) -> Value { .dict(["project_name": "shop"]) }
    func printTable(_ text: String) { printed += text }
    var layout: TableLayoutConfig?
    func tableLayout() -> TableLayoutConfig? { layout }
    func warnAdapter(_ message: String) { warnings.append(message) }

    func render(_ text: String) throws -> String {
        let renderer = Renderer(resolver: DictionaryResolver(values))
        return try renderer.render(Template(text, environment: Environment())).string
    }

    /// The message of the error that rendering raises.
    func failure(_ text: String) -> String? {
        do {
            _ = try render(text)
            return nil
        } catch let error as TemplateError {
            return error.message
        } catch {
            return "\(error)"
        }
    }
}
