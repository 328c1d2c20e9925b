internal import Diagnostics
public import Jinja
internal import Postgres
public import TemplateLibrary

/// `adapter` at run time: asks the database through the session of the thread that renders.
///
/// What dbt does by calling a macro goes through the host, so that a project's overrides work.
public final class AdapterObject: MethodObject {
    private let environment: AdapterEnvironment
    private let session: AdapterSession
    private unowned let host: any AdapterHost

    public init(_ environment: AdapterEnvironment, session: AdapterSession, host: any AdapterHost) {
        self.environment = environment
        self.session = session
        self.host = host
    }

    public override var typeName: String { "dbt.context.providers.RuntimeDatabaseWrapper" }
    public override var methodNames: Set<String> { AdapterMethod.names }

    public override func property(_ name: String) throws(TemplateError) -> Value? {
        name == "config" ? try host.adapterConfig() : AdapterProperties.value(name, environment)
    }

    public override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        guard let method = AdapterMethod(rawValue: name) else { return .null }
        switch method {
        case .dispatch: return try host.dispatch(arguments, renderer)
        case .commit:
            try carrying { () throws(Diagnostic) in try session.commit() }
            return ""
        case .execute: return try execute(arguments)
        case .addQuery: return try addQuery(arguments)
        case .loadSeedRows: return try loadSeed(arguments)
        case .getColumnSchemaFromQuery: return try columnSchema(arguments)
        case .getRelation: return try getRelation(arguments, renderer)
        case .alreadyExists:
            let bound = try Signature(name, required: ["schema", "name"]).bind(arguments)
            let found = try relation(
                environment.database, try text(bound[0]), try text(bound[1]), renderer)
            return .bool(found != nil)
        case .createSchema, .dropSchema: return try changeSchema(method, arguments, renderer)
        case .checkSchemaExists: return try checkSchema(arguments, renderer)
        case .dropRelation, .truncateRelation, .renameRelation: return try changeRelation(method, arguments, renderer)
        case .cacheAdded, .cacheDropped, .cacheRenamed: return try changeCache(method, arguments)
        case .getColumnsInRelation:
            let bound = try Signature(name, required: ["relation"]).bind(arguments)
            return try columns(of: bound[0] ?? .null, renderer)
        case .getColumnsInTable:
            let bound = try Signature(name, required: ["schema", "identifier"]).bind(arguments)
            let relation = Relation(
                database: environment.database, schema: try text(bound[0]), identifier: try text(bound[1]),
                quotePolicy: environment.quotePolicy)
            return try columns(of: .relation(relation), renderer)
        case .getMissingColumns: return try missingColumns(arguments, renderer)
        case .expandTargetColumnTypes: return try expandColumns(arguments, renderer)
        case .tableLayout:
            guard let config = host.tableLayout() else { return .null }
            return .object(
                TableLayoutObject(try carrying { () throws(Diagnostic) in try TableLayoutReader.read(config) }))
        case .validSnapshotTarget, .assertValidSnapshotTarget: return try checkSnapshot(method, arguments, renderer)
        default: return try PureAdapterMethods.call(method, arguments, environment)
        }
    }

    private func text(_ value: Value?) throws(TemplateError) -> String { try (value ?? .null).str().string }

    private func callMacro(
        _ name: String, _ arguments: [(name: String, value: Value)], _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        try host.callMacro(name, Arguments(keyword: arguments), renderer)
    }
}

// MARK: - Statements

extension AdapterObject {
    private func execute(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("execute", required: ["sql"], optional: ["auto_begin", "fetch", "limit"]).bind(
            arguments)
        let sql = try text(bound[0])
        let autoBegin = try bound[1]?.isTrue() ?? false
        let fetch = try bound[2]?.isTrue() ?? false
        let limit = bound[3]?.int
        let (response, table) = try carrying { () throws(Diagnostic) in
            try session.execute(sql, autoBegin: autoBegin, fetch: fetch, limit: limit == 0 ? nil : limit)
        }
        return .tuple([
            .object(ResponseObject(response)), .object(TableObject(table) { [host] in host.printTable($0) }),
        ])
    }

