internal import Formats

/// Connections, statements and the cache, for the debug log.
extension Event {
    /// E005
    public static func newConnection(type: String = "postgres", name: String, node: NodeInfo? = nil) -> Event {
        Event(
            "NewConnection", "E005", .debug, node: node,
            fields: ["conn_name": .string(name), "conn_type": .string(type)],
            text: { _ in "Acquiring new \(type) connection '\(name)'" })
    }

    /// E006
    public static func connectionReused(was old: String, name: String, node: NodeInfo? = nil) -> Event {
        Event(
            "ConnectionReused", "E006", .debug, node: node,
            fields: ["conn_name": .string(name), "orig_conn_name": .string(old)],
            text: { _ in "Re-using an available connection from the pool (formerly \(old), now \(name))" })
    }

    /// E037. - Parameter state: `init` or `closed`.
    public static func newConnectionOpening(state: String, node: NodeInfo? = nil) -> Event {
        Event(
            "NewConnectionOpening", "E037", .debug, node: node, fields: ["connection_state": .string(state)],
            text: { _ in "Opening a new connection, currently in state \(state)" })
    }

    /// E015
    public static func connectionUsed(type: String = "postgres", name: String, node: NodeInfo? = nil) -> Event {
        Event(
            "ConnectionUsed", "E015", .debug, node: node,
            fields: ["conn_name": .string(name), "conn_type": .string(type)],
            text: { _ in "Using \(type) connection \"\(name)\"" })
    }

    /// E010
    public static func connectionClosed(_ name: String, node: NodeInfo? = nil) -> Event {
        Event(
            "ConnectionClosed", "E010", .debug, node: node, fields: ["conn_name": .string(name)],
            text: { _ in "On \(name): Close" })
    }

    /// E007 and E008: what the end of a command finds.
    public static func connectionAtCleanup(_ name: String, wasOpen: Bool) -> Event {
        wasOpen
            ? Event(
                "ConnectionLeftOpenInCleanup", "E007", .debug, fields: ["conn_name": .string(name)],
                text: { _ in "Connection '\(name)' was left open." })
            : Event(
                "ConnectionClosedInCleanup", "E008", .debug, fields: ["conn_name": .string(name)],
                text: { _ in "Connection '\(name)' was properly closed." })
    }

    /// E012
    public static func rollback(_ name: String, node: NodeInfo? = nil) -> Event {
        Event(
            "Rollback", "E012", .debug, node: node, fields: ["conn_name": .string(name)],
            text: { _ in "On \(name): ROLLBACK" })
    }

    /// E018
    public static func sqlCommit(_ name: String, node: NodeInfo? = nil) -> Event {
        Event(
            "SQLCommit", "E018", .debug, node: node, fields: ["conn_name": .string(name)],
            text: { _ in "On \(name): COMMIT" })
    }

    /// E016. - Parameter sql: with the query comment.
    public static func sqlQuery(_ sql: String, connection: String, node: NodeInfo? = nil) -> Event {
        Event(
            "SQLQuery", "E016", .debug, node: node, fields: ["conn_name": .string(connection), "sql": .string(sql)],
            text: { _ in "On \(connection): \(sql)" })
    }

    /// E017. - Parameter status: the server's word: `CREATE VIEW`.
    public static func sqlQueryStatus(_ status: String, seconds: Double, node: NodeInfo? = nil) -> Event {
        Event(
            "SQLQueryStatus", "E017", .debug, node: node,
            fields: ["elapsed": .seconds(seconds), "query_id": "", "status": .string(status)],
            text: { _ in "SQL status: \(status) in \(fixed(seconds, 3)) seconds" })
    }

    /// E020
    public static func schemaCreation(database: String, schema: String) -> Event {
        Event(
            "SchemaCreation", "E020", .debug, fields: ["relation": relation(database, schema)],
            text: { _ in "Creating schema \"\(protobufText(database, schema))\"" })
    }

    /// dbt shows a schema as protobuf writes its message.
    private static func protobufText(_ database: String, _ schema: String) -> String {
        "database: \"\(database)\"\nschema: \"\(schema)\"\n"
    }

