internal import Adapter

/// Whether a unit test passes: the rows tagged `actual` and those tagged `expected` are the same, in any order.
struct UnitTestVerdict {
    private let difference: TableDifference
    private let response: AdapterResponse?

    init(_ table: Table, response: AdapterResponse?) {
        self.response = response
        let names = table.columnNames.map { $0.lowercased() }
        let side = names.lastIndex(of: "actual_or_expected") ?? names.count - 1
        var rows: [String: [[String?]]] = [:]
        for index in 0..<table.rowCount {
            let row = table.row(index).map(\.string)
            guard row.indices.contains(side), let tag = row[side] else { continue }
            rows[tag, default: []].append(row.indices.filter { $0 != side }.map { row[$0] })
        }
        difference = TableDifference(
            columns: names.indices.filter { $0 != side }.map { names[$0] }, expected: rows["expected"] ?? [],
            actual: rows["actual"] ?? [])
    }

    func apply(to result: inout NodeResult) {
        if let response { result.adapterResponse = response.fields }
        result.failures = difference.isEmpty ? 0 : 1
        result.status = difference.isEmpty ? .pass : .fail
        result.message = difference.isEmpty ? nil : "\n\nactual differs from expected:\n\n\(difference.text)\n"
    }
}
