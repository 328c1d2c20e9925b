/// What is different between two tables of the same columns, whatever the order of their rows, as a table of its own:
/// changed rows with `old→new`, rows that only one of them has, and around them the rows that are the same.
///
/// Source: dbt-core 1.11, the message of a unit test that fails.
struct TableDifference {
    private enum Line {
        case same([String?])
        case changed(from: [String?], to: [String?])
        case added([String?])
        case removed([String?])

        var isSame: Bool {
            if case .same = self { return true }
            return false
        }
    }

    private let columns: [String]
    private let lines: [Line]

    init(columns: [String], expected: [[String?]], actual: [[String?]]) {
        self.columns = columns
        lines = Self.lines(expected.sorted(by: Self.precedes), actual.sorted(by: Self.precedes))
    }

    var isEmpty: Bool { lines.allSatisfy(\.isSame) }

    private static func precedes(_ left: [String?], _ right: [String?]) -> Bool {
        for (a, b) in zip(left, right) where a != b {
            guard let a, let b else { return a == nil }
            if let x = Double(a), let y = Double(b), x != y { return x < y }
            return a < b
        }
        return false
    }

    private static func lines(_ expected: [[String?]], _ actual: [[String?]]) -> [Line] {
        let partners = partners(expected, actual)
        var used = Set(partners.compactMap { $0 })
        var lines: [Line] = []
        for (position, row) in actual.enumerated() {
            guard let partner = partners[position] else {
                lines.append(.added(row))
                continue
            }
            // Rows that are gone stand before the next one that is still there.
            for missing in 0..<partner where used.insert(missing).inserted { lines.append(.removed(expected[missing])) }
            lines.append(expected[partner] == row ? .same(row) : .changed(from: expected[partner], to: row))
        }
        for missing in expected.indices where used.insert(missing).inserted {
            lines.append(.removed(expected[missing]))
        }
        return lines
    }

    /// For each actual row the expected one that it is compared with: an equal one, else the one most like it.
    private static func partners(_ expected: [[String?]], _ actual: [[String?]]) -> [Int?] {
        var partners = [Int?](repeating: nil, count: actual.count)
        var positions: [[String?]: [Int]] = [:]
        for (position, row) in expected.enumerated().reversed() { positions[row, default: []].append(position) }
        var free = Set(expected.indices)
        for (position, row) in actual.enumerated() {
            guard let found = positions[row]?.popLast() else { continue }
            partners[position] = found
            free.remove(found)
        }
        var candidates: [(likeness: Int, actual: Int, expected: Int)] = []
        for (position, row) in actual.enumerated() where partners[position] == nil {
            for other in free.sorted() {
                let likeness = zip(row, expected[other]).count { $0 == $1 }
                if likeness > 0 { candidates.append((likeness, position, other)) }
            }
        }
        candidates.sort { ($1.likeness, $0.actual, $0.expected) < ($0.likeness, $1.actual, $1.expected) }
        for candidate in candidates where partners[candidate.actual] == nil && free.contains(candidate.expected) {
            partners[candidate.actual] = candidate.expected
            free.remove(candidate.expected)
        }
        return partners
    }

    /// The table, each cell padded to its column but those of the last one.
    var text: String {
        var rows: [[String]] = [["@@"] + columns]
        var hasGap = false
        for (index, line) in lines.enumerated() {
            if line.isSame, !isShown(index) {
                hasGap = true
                continue
            }
            if hasGap { rows.append(Array(repeating: "...", count: columns.count + 1)) }
            hasGap = false
            rows.append(cells(of: line))
        }
        let widths = (0...columns.count).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == columns.count ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }.joined(separator: ",") + "\n"
        }.joined()
    }

    /// Equal rows are shown next to others.
    private func isShown(_ index: Int) -> Bool {
        [index - 1, index + 1].contains { lines.indices.contains($0) && !lines[$0].isSame }
    }

    private func cells(of line: Line) -> [String] {
        switch line {
        case .same(let row): return [""] + row.map(Self.cell)
        case .added(let row): return ["+++"] + row.map { $0 ?? "null" }
        case .removed(let row): return ["---"] + row.map { $0 ?? "null" }
        case .changed(let old, let new):
            return ["→"] + zip(old, new).map { $0 == $1 ? Self.cell($0) : "\(Self.cell($0))→\(Self.cell($1))" }
        }
    }

    /// Unlike in rows that only one side has, nulls are in capitals.
    private static func cell(_ value: String?) -> String { value ?? "NULL" }
}
