internal import Diagnostics
internal import Jinja

/// The methods of `adapter` that ask no database.
enum PureAdapterMethods {
    static func call(
        _ method: AdapterMethod, _ arguments: Arguments, _ environment: AdapterEnvironment
    ) throws(TemplateError) -> Value {
        let name = method.rawValue
        switch method {
        case .type: return "postgres"
        case .quote:
            let bound = try Signature(name, required: ["identifier"]).bind(arguments)
            return Value(Relation.quoted(try (bound[0] ?? .null).str().string))
        case .quoteAsConfigured: return try quoteAsConfigured(arguments, environment)
        case .quoteSeedColumn: return try quoteSeedColumn(arguments)
        case .convertType:
            let bound = try Signature(name, required: ["agate_table", "col_idx"]).bind(arguments)
            guard let table = (bound[0]?.object as? TableObject)?.table, let column = bound[1]?.int,
                table.columnNames.indices.contains(column)
            else { throw TemplateError(.index, "tuple index out of range") }
            return Value(table.sqlType(ofColumn: column))
        case .standardizeGrantsDict: return try standardizeGrants(arguments)
        case .renderRawColumnsConstraints: return try ConstraintRendering.columns(arguments)
        case .renderRawModelConstraints: return try ConstraintRendering.model(arguments)
        case .getHardDeletesBehavior: return try hardDeletes(arguments)
        case .verifyDatabase: return try verifyDatabase(arguments, environment)
        case .parseIndex: return try IndexObject.parse(arguments)
        case .getIncrementalStrategyMacro: return try strategyMacro(arguments, environment)
        case .buildCatalogRelation: return .null
        case .getCatalogIntegration:
            let bound = try Signature(name, required: ["name"]).bind(arguments)
            throw TemplateError(
                .runtime, "Catalog not found. Received: \(try (bound[0] ?? .null).str().string)",
                pythonClass: "DbtCatalogIntegrationNotFoundError")
        default:
            throw TemplateError(
                .runtime, "`\(name)` is not implemented for this adapter!", pythonClass: "NotImplementedError")
        }
    }

    private static func quoteAsConfigured(
        _ arguments: Arguments, _ environment: AdapterEnvironment
    ) throws(TemplateError) -> Value {
        let bound = try Signature("quote_as_configured", required: ["identifier", "quote_key"]).bind(arguments)
        let identifier = try (bound[0] ?? .null).str().string
        let isQuoted =
            switch bound[1]?.string {
            case "database": environment.quotePolicy.database
            case "schema": environment.quotePolicy.schema
            case "identifier": environment.quotePolicy.identifier
            default: false
            }
        return Value(isQuoted ? Relation.quoted(identifier) : identifier)
    }

    private static func quoteSeedColumn(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("quote_seed_column", required: ["column", "quote_config"]).bind(arguments)
        let column = try (bound[0] ?? .null).str().string
        switch bound[1] ?? .null {
        case .null: return Value(Relation.quoted(column))
        case .bool(let isQuoted): return Value(isQuoted ? Relation.quoted(column) : column)
        case let other:
            throw TemplateError(
                Diagnostic(
                    .quoteColumnsInvalid,
                    "The seed configuration value of \"quote_columns\" has an invalid type <class '\(other.typeName)'>")
            )
        }
    }

    private static func standardizeGrants(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("standardize_grants_dict", required: ["grants_table"]).bind(arguments)
        let result = DictObject()
        for row in try bound[0]?.sequence() ?? [] {
            let privilege = try row.entry("privilege_type") ?? .null
            let grantee = try row.entry("grantee") ?? .null
            if let list = try result.get(privilege)?.list {
                list.items.append(grantee)
            } else {
                try result.set(privilege, .list([grantee]))
            }
        }
        return .dict(result)
    }

    private static func hardDeletes(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("get_hard_deletes_behavior", required: ["config"]).bind(arguments)
        let config = bound[0] ?? .null
        func value(_ key: String) throws(TemplateError) -> Value {
            // The runtime configuration answers through its `get` method only where it is no mapping.
            try config.entry(key) ?? .null
        }
        let invalidate = try value("invalidate_hard_deletes")
        let hardDeletes = try value("hard_deletes")
        if !invalidate.isMissing, !hardDeletes.isMissing {
            throw TemplateError(
                Diagnostic(
                    .hardDeletesInvalid,
                    "You cannot set both the invalidate_hard_deletes and hard_deletes config properties on the same "
                        + "snapshot.", family: .runtime))
        }
        if try invalidate.isTrue() { return "invalidate" }
        guard !hardDeletes.isMissing else { return "ignore" }
        switch hardDeletes.string {
        case "invalidate", "new_record", "ignore": return hardDeletes
        default:
            throw TemplateError(
                Diagnostic(.hardDeletesInvalid, "Invalid setting for property hard_deletes.", family: .runtime))
        }
    }

    private static func verifyDatabase(
        _ arguments: Arguments, _ environment: AdapterEnvironment
    ) throws(TemplateError) -> Value {
        let bound = try Signature("verify_database", required: ["database"]).bind(arguments)
        let given = try (bound[0] ?? .null).str().string
        let database = given.hasPrefix("\"") ? String(given.drop { $0 == "\"" }.prefix { $0 != "\"" }) : given
        guard database.lowercased() == environment.database.lowercased() else {
            throw TemplateError(
                Diagnostic(
                    .crossDatabase,
                    "ERROR: Cross-db references not allowed in postgres (\(database) vs \(environment.database))",
                    family: .runtime))
        }
        return ""
    }

    private static func strategyMacro(
        _ arguments: Arguments, _ environment: AdapterEnvironment
    ) throws(TemplateError) -> Value {
        let bound = try Signature("get_incremental_strategy_macro", required: ["model_context", "strategy"]).bind(
            arguments)
        let strategy = bound[1].map { $0.isMissing ? "default" : $0.string ?? "" } ?? "default"
        // Of dbt's own strategies PostgreSQL lacks one.
        guard strategy != "insert_overwrite" else {
            throw TemplateError(
                Diagnostic(
                    .incrementalStrategyInvalid,
                    "The incremental strategy '\(strategy)' is not valid for this adapter", family: .runtime))
        }
        let name = "get_incremental_\(String(strategy.map { $0 == "+" ? "_" : $0 }))_sql"
        guard let macro = try bound[0]?.entry(name) else {
            throw TemplateError(
                Diagnostic(
                    .incrementalStrategyMissing,
                    "dbt could not find an incremental strategy macro with the name \"\(name)\" in "
                        + environment.projectName, family: .runtime))
        }
        return macro
    }
}
