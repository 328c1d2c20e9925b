public import Adapter
public import Diagnostics
internal import Events
internal import Formats
internal import Jinja
internal import Postgres
internal import ProjectLoading
internal import ProjectModel
internal import SQLText
internal import TemplateLibrary

/// One node while it is being executed: runs its materialization, which sends the statements.
public final class NodeExecution {
    /// What a materialization did.
    public struct Outcome: Sendable {
        /// The server's answer to the statement `main`; nil when the materialization has none.
        public var response: AdapterResponse?
        /// The result rows of the statement `main`.
        public var table: Table?
        /// The relations that exist now.
        public var relations: [Relation]
        /// What was sent as `main`, for the file under `target/run`.
        public var runText: String?
    }

    private let project: RuntimeProject
    private let compiled: CompiledNode
    private let context: RuntimeContext
    private let session: AdapterSession

    /// - Parameter batch: the part of a microbatch model that is executed.
    public init(
        _ project: RuntimeProject, compiled: CompiledNode, session: AdapterSession, batch: Batch? = nil
    ) {
        self.project = project
        self.compiled = compiled
        self.session = session
        context = RuntimeContext(project, node: compiled.node, session: session, batch: batch)
        context.compiledCode = compiled.text
    }

    /// What was sent as `main` so far, for the file under `target/run`; it is of use when materializing fails.
    public var runText: String? { context.runText }

    /// The rows of a seed, read when its materialization asks for them.
    public func setSeed(_ table: @escaping () throws(Diagnostic) -> Table) { context.seedTable = table }

    /// Makes the materialization add to what there is, whatever the command line says: batches after the first.
    public func setIncremental() {
        for (name, value) in [("is_incremental", true), ("should_full_refresh", false)] {
            context.set(name, .function(name) { _, _ in .bool(value) })
        }
    }

    /// Runs the node's materialization.
    /// - Parameter name: the materialization to run in place of that which the node is configured for.
    /// - Throws: the error of a template or of the server; the place of a server's error is that in the model's file.
    public func materialize(as name: String? = nil) throws(Diagnostic) -> Outcome {
        let node = compiled.node
        let macro = try materialization(name ?? node.config.materialized)
        try checkLanguage(macro)
        try checkStatement()
        let renderer = Renderer(resolver: context)
        let value: Value
        do throws(TemplateError) {
            value = try renderer.call(try context.value(of: macro))
        } catch {
            throw located(configured(project.compilation.diagnostic(error, of: node)))
        }
        let relations = try relations(value)
        guard context.results.main != nil || MacroLibrary.internalPackages.contains(macro.macro.packageName) else {
            throw Diagnostic(
                .materializationResult, "main is not being called during running model", family: .runtime,
                subject: node.label, hint: "wrap the SQL that builds the model in {% call statement('main') %}")
        }
        for relation in relations {
            // Names that dbt made itself are found whatever their case.
            var known = relation
            known.isCreatedByDbt = true
            project.relations.add(known)
        }
        return Outcome(
            response: context.results.main, table: try mainTable(), relations: relations, runText: context.runText)
    }

    /// The macro of a materialization.
    private func materialization(_ name: String) throws(Diagnostic) -> ProjectMacro {
        let library = project.compilation.library
        let isFree = !project.compilation.invocation.settings.behavior(
            "require_explicit_package_overrides_for_builtin_materializations", default: true)
        let macro = try library.materialization(name, packagesReplaceBuiltIn: isFree)
        let package = macro.macro.packageName
        if library.hasBuiltIn(materialization: name), package != project.compilation.project.root.name,
            !MacroLibrary.internalPackages.contains(package)
        {
            try project.compilation.log.deprecate(.packageMaterializationOverride(name, package: package))
        }
        return macro
    }

    /// - Throws: when the materialization cannot run the language of a model.
    private func checkLanguage(_ macro: ProjectMacro) throws(Diagnostic) {
        let node = compiled.node
        let languages = macro.macro.supportedLanguages ?? ["sql"]
        guard [.model, .function].contains(node.resourceType), !languages.contains(node.language) else { return }
        let list = languages.map { "'\($0)'" }.joined(separator: ", ")
        throw Diagnostic(
            .materializationLanguage,
            "Materialization \"\(macro.macro.name)\" only supports languages [\(list)]; got \"\(node.language)\"",
            family: .runtime, subject: node.label)
    }

