internal import Adapter
internal import Diagnostics
internal import Events
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// The names of one node while it is compiled and run: references resolve, queries reach the database.
///
/// Source: dbt-core 1.11, contexts by phase and node context.
class RuntimeContext: RenderContext {
    let project: RuntimeProject
    let node: Node
    let session: AdapterSession
    /// The part of a microbatch model that is worked on.
    let batch: Batch?
    let results = StatementResults()
    /// The ephemeral models that the code has referred to, in the order of the references.
    private(set) var ephemeralParents: [UniqueID] = []
    /// What the statement `main` and `write()` leave under `target/run`.
    private(set) var runText: String?
    /// The result of compiling, once there is one.
    var compiledCode: String?
    /// The rows of a seed, for `load_agate_table()`.
    var seedTable: (() throws(Diagnostic) -> Table)?

    init(_ project: RuntimeProject, node: Node, session: AdapterSession, batch: Batch? = nil) {
        self.project = project
        self.node = node
        self.batch = batch
        self.session = session
        super.init(project.compilation, package: node.packageName)
    }

    override var subject: String? { node.label }
    override var nodeLabel: String { node.name }
    private var manifest: Manifest { project.manifest }

    override func builtin(_ name: String, _ renderer: Renderer) throws(TemplateError) -> Value? {
        switch name {
        case "ref":
            return reference(name) { [unowned self] arguments, renderer throws(TemplateError) in
                try .object(RelationObject(relation(of: ReferenceArguments.ref(arguments), renderer)))
            }
        case "source":
            return reference(name) { [unowned self] arguments, _ throws(TemplateError) in
                try .object(RelationObject(relation(of: ReferenceArguments.source(arguments))))
            }
        case "function":
            return reference(name) { [unowned self] arguments, renderer throws(TemplateError) in
                try .object(RelationObject(relation(of: ReferenceArguments.named("function", arguments), renderer)))
            }
        case "metric":
            return .function(name) { [unowned self] arguments, _ throws(TemplateError) in
                let metric = try metric(of: ReferenceArguments.named("metric", arguments))
                return .object(MetricObject(metric, in: manifest))
            }
        case "_sql_results": return .dict(results.entries)
        case "config":
            return .object(
                RuntimeConfigObject(node) { [unowned self] key throws(TemplateError) in
                    try warn(.metaKeyWarning(key))
                })
        case "this": return this
        case "model": return model
        case "database": return .string(node.database)
        case "schema": return .string(node.schema)
        case "execute": return true
        case "adapter": return .object(adapter)
        case "graph": return .object(GraphObject(manifest, additions: project.graphAdditions))
        case "selected_resources": return .list(project.selected.map { .string($0) })
        case "pre_hooks": return hooks("pre-hook")
        case "post_hooks": return hooks("post-hook")
        case "sql", "compiled_code": return compiledCode.map { .string($0) } ?? .null
        case "defer_relation": return deferRelation
        case "load_result", "store_result", "store_raw_result", "write", "load_agate_table", "submit_python_job":
            return resultFunction(name)
        default: return try super.builtin(name, renderer)
        }
    }

    var adapter: AdapterObject {
        AdapterObject(adapterEnvironment(project.relations), session: session, host: self)
    }

    override func tableLayout() -> TableLayoutConfig? { compilation.project.tableLayout(of: node) }

    /// The relation that the node builds.
    private var this: Value {
        guard ![.operation, .sqlOperation, .macro].contains(node.resourceType) else { return .null }
        return .object(RelationObject(RelationNames.relation(of: node, project: compilation.project.root.project)))
    }

    private var model: Value {
        if node.resourceType == .macro, let macro = manifest.macros[node.uniqueID] { return Value(macro.modelFields) }
        var node = node
        if let compiledCode, node.compilation == nil {
            node.compilation = .init(compiledPath: "", compiledCode: compiledCode)
        }
        if node.config["contract"]?["alias_types"]?.bool ?? true {
            node.columns = node.columns.mapValues { column in
                var column = column
                column.dataType = column.dataType.map(DatabaseColumn.translateType)
                return column
            }
        }
        var fields = node.modelFields
        // Its old name.
        if let code = fields["compiled_code"] { fields["compiled_sql"] = code }
        if let batch { fields["batch"] = .mapping(batch.fields) }
        return Value(fields)
    }