    private static func relation(_ database: String, _ schema: String, _ identifier: String = "") -> DataValue {
        .object(["database": .string(database), "identifier": .string(identifier), "schema": .string(schema)])
    }

    /// E021
    public static func schemaDrop(database: String, schema: String) -> Event {
        Event(
            "SchemaDrop", "E021", .debug, fields: ["relation": relation(database, schema)],
            text: { _ in "Dropping schema \"\(protobufText(database, schema))\"." })
    }

    /// E013
    public static func cacheMiss(connection: String, database: String, schema: String) -> Event {
        Event(
            "CacheMiss", "E013", .debug,
            fields: ["conn_name": .string(connection), "database": .string(database), "schema": .string(schema)],
            text: { _ in
                "On \"\(connection)\": cache miss for schema \"\(database).\(schema)\", this is inefficient"
            })
    }

    /// E014
    public static func listRelations(database: String, schema: String, identifiers: [String]) -> Event {
        Event(
            "ListRelations", "E014", .debug,
            fields: [
                "database": .string(database), "schema": .string(schema),
                "relations": .list(identifiers.map { relation(database, schema, $0) }),
            ],
            text: { _ in
                "While listing relations in database=\(database), schema=\(schema), found: "
                    + identifiers.joined(separator: ", ")
            })
    }

    /// E022, told only with `--log-cache-events`. - Parameter text: what was done: `adding relation: …`.
    public static func cacheAction(_ action: String, text: String) -> Event {
        Event("CacheAction", "E022", .debug, fields: ["action": .string(action)], text: { _ in text })
    }

    /// E019
    public static func columnTypeChange(from old: String, to new: String, table: String) -> Event {
        Event(
            "ColTypeChange", "E019", .debug,
            fields: ["new_type": .string(new), "orig_type": .string(old), "table": .string(table)],
            text: { _ in "Changing col type from \(old) to \(new) in table \(table)" })
    }

    /// E001 to E004: whatever the adapter wants to say.
    public static func adapter(_ level: Level, _ message: String, node: NodeInfo? = nil) -> Event {
        let (name, code) =
            switch level {
            case .debug: ("AdapterEventDebug", "E001")
            case .info: ("AdapterEventInfo", "E002")
            case .warn: ("AdapterEventWarning", "E003")
            case .error: ("AdapterEventError", "E004")
            }
        return Event(
            name, code, level, node: node,
            fields: ["args": .list([]), "base_msg": .string(message), "name": "Postgres"],
            text: { _ in "Postgres adapter: \(message)" })
    }

    /// E045
    public static func databaseErrorRunningHook(_ hookType: String) -> Event {
        Event(
            "DatabaseErrorRunningHook", "E045", .info, fields: ["hook_type": .string(hookType)],
            text: { _ in "Database error while running \(hookType)" })
    }

    /// E046
    public static func hooksRunning(count: Int, hookType: String) -> Event {
        Event(
            "HooksRunning", "E046", .info, fields: ["hook_type": .string(hookType), "num_hooks": .int(count)],
            text: { _ in "Running \(count) \(hookType) \(count == 1 ? "hook" : "hooks")" })
    }

    /// E048
    public static func constraintNotEnforced(_ constraint: String, adapter: String = "postgres") -> Event {
        Event(
            "ConstraintNotEnforced", "E048", .warn,
            fields: ["adapter": .string(adapter), "constraint": .string(constraint)],
            text: { style in
                style.wrapped(
                    style.warning(
                        "The constraint type \(constraint) is not enforced by \(adapter). The constraint will be "
                            + "included in this model's DDL statement, but it will not guarantee anything about the "
                            + "underlying data. Set 'warn_unenforced: false' on this constraint to ignore this "
                            + "warning."))
            })
    }

    /// E049
    public static func constraintNotSupported(_ constraint: String, adapter: String = "postgres") -> Event {
        Event(
            "ConstraintNotSupported", "E049", .warn,
            fields: ["adapter": .string(adapter), "constraint": .string(constraint)],
            text: { style in
                style.wrapped(
                    style.warning(
                        "The constraint type \(constraint) is not supported by \(adapter), and will be ignored. Set "
                            + "'warn_unsupported: false' on this constraint to ignore this warning."))
            })
    }
}