    private func addQuery(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature(
            "add_query", required: ["sql"], optional: ["auto_begin", "bindings", "abridge_sql_log"]
        ).bind(arguments)
        var sql = try text(bound[0])
        if let bindings = bound[2], !bindings.isMissing {
            var cells: [Cell] = []
            for value in try bindings.sequence() ?? [bindings] { cells.append(try value.cell()) }
            let statement = sql
            sql = try carrying { () throws(Diagnostic) in try StatementBindings.apply(cells, to: statement) }
        }
        let autoBegin = try bound[1]?.isTrue() ?? true
        let isAbridged = try bound[3]?.isTrue() ?? false
        let statement = sql
        _ = try carrying { () throws(Diagnostic) in
            try session.addQuery(statement, autoBegin: autoBegin, isAbridged: isAbridged)
        }
        return .tuple([.null, .null])
    }

    private func loadSeed(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("load_seed_rows", required: ["relation", "agate_table", "columns"]).bind(arguments)
        let relation = try relationArgument(bound[0], "relation", of: .loadSeedRows)
        guard let table = (bound[1]?.object as? TableObject)?.table else {
            throw TemplateError(.type, "load_seed_rows() argument 2 must be a table")
        }
        let columns = try text(bound[2])
        let response = try carrying { () throws(Diagnostic) in
            try SeedLoading.load(table, into: relation, columns: columns, using: session)
        }
        return .object(ResponseObject(response))
    }

    private func columnSchema(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("get_column_schema_from_query", required: ["sql"]).bind(arguments)
        let sql = try text(bound[0])
        let result = try carrying { () throws(Diagnostic) in try session.query(sql) }
        var columns: [Value] = []
        for column in result.columns {
            if DriverTypes.names[column.typeOID] == nil {
                host.warnAdapter(
                    "The `type_code` \(column.typeOID) was not recognized, which may affect error messages for enforced "
                        + "contracts that fail as well as `Column.data_type` values returned by "
                        + "`get_column_schema_from_query`")
            }
            let type = DatabaseColumn.translateType(DriverTypes.name(column.typeOID))
            columns.append(.object(ColumnObject(DatabaseColumn(name: column.name, dtype: type))))
        }
        return .list(columns)
    }
}

// MARK: - Relations

extension AdapterObject {
    private func getRelation(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("get_relation", required: ["database", "schema", "identifier"]).bind(arguments)
        guard let schema = bound[1]?.string, let identifier = bound[2]?.string else { return .null }
        return try relation(bound[0]?.string, schema, identifier, renderer).map { .relation($0) } ?? .null
    }

    /// The relation of that name, from the cache; a schema not yet known is read first, by the macro that lists it.
    public func relation(
        _ database: String?, _ schema: String, _ identifier: String, _ renderer: Renderer
    ) throws(TemplateError) -> Relation? {
        if !environment.cache.knows(database: database, schema: schema) {
            try readSchema(database, schema, renderer)
        }
        guard let candidate = environment.cache.candidate(database: database, schema: schema, identifier: identifier)
        else { return nil }
        let policy = environment.quotePolicy
        let isMatch = try carrying { () throws(Diagnostic) in
            try candidate.matches(
                database: policy.database ? database : database?.lowercased(),
                schema: policy.schema ? schema : schema.lowercased(),
                identifier: policy.identifier ? identifier : identifier.lowercased())
        }
        return isMatch ? candidate : nil
    }

