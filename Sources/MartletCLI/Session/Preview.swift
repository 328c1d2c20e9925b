internal import Adapter
internal import Formats

/// Rows as `show` prints them: a table of text, or JSON.
///
/// Source: dbt-core 1.11, other commands' output: numbers to the right, text to the left, null blank.
struct Preview {
    private let table: Table

    init(_ table: Table) { self.table = table }

    var text: String {
        let rows = (0..<table.rowCount).map { row in Array(table.row(row)) }
        let cells = rows.map { $0.map { $0.string ?? "" } }
        let widths = table.columnNames.indices.map { column in
            max(table.columnNames[column].count, cells.map { $0[column].count }.max() ?? 0)
        }
        func line(_ texts: [String], isRight: (Int) -> Bool) -> String {
            let parts = texts.enumerated().map { index, text in
                let blanks = String(repeating: " ", count: widths[index] - text.count)
                return isRight(index) ? blanks + text : text + blanks
            }
            return "| " + parts.joined(separator: " | ") + " |"
        }
        let head = line(table.columnNames) { _ in false }
        let rule = "| " + widths.map { String(repeating: "-", count: $0) }.joined(separator: " | ") + " |"
        let body = rows.indices.map { row in
            line(cells[row]) { column in
                switch rows[row][column] {
                case .int, .number: true
                default: false
                }
            }
        }
        return ([head, rule] + body).joined(separator: "\n") + "\n"
    }

    var json: String {
        let rows: [DataValue] = (0..<table.rowCount).map { row in
            var fields: DataMapping = [:]
            for (name, cell) in zip(table.columnNames, table.row(row)) { fields[name] = value(cell) }
            return .mapping(fields)
        }
        return JSON.text(.list(rows), indent: 2)
    }

    private func value(_ cell: Cell) -> DataValue {
        switch cell {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .number(let text): Double(text).map { .float($0) } ?? .string(text)
        default: .text(cell.string)
        }
    }
}
