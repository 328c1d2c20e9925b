internal import Adapter
internal import Diagnostics
internal import Events
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// Where the templates of one node find their names.
///
/// The namespace belongs to the node, not to the file of a macro: macros of the node's package and of the root project
/// come first, then the names that dbt gives every template, then packages, then built-in macros. Values are made when
/// they are first asked for. Source: dbt-core 1.11, macro name resolution.
class RenderContext: NameResolver {
    let compilation: Compilation
    /// The package of the node that is being rendered.
    let package: String
    private var values: [String: Value] = [:]
    private var macros: [UniqueID: Value] = [:]
    /// What stands for macros that are called with their package in front, by package and name.
    final var replacements: [String: [String: Value]] = [:]
    /// The names that need no project.
    private lazy var base = BaseContext(host: ContextHost(self))

    init(_ compilation: Compilation, package: String) {
        self.compilation = compilation
        self.package = package
    }

    final func lookup(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        if let value = values[name] { return value }
        guard let value = try resolve(name, renderer) else { return nil }
        values[name] = value
        return value
    }

    private func resolve(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        let library = compilation.library
        if hidesOverrides, let value = try builtin(name, renderer) { return value }
        if let macro = library.override(named: name, for: package) { return try value(of: macro) }
        if let value = try builtin(name, renderer) { return value }
        if library.isPackage(name) { return .object(PackageNamespace(name, self)) }
        if let macro = library.builtInMacro(named: name) { return try value(of: macro) }
        return try macroOfTest(named: name).map { macro throws(TemplateError) in try value(of: macro) }
    }

    /// A macro that only a generic test knows by that name.
    func macroOfTest(named name: String) throws(TemplateError) -> ProjectMacro? { nil }

    /// Puts a value in front of all others, such as `sql` for a materialization.
    final func set(_ name: String, _ value: Value) { values[name] = value }

    /// The callable of a macro.
    final func value(of macro: ProjectMacro) throws(TemplateError) -> Value {
        if let known = macros[macro.macro.uniqueID] { return known }
        let callable = try MacroValue(
            macro.template(), name: macro.macro.name, package: macro.macro.packageName,
            path: macro.macro.originalFilePath)
        observe(callable, macro.macro.uniqueID)
        let value = Value.object(callable)
        macros[macro.macro.uniqueID] = value
        return value
    }

    /// Lets a phase watch the calls of a macro.
    func observe(_ callable: MacroValue, _ id: UniqueID) {}

    /// The value of a name that dbt itself gives to templates; nil when there is none.
    ///
    /// Source: dbt-core 1.11, globals.
    func builtin(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        let invocation = compilation.invocation
        switch name {
        case "target", "env": return Value(compilation.profile.target)
        case "project_name": return .string(compilation.project.root.name)
        case "flags": return .object(FlagsObject(invocation.flags))
        case "invocation_args_dict": return Value(invocation.arguments)
        case "dbt_metadata_envs": return Value(invocation.customEnvironment)
        case "context": return .object(ContextMapping(self, renderer))
        case "builtins": return .object(BuiltinsMapping(self, renderer))
        case "context_macro_stack": return .object(MacroStackObject(renderer))
        case "validation": return .dict(["any": Self.anyValidator])
        case "sql_now": return "now()"
        case "render": return renderFunction()
        case "try_or_compiler_error": return tryFunction()
        case "adapter_macro": return removedFunction(name)
        case "api": return .object(APIObject(quotePolicy: RelationNames.policy(of: compilation.project.root.project)))
        case "column": return APIObject.column
        default: return base.value(named: name)
        }
    }

    /// The names that `builtin` knows, in dbt's order.
    ///
    /// Source: dbt-core 1.11, builtins.
    final var builtinNames: [String] { BaseContext.names + Self.ownNames }

    private static let ownNames = [
        "flags", "target", "project_name", "context_macro_stack", "dbt_metadata_envs", "invocation_args_dict",
        "context",
        "builtins", "_sql_results", "load_result", "store_result", "store_raw_result", "validation", "write", "render",
        "try_or_compiler_error", "load_agate_table", "ref", "source", "metric", "function", "config", "execute",
        "database", "schema", "adapter", "api", "column", "env", "graph", "model", "pre_hooks", "post_hooks", "sql",
        "sql_now", "adapter_macro", "selected_resources", "submit_python_job", "compiled_code", "this",
        "defer_relation",
    ]

    /// How errors call the thing that is rendered; nil where there is none.
    var subject: String? { nil }

    /// The node of `model`, as the message of a missing variable shows it.
    var nodeLabel: String { "<Configuration>" }

    /// Whether this is a render whose functions record and whose queries give nothing.
    var isParsing: Bool { false }
    /// Whether a variable without a value is an error.
    var requiresVariables: Bool { true }

    func tableLayout() -> TableLayoutConfig? { nil }

    /// Whether a project's macro does not replace a context function of its name.
    var hidesOverrides: Bool { false }

    /// The value of a variable, as this node's package sees it.
    func variable(_ name: String) -> DataValue? { compilation.project.variables(in: package)[name] }

    /// A variable of the process.
    func environmentVariable(_ name: String) -> String? { compilation.invocation.environment[name] }
}

