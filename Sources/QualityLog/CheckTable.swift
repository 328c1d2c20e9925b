internal import SQLText

/// The table of the quality log as SQL.
public struct CheckTable: Sendable {
    /// A column and its type.
    typealias Column = (name: String, type: String)

    /// What all rows of a run share comes first.
    static let columns: [Column] = [
        ("run_id", "text"), ("run_started_at", "timestamptz"), ("command", "text"), ("target_name", "text"),
        ("project_name", "text"), ("test_id", "text"), ("test_name", "text"), ("test_type", "text"),
        ("check_name", "text"), ("node_id", "text"), ("relation", "text"), ("column_name", "text"),
        ("severity", "text"), ("on_fail", "text"), ("consequence", "text"), ("status", "text"),
        ("failures", "bigint"), ("sample", "jsonb"), ("message", "text"), ("started_at", "timestamptz"),
        ("duration_seconds", "double precision"),
    ]

    /// Columns without which a table is no quality log.
    static let essential = ["run_id", "run_started_at", "test_id", "status"]

    private let schema: String
    private let table: String

    public init(schema: String, table: String) {
        self.schema = schema
        self.table = table
    }

    /// `"quality"."data_quality_checks"`
    var name: String { "\(SQL.quotedIdentifier(schema)).\(SQL.quotedIdentifier(table))" }

    /// Asks whether the schema is there, what kind of relation the table is, and which columns it has.
    var question: String {
        """
        select
            (select count(*) from pg_catalog.pg_namespace where nspname = \(SQL.literal(schema))),
            c.relkind, a.attname
        from (select 1) as one
        left join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(\(SQL.literal(name)))
        left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        """
    }

    /// Makes the table, or adds the columns that a newer Martlet has; other sessions may do the same meanwhile.
    /// - Parameters:
    ///   - hasSchema: whether the schema is there; only who may make schemas may say `if not exists`.
    ///   - missing: the columns to add to the table that is there; nil when there is none.
    func definition(hasSchema: Bool, missing: [Column]?) -> String {
        var statements = ["select pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtext(\(SQL.literal(name))))"]
        if !hasSchema { statements.append("create schema if not exists \(SQL.quotedIdentifier(schema))") }
        guard let missing else {
            let list = Self.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
            statements += [
                "create table if not exists \(name) (\(list))",
                "create index if not exists \(SQL.quotedIdentifier(indexName)) on \(name) (run_started_at)",
                "comment on table \(name) is \(SQL.literal(Self.comment))",
            ]
            return statements.joined(separator: ";\n")
        }
        for column in missing {
            statements.append("alter table \(name) add column if not exists \(column.name) \(column.type)")
        }
        return statements.joined(separator: ";\n")
    }

    /// PostgreSQL cuts names at 63 bytes.
    private var indexName: String {
        String(decoding: table.utf8.prefix(40), as: UTF8.self) + "_run_started_at_idx"
    }

    private static let comment =
        "Quality log of Martlet: one row for each test of each run, with what it found and what followed"

    /// Adds all rows of a list in JSON, `$1`, in one statement.
    var insertion: String {
        let names = Self.columns.map(\.name).joined(separator: ", ")
        let types = Self.columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        return
            "insert into \(name) (\(names)) select \(names) from pg_catalog.json_to_recordset($1::json) as r (\(types))"
    }

    /// Deletes what belongs to runs that began more than `days` ago.
    func retention(days: Int) -> String {
        "delete from \(name) where run_started_at < pg_catalog.now() - interval '\(days) days'"
    }
}
