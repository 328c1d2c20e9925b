internal import Diagnostics
internal import Formats
internal import Jinja
internal import Platform
internal import TemplateLibrary

/// Renders the templates of yml files with dbt's context for them.
///
/// Source: dbt-core 1.11, native results and contexts by phase.
public enum YAMLTemplates {
    /// The renderer that loading uses.
    public static let renderer: NativeRenderer = { template, scope, place throws(Diagnostic) in
        do throws(TemplateError) {
            let compiled = try Template(dbt: SourceText(path: "<template>", template), mode: .native)
            let context = YAMLContext(scope)
            defer { context.finish() }
            return try DataValue(Renderer(resolver: context).evaluate(compiled))
        } catch {
            throw located(error.diagnostic, template, place)
        }
    }

    /// The error with its place in the file: exact when the template stands there letter for letter, else the value.
    private static func located(
        _ error: Diagnostic, _ template: String, _ place: (SourceText, SourceRange)?
    ) -> Diagnostic {
        guard let (source, range) = place else { return error }
        var error = error
        let written = source.bytes[range.start..<min(range.end, source.bytes.count)]
        let wanted = Array(template.utf8)
        error.source = source
        if let inner = error.range, let start = written.firstRange(of: wanted)?.lowerBound {
            error.range = SourceRange(start + inner.start, start + inner.end)
        } else {
            error.range = range
        }
        return error
    }
}

/// The names that a template of a yml file sees.
private final class YAMLContext: NameResolver, TemplateHost {
    private let scope: TemplateScope
    private var base: BaseContext?

    init(_ scope: TemplateScope) {
        self.scope = scope
        base = BaseContext(host: self)
    }

    /// Lets the functions of the context go, which refer to it.
    func finish() { base = nil }

    func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        switch name {
        case "target": scope.target.map { Value(.mapping($0)) }
        case "project_name": scope.projectName.map { .string($0) }
        // Properties read a variable as it is written; elsewhere a template in its value is rendered.
        case "var" where scope.projectName != nil: rawVariables
        default: base?.value(named: name)
        }
    }

    private var rawVariables: Value {
        let scope = scope
        let signature = Signature("__call__", required: ["var_name"], optional: ["default"])
        let hasVariable = Value.function("has_var") { arguments, _ throws(TemplateError) in
            .bool(scope.variables.has(arguments.positional.first?.string ?? ""))
        }
        let function = FunctionObject("var", attributes: ["has_var": hasVariable]) {
            [unowned self] arguments, _ throws(TemplateError) in
            let bound = try signature.bind(arguments)
            let name = try (bound[0] ?? .null).str().string
            if let value = scope.variables[name] { return Value(value) }
            if let standard = bound[1] { return standard }
            return try self.missingVariable(name)
        }
        return .object(function)
    }

    // MARK: Host

    func log(_ message: String, isInfo: Bool) {}
    func print(_ message: String) {}
    func warn(_ message: String) throws(TemplateError) {}

    func variable(_ name: String) -> DataValue? { scope.variables[name] }

    func missingVariable(_ name: String) throws(TemplateError) -> Value {
        guard scope.requiresVariables else { return .null }
        throw .missingVariable(name, owner: "<Configuration>", variables: scope.variables.commandLine)
    }

    func environmentVariable(_ name: String, usesDefault: Bool) -> String? {
        scope.environmentUse?.record(name)
        return scope.environment[name]
    }

    var allowsSecrets: Bool { scope.allowsSecrets }

    func secret(_ name: String) -> Value? {
        scope.environment[name].map { _ in .string(TemplateScope.secretPlaceholder(name)) }
    }

    var invocationID: String { scope.invocationID }
    var runStartedAt: Int { scope.runStartedAt }
    var threadName: String { "MainThread" }
}