extension RenderContext {
    /// `render(text)`: renders a text in the same context.
    private func renderFunction() -> Value {
        .function("render") { arguments, renderer throws(TemplateError) in
            guard let text = arguments.positional.first?.text ?? arguments["string"]?.text else { return "" }
            let template = try Template(
                SourceText(path: "<render>", text.string), environment: TemplateEnvironments.text)
            return .string(Text(try renderer.render(template).bytes))
        }
    }

    /// `try_or_compiler_error(message, function, …)`: calls a function and replaces its error by a message.
    private func tryFunction() -> Value {
        .function("try_or_compiler_error") { arguments, renderer throws(TemplateError) in
            guard arguments.positional.count >= 2 else {
                throw TemplateError(.type, "try_or_compiler_error() takes a message and a function")
            }
            let rest = Arguments(Array(arguments.positional.dropFirst(2)), keyword: arguments.keyword)
            do throws(TemplateError) {
                return try renderer.call(arguments.positional[1], rest)
            } catch {
                if error.isReturn { throw error }
                throw TemplateError(Diagnostic(.compilerError, try arguments.positional[0].str().string))
            }
        }
    }

    /// `validation.any(…)`: a function that refuses values which equal none of the arguments.
    fileprivate static var anyValidator: Value {
        .function("validate_any") { arguments, _ in
            let choices = arguments.positional
            return .function("inner") { arguments, _ throws(TemplateError) in
                let value = arguments.positional.first ?? .null
                var texts: [String] = []
                for choice in choices {
                    if try choice.isEqual(to: value) { return .null }
                    texts.append(try choice.str().string)
                }
                throw TemplateError(
                    Diagnostic(
                        .configValueRefused,
                        "Expected value \"\(try value.str().string)\" to be one of \(texts.joined(separator: ","))"))
            }
        }
    }

    private func removedFunction(_ name: String) -> Value {
        .function(name) { _, _ throws(TemplateError) in
            throw TemplateError(
                Diagnostic(
                    .functionRemoved, "The \"\(name)\" macro has been removed. Use `adapter.dispatch()` instead."))
        }
    }
}

extension RenderContext: AdapterHost {
    func callMacro(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let root = compilation.project.root.name
        guard let macro = compilation.library.macro(named: name, for: root) else {
            throw TemplateError(
                Diagnostic(
                    .operationNotFound, "dbt could not find a macro with the name \"\(name)\" in any package",
                    family: .runtime))
        }
        return try renderer.call(value(of: macro), arguments)
    }

    func dispatch(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        if arguments["packages"] != nil {
            throw TemplateError(
                Diagnostic(
                    .dispatchInvalid,
                    "The \"packages\" argument of adapter.dispatch() has been deprecated.\n"
                        + "Use the \"macro_namespace\" argument instead."))
        }
        let bound = try Signature("dispatch", required: ["macro_name"], optional: ["macro_namespace"]).bind(arguments)
        guard let name = bound[0]?.string else {
            throw TemplateError(Diagnostic(.dispatchInvalid, "adapter.dispatch() takes the name of a macro"))
        }
        let macro: ProjectMacro
        do throws(Diagnostic) {
            macro = try compilation.library.dispatch(name, namespace: bound[1]?.string, for: package)
        } catch { throw TemplateError(error) }
        return try value(of: macro)
    }

    func adapterConfig() throws(TemplateError) -> Value { projectConfig }

    /// The root project and how the command was called.
    private var projectConfig: Value {
        .object(ProjectConfigObject(compilation, compilation.project.root.project))
    }

    /// A function that refers to a resource; like dbt's, it knows the project.
    func reference(_ name: String, _ body: @escaping FunctionObject.Body) -> Value {
        .object(FunctionObject(name, attributes: ["config": projectConfig], body: body))
    }

    func printTable(_ text: String) { compilation.log.fire(.print(text)) }
    func warnAdapter(_ message: String) { compilation.log.fire(.jinjaLogWarning(message, node: nil)) }

    /// A warning from a template.
    /// - Throws: when warnings are errors.
    func warn(_ message: String) throws(TemplateError) { try warn(.jinjaLogWarning(message, node: nil)) }

    func warn(_ event: Event) throws(TemplateError) {
        do throws(Diagnostic) {
            try compilation.log.warn(event, subject: subject)
        } catch { throw TemplateError(error) }
    }

    /// What `adapter` objects must know.
    func adapterEnvironment(_ relations: RelationCache) -> AdapterEnvironment {
        var environment = AdapterEnvironment(
            cache: relations, database: compilation.profile.credentials.database,
            projectName: compilation.project.root.name,
            quotePolicy: RelationNames.policy(of: compilation.project.root.project))
        for (name, standard) in environment.behaviorFlags {
            environment.behaviorFlags[name] = compilation.invocation.settings.behavior(name, default: standard)
        }
        return environment
    }
}

extension Diagnostic.Code {
    /// What a template raises with `exceptions.raise_compiler_error`.
    static let compilerError = Self(rawValue: "compiler-error")
    /// A value of a configuration that the validator of `config.get` refuses.
    static let configValueRefused = Self(rawValue: "config-value-refused")
    /// A context function that dbt had once.
    static let functionRemoved = Self(rawValue: "function-removed")
}
