internal import Adapter
internal import Diagnostics
internal import Platform
internal import Postgres
internal import SQLText

/// What all threads know that load files into one table.
struct TableContext: Sendable {
    let source: ExternalSource
    let table: TargetTable
    let ledger: LedgerTables
    let runID: String
    let files: any FileSystem
    let projectDirectory: String
    let progress: LoadProgress
    let isStopped: @Sendable () -> Bool

    /// As SQL.
    var relation: String { table.relation }
    /// As the ledger has it: `shop_raw.orders`.
    var relationName: String { "\(table.schema).\(table.identifier)" }

    /// The values that all rows of a file have.
    func constants(of file: LandingFile) -> [ConstantColumn] {
        let name = source.fileNameColumn.map { [ConstantColumn(name: $0, value: file.name)] } ?? []
        return name
            + zip(source.location.placeholders, file.values).map { ConstantColumn(name: $0, value: $1) }
    }

    func reader(of file: LandingFile) throws(LoadFailure) -> any RecordReader {
        switch source.format {
        case .csv: try CSVRecordReader(file.path, of: source, constants: constants(of: file), files: files)
        case .json, .ndjson:
            try JSONRecordReader(
                file.path, of: source, constants: constants(of: file), jsonColumns: table.jsonColumns, files: files)
        }
    }

    /// The statement that takes the rows which a reader writes.
    func copyStatement(_ columns: [String]) -> String {
        let list = columns.map { SQL.quotedIdentifier($0) }.joined(separator: ", ")
        let head = "copy \(relation) (\(list)) from stdin"
        guard source.format == .csv else { return head + " with (format text, encoding 'UTF8')" }
        let dialect = source.dialect
        func literal(_ byte: UInt8) -> String { SQL.literal(String(UnicodeScalar(byte))) }
        return head
            + " with (format csv, delimiter \(literal(dialect.delimiter)), quote \(literal(dialect.quote)), "
            + "escape \(literal(dialect.escape)), null \(SQL.literal(dialect.null)), "
            + "encoding \(SQL.literal(dialect.encoding)))"
    }

    func entry(_ file: LandingFile, _ status: LedgerEntry.Status, since start: Timestamp) -> LedgerEntry {
        LedgerEntry(
            sourceID: source.id, relation: relationName, file: file, status: status, runID: runID, startedAt: start.iso)
    }

    /// What a failed statement means for the file: `line` is still that of the COPY.
    func failure(_ error: Diagnostic, _ session: AdapterSession) -> LoadFailure {
        if error.code == .databaseCancelled { return LoadFailure(.cancelled, "the load was stopped") }
        guard error.code == .databaseError, let refusal = session.lastFailure?.error else {
            return LoadFailure(.database, error.message, hint: error.hint)
        }
        let state = refusal.sqlstate ?? ""
        // Data exceptions, broken constraints, limits of a row, and what triggers raise.
        let isOfRow = ["22", "23", "54", "P0"].contains { state.hasPrefix($0) }
        var failure = LoadFailure(isOfRow ? .row : .database, refusal.message)
        if let detail = refusal.detail { failure.reason += " (\(detail))" }
        if !isOfRow { failure.hint = refusal.hint }
        if let context = CopyContext(refusal.context ?? "", table: table.identifier, columns: Array(table.columns.keys))
        {
            failure.line = context.line
            failure.column = context.column
        }
        return failure
    }
}

/// Where in a COPY an error is, by the server's `CONTEXT`: `COPY orders, line 17, column amount: "x"`.
///
/// The words are in the server's language; only the table's name, the number and the column's name are not.
struct CopyContext: Sendable, Hashable {
    let line: Int
    let column: String?

    init?(_ text: String, table: String, columns: [String]) {
        let head = "COPY \(table), "
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(head) }) else { return nil }
        let rest = line.dropFirst(head.count)
        guard let start = rest.firstIndex(where: \.isASCIIDigit) else { return nil }
        let digits = rest[start...].prefix(while: \.isASCIIDigit)
        guard let number = Int(digits) else { return nil }
        self.line = number
        // `, column amount: "x"`: the longest name that stands there.
        let words = rest[digits.endIndex...].split(separator: ":", maxSplits: 1).first ?? ""
        column = columns.filter { words.hasSuffix(" \($0)") }.max { $0.count < $1.count }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
