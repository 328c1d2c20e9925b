internal import Adapter
internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// The names of one node in the parse phase: functions record what they are asked for, queries give nothing.
///
/// Source: dbt-core 1.11, contexts by phase.
final class ParseContext: RenderContext {
    let capture: Capture
    private let node: Node
    /// Whether the macros run that name relations, which read variables as they do at run time.
    private let isNaming: Bool
    /// The macros that the macro of a generic test calls, directly or not, by name.
    private var macrosOfTest: [String: ProjectMacro]?

    /// - Parameter node: as far as it is known before its configuration is.
    init(_ compilation: Compilation, node: Node, capture: Capture, isNaming: Bool = false) {
        self.node = node
        self.isNaming = isNaming
        self.capture = capture
        super.init(compilation, package: node.packageName)
    }

    override var isParsing: Bool { true }
    override var requiresVariables: Bool { isNaming }
    /// dbt parses generic tests with few macros, so that one named `ref` is not among them.
    override var hidesOverrides: Bool { node.genericTest != nil }
    override var subject: String? { node.label }
    override var nodeLabel: String { node.uniqueID }

    override func builtin(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        switch name {
        case "ref":
            return record(name) { [capture] arguments throws(TemplateError) in
                capture.record(try ReferenceArguments.ref(arguments))
            }
        case "source":
            return record(name) { [capture] arguments throws(TemplateError) in
                capture.record(try ReferenceArguments.source(arguments))
            }
        case "metric":
            return reference(name) { [capture] arguments, _ throws(TemplateError) in
                let call = try ReferenceArguments.named("metric", arguments)
                capture.metrics.append(call)
                return .object(MetricObject(call))
            }
        case "function":
            return record(name) { [capture] arguments throws(TemplateError) in
                capture.functions.append(try ReferenceArguments.named("function", arguments))
            }
        case "config": return .object(ParseConfigObject(capture))
        case "this":
            return node.resourceType == .operation ? .null : .object(RelationObject(relation))
        case "model": return Value(node.modelFields)
        case "database": return .string(node.database)
        case "schema": return .string(node.schema)
        case "execute": return false
        case "adapter": return .object(ParseAdapterObject(adapterEnvironment(RelationCache()), host: self))
        // What on-run-start puts there, on-run-end finds, when both are read too.
        case "graph": return .object(SharedMappingObject(compilation.parsedGraph))
        case "_sql_results": return .dict([:])
        case "selected_resources", "pre_hooks", "post_hooks": return .list([])
        case "sql", "compiled_code", "defer_relation": return .null
        case "load_result": return .function(name) { _, _ in .null }
        case "store_result", "store_raw_result", "write", "submit_python_job": return .function(name) { _, _ in "" }
        case "load_agate_table": return .function(name) { _, _ in .object(TableObject(.empty)) }
        default: return try super.builtin(name, renderer)
        }
    }

    /// What the code itself calls is a dependency; what those macros call is theirs.
    override func observe(_ callable: MacroValue, _ id: UniqueID) {
        callable.onCall = { [capture] _, renderer in
            if renderer.macroStack.isEmpty { capture.record(macro: id) }
        }
    }

    /// A test is parsed with the macros that its own calls, by their plain names, whatever package they are of.
    override func macroOfTest(named name: String) throws(TemplateError) -> ProjectMacro? {
        guard node.genericTest != nil, let own = capture.macros.first else { return nil }
        if macrosOfTest == nil {
            let library = compilation.library
            do throws(Diagnostic) {
                let macros = try MacroDependencies(library: library).reachable(from: own).compactMap(library.macro(id:))
                macrosOfTest = Dictionary(macros.map { ($0.macro.name, $0) }) { first, _ in first }
            } catch { throw TemplateError(error) }
        }
        return macrosOfTest?[name]
    }

    private var relation: Relation {
        Relation(database: node.database, schema: node.schema, identifier: node.alias)
    }

    /// A function that records its arguments and gives the relation of the node itself.
    private func record(
        _ name: String, _ body: @escaping (Arguments) throws(TemplateError) -> Void
    ) -> Value {
        let result = Value.object(RelationObject(relation))
        return reference(name) { arguments, _ throws(TemplateError) in
            try body(arguments)
            return result
        }
    }
}

/// `config` in the parse phase: records calls; reading gives an empty text.
final class ParseConfigObject: Object {
    private let capture: Capture

    init(_ capture: Capture) { self.capture = capture }

    override var typeName: String { "ParseConfigObject" }
    override var isCallable: Bool { true }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        var call: DataMapping = [:]
        switch (arguments.positional.count, arguments.keyword.isEmpty) {
        case (0, _): break
        case (1, true):
            guard let entries = try DataValue(arguments.positional[0]).mapping else { fallthrough }
            call = entries
        default:
            throw TemplateError(Diagnostic(.configArguments, "Invalid inline model config"))
        }
        for (name, value) in arguments.keyword {
            // dbt writes hooks with a dash everywhere; keyword arguments cannot have one.
            let key = name == "pre_hook" || name == "post_hook" ? name.replacing("_", with: "-") : name
            if call[key] != nil {
                throw TemplateError(
                    Diagnostic(
                        .configArguments,
                        "Invalid config, has conflicting keys \"\(name)\" and \"\(key)\""))
            }
            call[key] = try DataValue(value)
        }
        do throws(Diagnostic) {
            try capture.record(config: call)
        } catch {
            throw TemplateError(error)
        }
        return ""
    }

    override func callMethod(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value? {
        switch name {
        case "get", "require", "meta_get", "meta_require": return ""
        case "set":
            if arguments.positional.count == 2, let key = arguments.positional[0].string {
                return try call(Arguments(keyword: [(key, arguments.positional[1])]), renderer)
            }
            return ""
        case "persist_relation_docs", "persist_column_docs": return false
        default: return nil
        }
    }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        guard
            ["get", "require", "meta_get", "meta_require", "set", "persist_relation_docs", "persist_column_docs"]
                .contains(name)
        else { return nil }
        return .function(name) { [self] arguments, renderer throws(TemplateError) in
            try callMethod(name, arguments, renderer) ?? ""
        }
    }
}

extension Diagnostic.Code {
    /// `config()` with arguments that it does not take.
    static let configArguments = Self(rawValue: "config-arguments")
}
