internal import SQLText

/// The tables that say what was loaded, and what could not be.
struct LedgerTables: Sendable, Hashable {
    let schema: String

    var ledger: String { "\(SQL.quotedIdentifier(schema)).load_ledger" }
    var quarantine: String { "\(SQL.quotedIdentifier(schema)).load_quarantine" }

    /// Whether both exist: a row with a flag.
    var check: String {
        """
        select to_regclass(\(SQL.literal(ledger))) is not null and to_regclass(\(SQL.literal(quarantine))) is not null
        """
    }

    /// What makes them, in one transaction; of two commands at once, the second waits and finds them made.
    var definition: [String] {
        [
            "select pg_advisory_xact_lock(hashtextextended('martlet source load: tables', 0))",
            "create schema if not exists \(SQL.quotedIdentifier(schema))",
            """
            create table if not exists \(ledger) (
                ledger_id bigint generated always as identity primary key,
                source_id text not null,
                relation text not null,
                path text not null,
                status text not null,
                size_bytes bigint not null,
                modified_ns bigint not null,
                checksum text,
                rows_loaded bigint not null default 0,
                rows_rejected bigint not null default 0,
                error_line bigint,
                reason text,
                archived_to text,
                run_id text not null,
                started_at timestamptz not null,
                finished_at timestamptz not null
            )
            """,
            """
            create unique index if not exists load_ledger_loaded
            on \(ledger) (relation, path) where status = 'loaded'
            """,
            """
            create table if not exists \(quarantine) (
                source_id text not null,
                relation text not null,
                path text not null,
                line_number bigint,
                reason text not null,
                raw text,
                run_id text not null,
                quarantined_at timestamptz not null default clock_timestamp()
            )
            """,
            "create index if not exists load_quarantine_path on \(quarantine) (relation, path)",
        ]
    }

    // MARK: Rows

    /// What was loaded into a table: path, size, time of the last change, checksum, place in the archive.
    func loadedFiles(of relation: String) -> String {
        """
        select path, size_bytes, modified_ns, checksum, archived_to
        from \(ledger) where relation = \(SQL.literal(relation)) and status = 'loaded'
        """
    }

    func insert(_ entries: [LedgerEntry]) -> String {
        let rows = entries.map { "(\($0.values.joined(separator: ", ")))" }
        return "insert into \(ledger) (\(LedgerEntry.columns)) values \(rows.joined(separator: ",\n"))"
    }

    /// Notes that what was loaded from a file is no longer there, or has been loaded anew.
    func retire(_ path: String, of relation: String, as status: String) -> String {
        """
        update \(ledger) set status = \(SQL.literal(status))
        where relation = \(SQL.literal(relation)) and path = \(SQL.literal(path)) and status = 'loaded'
        """
    }

    func retireAll(of relation: String, as status: String) -> String {
        """
        update \(ledger) set status = \(SQL.literal(status))
        where relation = \(SQL.literal(relation)) and status = 'loaded'
        """
    }

    /// Notes the new time of a file whose content is what was loaded, so that it is not read again.
    func touch(_ files: [LandingFile], of relation: String) -> String {
        let rows = files.map { "(\(SQL.literal($0.shownPath)), \($0.modified)::bigint)" }
        return """
            update \(ledger) l set modified_ns = v.modified_ns
            from (values \(rows.joined(separator: ", "))) v(path, modified_ns)
            where l.relation = \(SQL.literal(relation)) and l.path = v.path and l.status = 'loaded'
            """
    }

    func archived(_ files: [(path: String, place: String)], of relation: String) -> String {
        let rows = files.map { "(\(SQL.literal($0.path)), \(SQL.literal($0.place)))" }
        return """
            update \(ledger) l set archived_to = v.place
            from (values \(rows.joined(separator: ", "))) v(path, place)
            where l.relation = \(SQL.literal(relation)) and l.path = v.path and l.status = 'loaded'
            """
    }

    func insertQuarantined(_ rows: [QuarantinedRow]) -> String {
        let texts = rows.map { row in
            let values = [
                SQL.literal(row.sourceID), SQL.literal(row.relation), SQL.literal(row.path),
                row.line.map(String.init) ?? "null", SQL.literal(row.reason),
                row.raw.map { SQL.literal(StorableText.text($0)) } ?? "null", SQL.literal(row.runID),
            ]
            return "(\(values.joined(separator: ", ")))"
        }
        return """
            insert into \(quarantine) (source_id, relation, path, line_number, reason, raw, run_id)
            values \(texts.joined(separator: ",\n"))
            """
    }

    /// Lets go of the rows of a file that is loaded anew.
    func deleteQuarantined(_ path: String, of relation: String) -> String {
        "delete from \(quarantine) where relation = \(SQL.literal(relation)) and path = \(SQL.literal(path))"
    }

    func deleteQuarantined(of relation: String) -> String {
        "delete from \(quarantine) where relation = \(SQL.literal(relation))"
    }
}

/// A row of the ledger: what became of a file.
struct LedgerEntry: Sendable, Hashable {
    enum Status: String, Sendable, Hashable {
        case loaded, failed, skipped
    }

    static let columns =
        "source_id, relation, path, status, size_bytes, modified_ns, checksum, rows_loaded, rows_rejected, error_line, "
        + "reason, run_id, started_at, finished_at"

    var sourceID: String
    var relation: String
    var file: LandingFile
    var status: Status
    var checksum: String?
    var rows = 0
    var rejected = 0
    var failure: LoadFailure?
    var runID: String
    /// ISO 8601.
    var startedAt: String

    var values: [String] {
        [
            SQL.literal(sourceID), SQL.literal(relation), SQL.literal(file.shownPath), SQL.literal(status.rawValue),
            String(file.size), String(file.modified), checksum.map(SQL.literal) ?? "null", String(rows),
            String(rejected), failure?.line.map(String.init) ?? "null",
            failure.map { SQL.literal(StorableText.text(Array($0.reason.utf8))) } ?? "null", SQL.literal(runID),
            SQL.literal(startedAt), "clock_timestamp()",
        ]
    }
}

/// A row of a file that could not be loaded.
struct QuarantinedRow: Sendable, Hashable {
    var sourceID: String
    var relation: String
    var path: String
    var line: Int?
    var reason: String
    var raw: [UInt8]?
    var runID: String
}

/// Bytes of a file as a text that PostgreSQL can hold.
enum StorableText {
    /// Longer rows are cut.
    static let maximum = 64 * 1024

    /// What is no UTF-8, and zero bytes, become U+FFFD.
    static func text(_ bytes: [UInt8]) -> String {
        var bytes = bytes
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        let text = String(decoding: bytes.prefix(maximum), as: UTF8.self)
        guard text.utf8.contains(0) else { return text }
        return text.replacing("\0", with: "\u{FFFD}")
    }
}
