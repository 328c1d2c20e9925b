public import Diagnostics
internal import Postgres

/// Puts the rows of a seed into its table.
public enum SeedLoading {
    /// Sends all rows by `COPY`; the values arrive as if inserted with dbt's literals.
    ///
    /// Times with a zone go by `INSERT`, since `COPY` into a column without zone would drop the zone unread.
    /// - Parameter columns: the column list as SQL, already quoted.
    /// - Returns: the server's response to the last statement.
    public static func load(
        _ table: Table, into relation: Relation, columns: String, using session: AdapterSession
    ) throws(Diagnostic) -> AdapterResponse {
        guard table.rowCount > 0 else { return AdapterResponse(message: "COPY 0", code: "COPY", rowsAffected: 0) }
        if table.columnTypes.contains(.isoDateTime), hasZone(table) {
            return try insert(table, into: relation, columns: columns, using: session)
        }
        let types = table.columnNames.indices.map { table.sqlType(ofColumn: $0) }
        return try session.copyIn("copy \(relation.render()) (\(columns)) from stdin") { writer throws(PostgresError) in
            var line: [UInt8] = []
            for row in 0..<table.rowCount {
                // The server cannot answer in the middle of a copy: all rows would be made for nothing.
                if row % 1024 == 0, session.isInterrupted {
                    throw PostgresError(message: "canceling statement due to user request", sqlstate: "57014")
                }
                line.removeAll(keepingCapacity: true)
                for (column, cell) in table.row(row).enumerated() {
                    if column > 0 { line.append(UInt8(ascii: "\t")) }
                    append(cell, isInteger: types[column] == "integer", to: &line)
                }
                line.append(UInt8(ascii: "\n"))
                try writer.write(line)
            }
        }
    }

    private static func hasZone(_ table: Table) -> Bool {
        table.cells.contains { cell in
            guard case .timestamp(let text) = cell else { return false }
            return text.utf8.dropFirst(11).contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        }
    }

    /// A cell in the text format of `COPY`.
    private static func append(_ cell: Cell, isInteger: Bool, to line: inout [UInt8]) {
        switch cell {
        case .null: line += [UInt8(ascii: "\\"), UInt8(ascii: "N")]
        case .bool(let flag): line += flag ? "true".utf8 : "false".utf8
        case .int(let number): line += String(number).utf8
        case .number(let text): line += number(text, isInteger: isInteger).utf8
        case .date(let text), .timestamp(let text): line += text.utf8
        case .text(let text):
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): line += [byte, byte]
                case UInt8(ascii: "\n"): line += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
                case UInt8(ascii: "\r"): line += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
                case UInt8(ascii: "\t"): line += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
                default: line.append(byte)
                }
            }
        }
    }

    /// `1.0` and `1E+3` are integers to dbt, but not to the input function of PostgreSQL's integer.
    private static func number(_ text: String, isInteger: Bool) -> String {
        guard isInteger, text.utf8.contains(where: { !$0.isDigit && $0 != UInt8(ascii: "-") }),
            var number = DecimalText(text), number.isFinite, number.exponent < 400
        else { return text.hasSuffix("Infinity") ? "NaN" : text }
        if number.exponent < 0 { number = number.roundingAway(-number.exponent) }
        number.digits += [UInt8](repeating: 0, count: max(0, number.exponent))
        number.exponent = 0
        return number.text
    }

    /// Rows a statement, as many as dbt takes.
    private static let batchSize = 10_000

    private static func insert(
        _ table: Table, into relation: Relation, columns: String, using session: AdapterSession
    ) throws(Diagnostic) -> AdapterResponse {
        var response = AdapterResponse(message: "INSERT 0 0", code: "INSERT", rowsAffected: 0)
        for start in stride(from: 0, to: table.rowCount, by: batchSize) {
            let rows = (start..<min(start + batchSize, table.rowCount)).map { row in
                "(\(table.row(row).map(StatementBindings.literal).joined(separator: ",")))"
            }
            let sql = "insert into \(relation.render()) (\(columns)) values \(rows.joined(separator: ","))"
            response = AdapterResponse(try session.addQuery(sql, isAbridged: true))
        }
        return response
    }
}