    private func readSchema(_ database: String?, _ schema: String, _ renderer: Renderer) throws(TemplateError) {
        let schemaRelation = Relation(
            database: database, schema: schema, quotePolicy: environment.quotePolicy
        ).withoutIdentifier
        let rows = try callMacro(
            "list_relations_without_caching", [("schema_relation", .relation(schemaRelation))], renderer)
        for row in try rows.sequence() ?? [] {
            let values = try row.sequence() ?? []
            guard values.count >= 4 else { continue }
            environment.cache.add(
                Relation(
                    database: try text(values[0]), schema: try text(values[2]), identifier: try text(values[1]),
                    type: RelationType(rawValue: try text(values[3])) ?? .external))
        }
        environment.cache.addSchema(database: database, schema: schema)
    }

    private func changeSchema(
        _ method: AdapterMethod, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let bound = try Signature(method.rawValue, required: ["relation"]).bind(arguments)
        let schema = try relationArgument(bound[0], "relation", of: method).withoutIdentifier
        _ = try callMacro(method.rawValue, [("relation", .relation(schema))], renderer)
        try carrying { () throws(Diagnostic) in try session.commit() }
        if method == .dropSchema { environment.cache.dropSchema(database: schema.database, schema: schema.schema) }
        return .null
    }

    private func checkSchema(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("check_schema_exists", required: ["database", "schema"]).bind(arguments)
        let relation = Relation(
            database: bound[0]?.string, schema: bound[1]?.string, identifier: "INFORMATION_SCHEMA",
            quotePolicy: environment.quotePolicy)
        let rows = try callMacro(
            "check_schema_exists",
            [("information_schema", .relation(relation.informationSchema())), ("schema", bound[1] ?? .null)], renderer)
        let count = try rows.sequence()?.first?.sequence()?.first ?? 0
        return .bool(try Value.int(0).isLess(than: count))
    }

    private func changeRelation(
        _ method: AdapterMethod, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let names = method == .renameRelation ? ["from_relation", "to_relation"] : ["relation"]
        let bound = try Signature(method.rawValue, required: names).bind(arguments)
        let relation = try relationArgument(bound[0], names[0], of: method)
        switch method {
        case .dropRelation:
            guard relation.type != nil else {
                throw TemplateError(
                    Diagnostic(.relationTypeMissing, "Tried to drop relation \(relation.text), but its type is null."))
            }
            environment.cache.drop(relation)
        case .renameRelation:
            let target = try relationArgument(bound[1], names[1], of: method)
            try carrying { () throws(Diagnostic) in try environment.cache.rename(relation, to: target) }
        default: break
        }
        let macroArguments = names.indices.map { (name: names[$0], value: bound[$0] ?? .null) }
        _ = try callMacro(method.rawValue, macroArguments, renderer)
        return .null
    }

    private func changeCache(_ method: AdapterMethod, _ arguments: Arguments) throws(TemplateError) -> Value {
        let names = method == .cacheRenamed ? ["from_relation", "to_relation"] : ["relation"]
        let bound = try Signature(method.rawValue, required: names).bind(arguments)
        guard let relation = bound[0]?.relation, names.count == 1 || bound[1]?.relation != nil else {
            let message =
                switch method {
                case .cacheAdded: "Attempted to cache a null relation for \(session.name)"
                case .cacheDropped: "Attempted to drop a null relation for \(session.name)"
                default:
                    "Attempted to rename \(bound[0]?.relation?.text ?? "<null relation>") to "
                        + "\((names.count == 2 ? bound[1]?.relation?.text : nil) ?? "<null relation>") for \(session.name)"
                }
            throw TemplateError(Diagnostic(.relationNull, message))
        }
        switch method {
        case .cacheAdded: environment.cache.add(relation)
        case .cacheDropped: environment.cache.drop(relation)
        default:
            if let target = bound[1]?.relation {
                try carrying { () throws(Diagnostic) in try environment.cache.rename(relation, to: target) }
            }
        }
        return ""
    }

