public import Adapter
public import Diagnostics
internal import Formats
internal import Jinja
public import Platform
public import ProjectModel
internal import TemplateLibrary

/// Asks the database how old the newest row of a source is, by the macros that the project has for it.
///
/// Source: dbt-core 1.11, sources.
public struct FreshnessQuery {
    /// The database's answer.
    public struct Answer: Sendable {
        /// Nil when the table has no rows.
        public var maxLoadedAt: Timestamp?
        public var snapshottedAt: Timestamp
        public var response: AdapterResponse
    }

    private let project: RuntimeProject
    private let session: AdapterSession

    public init(_ project: RuntimeProject, session: AdapterSession) {
        self.project = project
        self.session = session
    }

    /// - Throws: when the source does not say how rows are dated, or the query fails or gives no times.
    public func answer(for source: SourceTable) throws(Diagnostic) -> Answer {
        var node = Node(
            uniqueID: source.uniqueID, resourceType: .operation, name: "\(source.sourceName)_\(source.name)",
            packageName: source.packageName, path: source.path, originalFilePath: source.originalFilePath,
            fqn: source.fqn, checksum: .none, rawCode: "")
        node.database = source.database
        node.schema = source.schema
        let context = RuntimeContext(project, node: node, session: session)
        let relation = Value.object(RelationObject(RelationNames.relation(of: source)))
        context.set("this", relation)
        context.set("source_node", Value(source.fields))
        context.set("model", Value(source.fields))
        let renderer = Renderer(resolver: context)
        do throws(TemplateError) {
            let (macro, arguments) = try call(source, relation, renderer)
            return try read(try context.callMacro(macro, arguments, renderer), of: source)
        } catch {
            var diagnostic = error.diagnostic
            diagnostic.subject = diagnostic.subject ?? "source \(source.name) (\(source.originalFilePath))"
            throw diagnostic
        }
    }

    /// The macro and its arguments: a query of the source's own wins over a column.
    private func call(
        _ source: SourceTable, _ relation: Value, _ renderer: Renderer
    ) throws(TemplateError) -> (String, Arguments) {
        if let query = source.loadedAtQuery {
            let template = try Template(
                SourceText(path: source.originalFilePath, query), environment: TemplateEnvironments.text)
            let sql = try renderer.render(template).string
            return ("collect_freshness_custom_sql", Arguments([relation, .string(sql)]))
        }
        guard let field = source.loadedAtField else {
            throw TemplateError(
                Diagnostic(
                    .freshnessUndated,
                    "Could not compute freshness for source \(source.name): no 'loaded_at_field' provided and postgres adapter does not support metadata-based freshness checks.",
                    family: .runtime, hint: "add loaded_at_field, or loaded_at_query, to the source"))
        }
        let filter = source.freshness?.filter.map { Value.string($0) } ?? .null
        return ("collect_freshness", Arguments([relation, .string(field), filter]))
    }

    /// A macro gives what `load_result` gave it; one of a project may give the table alone.
    private func read(_ value: Value, of source: SourceTable) throws(TemplateError) -> Answer {
        let result = value.object as? StatementResultObject
        guard let table = result?.table ?? (value.object as? TableObject)?.table, table.rowCount == 1,
            table.columnNames.count == 2
        else {
            throw TemplateError(
                Diagnostic(
                    .freshnessResult,
                    "Got an invalid result from \"collect_freshness\" macro: the query must give one row of two columns",
                    family: .compilation))
        }
        guard let snapshot = try timestamp(table[0, 1], "snapshotted_at", source) else {
            throw TemplateError(Diagnostic(.freshnessResult, "snapshotted_at is null", family: .runtime))
        }
        return Answer(
            maxLoadedAt: try timestamp(table[0, 0], "max_loaded_at", source), snapshottedAt: snapshot,
            response: result?.response ?? AdapterResponse(message: ""))
    }

    /// A time without a zone counts as UTC.
    private func timestamp(_ cell: Cell, _ field: String, _ source: SourceTable) throws(TemplateError) -> Timestamp? {
        switch cell {
        case .null: return nil
        case .timestamp(let text):
            guard let microseconds = Value.microsecondsSinceEpoch(ofISO: text) else { break }
            return Timestamp(microseconds: microseconds)
        default: break
        }
        throw TemplateError(
            Diagnostic(
                .freshnessResult,
                "Expected a timestamp value when querying field '\(field)' of table \(RelationNames.relation(of: source).render()) but received value of type '\(type(of: cell))' instead",
                family: .database,
                hint: "cast the column: loaded_at_field: \"\(source.loadedAtField ?? "loaded_at")::timestamp\""))
    }

    private func type(of cell: Cell) -> String {
        switch cell {
        case .null: "NoneType"
        case .bool: "bool"
        case .int: "int"
        case .number: "Decimal"
        case .date: "date"
        case .timestamp: "datetime"
        case .text: "str"
        }
    }
}

extension Diagnostic.Code {
    /// A source with freshness thresholds that does not say how its rows are dated.
    static let freshnessUndated = Self(rawValue: "freshness-undated")
    /// A freshness query that gives something else than two times.
    static let freshnessResult = Self(rawValue: "freshness-result")
}
