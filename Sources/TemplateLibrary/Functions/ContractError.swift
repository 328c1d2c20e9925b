internal import Jinja

/// The message of a broken contract: a table of the columns whose names or types differ.
enum ContractError {
    private static let header = ["column_name", "definition_type", "contract_type", "mismatch_reason"]

    static func message(_ contract: Value, _ query: Value) throws(TemplateError) -> String {
        let declared = try columns(contract)
        guard !declared.isEmpty else {
            return "This model has an enforced contract, and its 'columns' specification is missing"
        }
        let found = try columns(query)
        var rows: [[String]] = []
        for column in found {
            guard let match = declared.first(where: { $0.name == column.name }) else {
                rows.append([column.name, column.type, "", "missing in contract"])
                continue
            }
            if match.type != column.type { rows.append([column.name, column.type, match.type, "data type mismatch"]) }
        }
        for column in declared where !found.contains(where: { $0.name == column.name }) {
            rows.append([column.name, "", column.type, "missing in definition"])
        }
        // The sort is stable, as Python's is.
        let sorted = rows.enumerated().sorted { ($0.element[0], $0.offset) < ($1.element[0], $1.offset) }.map(\.element)
        return
            "This model has an enforced contract that failed.\nPlease ensure the name, data_type, and number of columns "
            + "in your contract match the columns in your model's definition.\n\n\(table(sorted))"
    }

    private static func columns(_ value: Value) throws(TemplateError) -> [(name: String, type: String)] {
        var columns: [(name: String, type: String)] = []
        for item in try value.allItems() {
            guard let dict = item.dict else { continue }
            columns.append(
                (try (dict["name"] ?? .null).str().string, try (dict["data_type"] ?? .null).str().string))
        }
        return columns
    }

    /// The rows as agate prints a table: at most 50 characters a column.
    private static func table(_ rows: [[String]]) -> String {
        let shown = rows.map { row in
            row.map { $0.unicodeScalars.count > 50 ? String($0.prefix(47)) + "..." : $0 }
        }
        let widths = header.indices.map { column in
            shown.reduce(header[column].count) { max($0, $1[column].unicodeScalars.count) }
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: max(0, width - cell.unicodeScalars.count))
            }
            return "| \(padded.joined(separator: " | ")) |\n"
        }
        return line(header) + line(widths.map { String(repeating: "-", count: $0) }) + shown.map(line).joined()
    }
}