    /// Materializations that put the node's SQL between parentheses.
    private static let wrapping: Set = ["view", "table", "incremental", "materialized_view", "snapshot", "test"]

    /// - Throws: when the SQL would close the statement around it and run one of its own.
    private func checkStatement() throws(Diagnostic) {
        guard Self.wrapping.contains(compiled.node.config.materialized), let offset = SQL.breakout(in: compiled.code)
        else { return }
        let place = compiled.place(of: offset)
        throw Diagnostic(
            .statementBreakout, "the SQL closes a parenthesis that it has not opened, and another statement follows",
            subject: compiled.node.label, at: place?.range, in: place?.source,
            hint: "put further statements into a hook")
    }

    /// A test returns the rows of its statement; everything else the relations that it made.
    private func relations(_ value: Value) throws(Diagnostic) -> [Relation] {
        guard value.dict != nil else {
            throw Diagnostic(
                .materializationResult,
                "The materialization (\"\(compiled.node.config.materialized)\") did not explicitly return a list of relations "
                    + "to add to the cache.",
                subject: compiled.node.label,
                hint: "end the materialization with {{ return({'relations': [target_relation]}) }}")
        }
        guard let dict = value.dict, let list = dict["relations"]?.list else {
            throw Diagnostic(
                .materializationResult,
                "Invalid value returned from materialization, \"relations\" not found or not a list",
                subject: compiled.node.label,
                hint: "end the materialization with {{ return({'relations': [target_relation]}) }}")
        }
        return list.items.compactMap { ($0.object as? RelationObject)?.relation }
    }

    private func mainTable() throws(Diagnostic) -> Table? {
        do throws(TemplateError) {
            guard let object = try context.results.load("main").object as? StatementResultObject else { return nil }
            return object.table
        } catch { throw error.diagnostic }
    }

    /// An error of the table's layout belongs to the config, not to the built-in macro that found it.
    private func configured(_ diagnostic: Diagnostic) -> Diagnostic {
        guard diagnostic.code.rawValue.hasPrefix("partition-") else { return diagnostic }
        var diagnostic = diagnostic
        (diagnostic.frames, diagnostic.source, diagnostic.range) = ([], nil, nil)
        guard let source = compiled.place(of: 0)?.source, source.path == compiled.node.originalFilePath else {
            return diagnostic
        }
        return OnFailCheck.place(
            diagnostic, at: diagnostic.message.contains("`cluster_by`") ? "cluster_by" : "partition_by",
            in: [(source, 0)])
    }

    /// What the server says of a key that it could not hold across partitions.
    private static let partialKey = "unique constraint on partitioned table must include all partitioning columns"

    /// Maps the position of a server's error in a statement that holds the model's SQL back to the model's file.
    private func located(_ diagnostic: Diagnostic) -> Diagnostic {
        var diagnostic = diagnostic
        guard diagnostic.family == .database, let failure = session.lastFailure else { return diagnostic }
        if failure.error.message.hasPrefix(Self.partialKey) {
            diagnostic.hint = "add the column of partition_by to the constraint or index"
        }
        guard let offset = failure.error.byteOffset(in: failure.sql),
            let start = failure.sql.utf8.firstRange(of: compiled.code)?.lowerBound
        else { return diagnostic }
        let inside = offset - failure.sql.utf8.distance(from: failure.sql.startIndex, to: start)
        guard (0..<compiled.code.count).contains(inside), let place = compiled.place(of: inside) else {
            return diagnostic
        }
        diagnostic.source = place.source
        diagnostic.range = place.range
        return diagnostic
    }
}

extension Diagnostic.Code {
    /// The SQL of a node would end the statement around it and begin another.
    static let statementBreakout = Self(rawValue: "statement-breakout")
    /// A model in a language that its materialization cannot run.
    static let materializationLanguage = Self(rawValue: "materialization-language")
    /// A materialization that does not say what it made.
    static let materializationResult = Self(rawValue: "materialization-result")
}
