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

    /// dbt shows a schema as protobuf writes its message.
    private static func protobufText(_ database: String, _ schema: String) -> String {
        "database: \"\(database)\"\nschema: \"\(schema)\"\n"
    }

    private static func relation(_ database: String, _ schema: String, _ identifier: String = "") -> DataValue {
        .object(["database": .string(database), "identifier": .string(identifier), "schema": .string(schema)])
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

}
