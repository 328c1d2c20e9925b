import Diagnostics
import Formats
import Jinja
import TemplateLibrary

/// A base context with answers of its own.
final class TestContext: TemplateHost, NameResolver {
    var variables: DataMapping = [:]
    var environment: [String: String] = [:]
    var values: [String: Value] = [:]
    private(set) var messages: [String] = []
    private var base: BaseContext?

    let invocationID = "8e5c0e4a-3b7f-4f65-9c5e-0f0c5f3e8a55"
    let threadName = "Thread-1 (worker)"
    /// 2024-03-05T06:07:08.901234+00:00
    let runStartedAt = 1_709_618_828_901_234

    func log(_ message: String, isInfo: Bool) { messages.append("\(isInfo ? "info" : "debug"): \(message)") }
    func print(_ message: String) { messages.append("print: \(message)") }
    func warn(_ message: String) throws(TemplateError) { messages.append("warning: \(message)") }
    func variable(_ name: String) -> DataValue? { variables[name] }
    func missingVariable(_ name: String) throws(TemplateError) -> Value {
        throw TemplateError.missingVariable(name, owner: "orders", variables: variables)
    }
    func environmentVariable(_ name: String, usesDefault: Bool) -> String? { environment[name] }

    func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        if let value = values[name] { return value }
        if base == nil { base = BaseContext(host: self) }
        return base?.value(named: name)
    }

    func render(_ template: String) throws(TemplateError) -> String {
        try Renderer(resolver: self).render(Template(dbt: SourceText(path: "models/orders.sql", template))).string
    }

    func evaluate(_ template: String) throws(TemplateError) -> Value {
        try Renderer(resolver: self).evaluate(dbt: template)
    }
}
