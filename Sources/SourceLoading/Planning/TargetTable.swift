internal import Adapter
internal import Diagnostics
internal import Postgres
internal import SQLText

/// The table that a source's files fill.
struct TargetTable: Sendable, Hashable {
    let schema: String
    let identifier: String
    /// The types of its columns, as the server knows them.
    private(set) var columns: [String: UInt32] = [:]
    /// Whether it was not there before.
    private(set) var isNew = false

    var relation: String { "\(SQL.quotedIdentifier(schema)).\(SQL.quotedIdentifier(identifier))" }

    /// The columns that hold JSON.
    var jsonColumns: Set<String> {
        Set(columns.filter { $0.value == TypeOID.json || $0.value == TypeOID.jsonb }.keys)
    }

    /// Makes the table, or adds the columns that it lacks, and commits; where nothing is missing, it only reads.
    init(_ source: ExternalSource, using session: AdapterSession) throws(Diagnostic) {
        schema = source.schema
        identifier = source.identifier
        try readColumns(session)
        let missing = source.tableColumns.filter { columns[$0.name] == nil }
        if !missing.isEmpty {
            // Once more behind the lock: of two commands at once, one makes the table.
            let lock = SQL.literal("martlet source load: \(schema)")
            _ = try session.addQuery("select pg_advisory_xact_lock(hashtextextended(\(lock), 0))")
            try readColumns(session)
            isNew = columns.isEmpty
            try define(source, missing, session)
            try readColumns(session)
            try session.commit()
        }
    }

    private mutating func readColumns(_ session: AdapterSession) throws(Diagnostic) {
        let result = try session.addQuery(
            """
            select a.attname, a.atttypid from pg_catalog.pg_attribute a
            join pg_catalog.pg_class c on c.oid = a.attrelid
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = \(SQL.literal(schema)) and c.relname = \(SQL.literal(identifier))
              and a.attnum > 0 and not a.attisdropped
            """)
        columns = [:]
        for row in 0..<result.rowCount {
            guard let name = result.string(row: row, column: 0) else { continue }
            columns[name] = UInt32(result.int(row: row, column: 1) ?? 0)
        }
    }

    private func define(
        _ source: ExternalSource, _ missing: [ExternalSource.Column], _ session: AdapterSession
    ) throws(Diagnostic) {
        let schemas = try session.addQuery(
            "select from pg_catalog.pg_namespace where nspname = \(SQL.literal(schema))")
        if schemas.rowCount == 0 {
            _ = try session.addQuery("create schema if not exists \(SQL.quotedIdentifier(schema))")
        }
        if columns.isEmpty {
            let definitions = source.tableColumns.map(Self.definition).joined(separator: ",\n    ")
            _ = try session.addQuery("create table if not exists \(relation) (\n    \(definitions)\n)")
        } else {
            let additions = missing.filter { columns[$0.name] == nil }.map { "add column \(Self.definition($0))" }
            guard !additions.isEmpty else { return }
            _ = try session.addQuery("alter table \(relation) \(additions.joined(separator: ", "))")
        }
    }

    private static func definition(_ column: ExternalSource.Column) -> String {
        "\(SQL.quotedIdentifier(column.name)) \(column.type ?? "text")"
    }
}