    private func hooks(_ key: String) -> Value {
        .list(
            (node.config[key]?.list ?? []).map { hook in
                guard let fields = hook.mapping else { return Value(hook) }
                return Value(fields.filter { !$0.value.isNull })
            })
    }

    private func resultFunction(_ name: String) -> Value {
        .function(name) { [unowned self] arguments, _ throws(TemplateError) in
            switch name {
            case "load_result":
                return try results.load(arguments.positional.first?.string ?? arguments["name"]?.string ?? "")
            case "store_result", "store_raw_result":
                try store(arguments, isRaw: name == "store_raw_result")
                return ""
            case "write":
                runText = try (arguments.positional.first ?? "").str().string
                return ""
            case "load_agate_table":
                guard let seedTable else {
                    throw TemplateError(
                        Diagnostic(
                            .seedOnly, "can only load_agate_table for seeds (got a \(node.resourceType.rawValue))"))
                }
                do throws(Diagnostic) { return .object(TableObject(try seedTable())) } catch {
                    throw TemplateError(error)
                }
            default:
                throw TemplateError(Diagnostic(.pythonModel, "Python models are not supported by PostgreSQL"))
            }
        }
    }

    private func store(_ arguments: Arguments, isRaw: Bool) throws(TemplateError) {
        let signature =
            isRaw
            ? Signature(
                "store_raw_result", required: ["name"], optional: ["message", "code", "rows_affected", "agate_table"])
            : Signature("store_result", required: ["name", "response"], optional: ["agate_table"])
        let bound = try signature.bind(arguments)
        let table = (bound.last ?? nil)?.object as? TableObject
        var response: AdapterResponse
        if isRaw {
            response = AdapterResponse(
                message: try (bound[1] ?? "").str().string, code: bound[2]?.string, rowsAffected: bound[3]?.int)
        } else if let given = bound[1]?.object as? ResponseObject {
            response = given.response
        } else {
            response = AdapterResponse(message: try (bound[1] ?? "").str().string)
        }
        if isRaw, bound[1] == nil || bound[1]?.isNone == true { response.message = "" }
        results.store(bound[0]?.string ?? "", response, table?.table ?? .empty)
    }
}

// MARK: - References

extension RuntimeContext {
    /// Whether references are checked against what parsing found.
    private var checksDependencies: Bool {
        guard node.resourceType != .macro else { return false }
        return node.resourceType != .operation || !node.refs.isEmpty || !node.sources.isEmpty
    }

    func relation(of call: RefCall, _ renderer: Renderer) throws(TemplateError) -> Relation {
        let target: ReferenceIndex.Target
        do throws(Diagnostic) {
            target = try manifest.references.resolve(call, from: package)
        } catch { throw TemplateError(error) }
        guard case .found(let id) = target, let parent = manifest.nodes[id] else {
            throw notFound("node", call.name, call.package, isDisabled: target == .disabled)
        }
        if checksDependencies, !node.dependsOn.nodes.contains(id), id != node.uniqueID {
            throw unexpectedReference("ref(\(call.package.map { "'\($0)', " } ?? "")'\(call.name)')")
        }
        if parent.isEphemeral {
            guard node.resourceType != .macro else {
                throw TemplateError(
                    Diagnostic(
                        .operationEphemeral,
                        "Operations can not ref() ephemeral nodes, but \(parent.name) is ephemeral"))
            }
            if !ephemeralParents.contains(id) { ephemeralParents.append(id) }
            return restricted(Relation.ephemeral(identifier: parent.alias), EventTimeColumn(of: parent))
        }
        let own = RelationNames.relation(of: parent, project: compilation.project.root.project)
        return restricted(try deferred(parent, renderer) ?? own, EventTimeColumn(of: parent))
    }