    /// The relation that an argument must be.
    private func relationArgument(
        _ value: Value?, _ name: String, of method: AdapterMethod
    ) throws(TemplateError) -> Relation {
        if let relation = value?.relation { return relation }
        let value = value ?? .null
        throw TemplateError(
            Diagnostic(
                .macroArgumentType,
                "'adapter.\(method.rawValue)' expects argument '\(name)' to be of type "
                    + "'<class 'dbt.adapters.postgres.relation.PostgresRelation'>', instead got "
                    + "\(try value.str().string) (<class '\(value.typeName)'>)"))
    }
}

// MARK: - Columns

extension AdapterObject {
    private func columns(of relation: Value, _ renderer: Renderer) throws(TemplateError) -> Value {
        try callMacro("get_columns_in_relation", [("relation", relation)], renderer)
    }

    private func columnList(_ relation: Value, _ renderer: Renderer) throws(TemplateError) -> [ColumnObject] {
        try columns(of: relation, renderer).sequence()?.compactMap { $0.object as? ColumnObject } ?? []
    }

    private func missingColumns(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("get_missing_columns", required: ["from_relation", "to_relation"]).bind(arguments)
        let from = try relationArgument(bound[0], "from_relation", of: .getMissingColumns)
        let to = try relationArgument(bound[1], "to_relation", of: .getMissingColumns)
        let candidates = try columnList(.relation(from), renderer)
        let known = Set(try columnList(.relation(to), renderer).map(\.column.name))
        return .list(candidates.filter { !known.contains($0.column.name) }.map { .object($0) })
    }

    private func expandColumns(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("expand_target_column_types", required: ["from_relation", "to_relation"]).bind(
            arguments)
        let goal = try relationArgument(bound[0], "from_relation", of: .expandTargetColumnTypes)
        let current = try relationArgument(bound[1], "to_relation", of: .expandTargetColumnTypes)
        let references = try columnList(.relation(goal), renderer)
        let targets = try columnList(.relation(current), renderer)
        for reference in references {
            guard let target = targets.first(where: { $0.column.name == reference.column.name }) else { continue }
            let size: Int? = try carrying { () throws(Diagnostic) in
                try target.column.canExpand(to: reference.column) ? reference.column.stringSize() : nil
            }
            guard let size else { continue }
            _ = try callMacro(
                "alter_column_type",
                [
                    ("relation", .relation(current)), ("column_name", Value(reference.column.name)),
                    ("new_column_type", Value(DatabaseColumn.stringType(size: size))),
                ], renderer)
        }
        return .null
    }

    private func checkSnapshot(
        _ method: AdapterMethod, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let hasStrategy = method == .assertValidSnapshotTarget
        let bound = try Signature(
            method.rawValue, required: hasStrategy ? ["relation", "column_names", "strategy"] : ["relation"],
            optional: hasStrategy ? [] : ["column_names"]
        ).bind(arguments)
        let relation = try relationArgument(bound[0], "relation", of: method)
        let names = Set(try columnList(.relation(relation), renderer).map { $0.column.name.lowercased() })
        func check(_ columns: [String]) throws(TemplateError) {
            var missing: [String] = []
            for column in columns {
                let mapped = bound[1].map { $0.isMissing } == false ? try bound[1]?.entry(column)?.string ?? "" : column
                if !mapped.isEmpty, !names.contains(mapped.lowercased()) { missing.append(mapped) }
            }
            guard !missing.isEmpty else { return }
            throw TemplateError(
                Diagnostic(
                    .snapshotTargetIncomplete,
                    "Snapshot target is missing configured columns (missing \"\(missing.joined(separator: "\", \""))\"). "
                        + "See https://docs.getdbt.com/docs/build/snapshots#snapshot-meta-fields for more information.")
            )
        }
        try check(["dbt_scd_id", "dbt_valid_from", "dbt_valid_to"])
        if hasStrategy, try bound[2]?.entry("hard_deletes")?.string == "new_record" { try check(["dbt_is_deleted"]) }
        return .null
    }
}
