internal import Adapter
internal import ProjectModel

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

    /// - Parameter onFail: what the test is configured for.
    func apply(to result: inout NodeResult, onFail: OnFail? = nil) {
        if let response { result.adapterResponse = response.fields }
        result.failures = difference.isEmpty ? 0 : 1
        guard !difference.isEmpty else {
            result.status = .pass
            result.message = nil
            return
        }
        switch onFail {
        case .audit: result.status = .pass
        case .warn: result.status = .warn
        case .failRun, .failNode, nil: result.status = .fail
        }
        let reason = onFail.map { " (on_fail: \($0.rawValue))" } ?? ""
        result.message = "\n\nactual differs from expected\(reason):\n\n\(difference.text)\n"
    }
}
