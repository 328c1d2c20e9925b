public import Diagnostics
internal import SQLText

/// Puts values into a statement at its `%s` marks, as psycopg2 does on the client.
public enum StatementBindings {
    /// - Throws: when the marks and the values do not fit together.
    public static func apply(_ values: [Cell], to sql: String) throws(Diagnostic) -> String {
        let bytes = Array(sql.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + values.count * 12)
        var next = 0
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            let mark = index + 1 < bytes.count ? bytes[index + 1] : 0
            if mark == UInt8(ascii: "%") {
                result.append(mark)
            } else if mark == UInt8(ascii: "s"), next < values.count {
                result += literal(values[next]).utf8
                next += 1
            } else {
                throw mismatch
            }
            index += 2
        }
        guard next == values.count else { throw mismatch }
        return String(decoding: result, as: UTF8.self)
    }

    private static let mismatch = Diagnostic(
        .statementBindings, "not all arguments converted during string formatting",
        family: .runtime,
        hint: "give as many bindings as the statement has `%s` marks, and write `%%` for a per cent sign")

    /// The value as a literal of PostgreSQL, of the form that psycopg2 writes.
    public static func literal(_ cell: Cell) -> String {
        switch cell {
        case .null: "NULL"
        case .bool(let flag): flag ? "true" : "false"
        // A sign must not run into a minus before it.
        case .int(let number): number < 0 ? " \(number)" : "\(number)"
        case .number(let text):
            DecimalText(text)?.isFinite == true ? (text.hasPrefix("-") ? " \(text)" : text) : "'NaN'::numeric"
        case .date(let text): "'\(text)'::date"
        case .timestamp(let text):
            // A time zone is the only sign that can follow the time of day.
            text.utf8.dropFirst(11).contains { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
                ? "'\(text)'::timestamptz" : "'\(text)'::timestamp"
        case .text(let text): SQL.literal(text)
        }
    }
}