    func relation(of call: SourceCall) throws(TemplateError) -> Relation {
        guard case .found(let id) = manifest.references.resolve(call, from: package), let source = manifest.sources[id]
        else { throw notFound("source", "\(call.source).\(call.table)", nil, isDisabled: false) }
        // Unlike with `ref()`, dbt does not ask whether parsing has seen the reference.
        return restricted(RelationNames.relation(of: source), EventTimeColumn(of: source))
    }

    func relation(of call: NamedCall, _ renderer: Renderer) throws(TemplateError) -> Relation {
        guard case .found(let id) = manifest.references.resolve(function: call, from: package),
            let function = manifest.nodes[id]
        else { throw notFound("function", call.arguments.last ?? "", nil, isDisabled: false) }
        if var relation = try deferred(function, renderer) {
            relation.type = .function
            relation.quotePolicy = .init()
            return relation
        }
        return Relation(
            database: function.database, schema: function.schema, identifier: function.alias, type: .function)
    }

    private func metric(of call: NamedCall) throws(TemplateError) -> GraphResource {
        let name = call.arguments.last ?? ""
        let package = call.arguments.count == 2 ? call.arguments[0] : nil
        let known = manifest.resources(of: .metric).first {
            $0.name == name && (package ?? $0.packageName) == $0.packageName
        }
        guard let known else { throw notFound("metric", name, package, isDisabled: false) }
        return known
    }

    /// With `--empty`, references read no rows; in a batch or a sample only those of a window of time.
    private func restricted(_ relation: Relation, _ column: EventTimeColumn?) -> Relation {
        var relation = relation
        if compilation.invocation.settings.isEmpty { relation.limit = 0 }
        if let column, let window {
            relation.eventTimeFilter = .init(
                column: column.name, start: window.start.pythonText, end: window.end.pythonText)
        }
        return relation
    }

    /// The window of time that references are cut to: that of the batch, of `--sample`, or what both have in common.
    private var window: TimeWindow? {
        guard node.resourceType == .model || node.resourceType == .snapshot else { return nil }
        let sample = compilation.invocation.settings.sample
        guard let batch else { return sample }
        return sample.map { batch.window.intersection($0) } ?? batch.window
    }

    func notFound(_ kind: String, _ name: String, _ package: String?, isDisabled: Bool) -> TemplateError {
        let place = package.map { "in package or project '\($0)' " } ?? ""
        let reason = isDisabled ? "is disabled" : "was not found"
        return TemplateError(
            Diagnostic(
                kind == "source" ? .sourceNotFound : .refNotFound,
                "\(node.resourceType.rawValue.titled) '\(node.uniqueID)' (\(node.originalFilePath)) depends on a \(kind) "
                    + "named '\(name)' \(place)which \(reason)"))
    }

    private func unexpectedReference(_ call: String) -> TemplateError {
        TemplateError(
            Diagnostic(
                .refNotInferred,
                """
                dbt was unable to infer all dependencies for the model "\(node.name)".
                This typically happens when ref() is placed within a conditional block.

                To fix this, add the following hint to the top of the model "\(node.name)":

                -- depends_on: {{ \(call) }}
                """))
    }
}

extension Diagnostic.Code {
    /// A reference that parsing has not seen.
    static let refNotInferred = Self(rawValue: "ref-not-inferred")
    /// An operation that reads an ephemeral model.
    static let operationEphemeral = Self(rawValue: "operation-ephemeral")
    /// A function that is for seeds only.
    static let seedOnly = Self(rawValue: "seed-only")
    /// A model in Python, which PostgreSQL cannot run.
    static let pythonModel = Self(rawValue: "python-model")
}

extension String {
    /// The text with each word's first letter in upper case, as Python's `title()` writes names.
    var titled: String {
        split(separator: "_", omittingEmptySubsequences: false)
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "_")
    }
}
