/// Rows and columns in memory: a query's result or a seed, with dbt's column types.
public struct Table: Sendable, Hashable {
    public let columnNames: [String]
    public let columnTypes: [ColumnType]
    /// All cells, row after row.
    let cells: [Cell]
    public let rowCount: Int

    /// - Parameter cells: row after row; their number is that of columns times rows.
    public init(columnNames: [String], columnTypes: [ColumnType], cells: [Cell]) {
        precondition(columnNames.count == columnTypes.count, "every column has a type")
        precondition(columnNames.isEmpty || cells.count % columnNames.count == 0, "every row has all cells")
        self.columnNames = columnNames
        self.columnTypes = columnTypes
        self.cells = cells
        rowCount = columnNames.isEmpty ? 0 : cells.count / columnNames.count
    }

    /// A table without columns and rows: what a query without a result gives.
    public static let empty = Table(columnNames: [], columnTypes: [], cells: [])

    public subscript(row: Int, column: Int) -> Cell { cells[row * columnNames.count + column] }

    /// The cells of one row.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        cells[(row * columnNames.count)..<((row + 1) * columnNames.count)]
    }

    /// The position of a column; nil when there is none of that name.
    public func column(named name: String) -> Int? { columnNames.firstIndex(of: name) }

    /// The type that dbt gives the column of a seed in PostgreSQL.
    public func sqlType(ofColumn column: Int) -> String {
        switch columnTypes[column] {
        case .integer: "integer"
        case .text: "text"
        case .number: maximumPrecision(ofColumn: column) == 0 ? "integer" : "float8"
        case .boolean: "boolean"
        case .date: "date"
        case .dateTime, .isoDateTime: "timestamp without time zone"
        }
    }

    /// The most decimal places of any number in the column, as agate counts them: zeros at the end do not count.
    func maximumPrecision(ofColumn column: Int, rows: Int? = nil) -> Int {
        var wholePlaces = 1
        var decimalPlaces = 0
        for row in 0..<min(rows ?? rowCount, rowCount) {
            let cell = self[row, column]
            guard case .number(let text) = cell, let number = DecimalText(text), number.isFinite else { continue }
            let (whole, decimal) = number.places
            // What overflows a double counts as infinite to agate.
            if whole > 308, Double(text)?.isInfinite != false { continue }
            wholePlaces = max(wholePlaces, whole)
            decimalPlaces = max(decimalPlaces, decimal)
        }
        guard wholePlaces + decimalPlaces > DecimalText.precision else { return decimalPlaces }
        return DecimalText.precision - wholePlaces
    }

    /// The names with `_2`, `_3`, … for those that are there already, and letters for empty ones, as agate has it.
    static func distinctNames(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.enumerated().map { index, name in
            let base = name.isEmpty ? letterName(index) : name
            var candidate = base
            var number = 2
            while !taken.insert(candidate).inserted {
                candidate = "\(base)_\(number)"
                number += 1
            }
            return candidate
        }
    }

    /// `a` to `z`, then `aa`, `bb`, …
    private static func letterName(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
        return String(repeating: letter, count: index / 26 + 1)
    }
}

extension Table {
    /// The table with some of its rows, in the order given.
    func taking(rows: [Int]) -> Table {
        var cells: [Cell] = []
        cells.reserveCapacity(rows.count * columnNames.count)
        for row in rows { cells += self.row(row) }
        return Table(columnNames: columnNames, columnTypes: columnTypes, cells: cells)
    }

    /// The table with some of its columns, in the order given.
    func taking(columns: [Int]) -> Table {
        var cells: [Cell] = []
        cells.reserveCapacity(rowCount * columns.count)
        for row in 0..<rowCount { for column in columns { cells.append(self[row, column]) } }
        return Table(
            columnNames: columns.map { columnNames[$0] }, columnTypes: columns.map { columnTypes[$0] }, cells: cells)
    }

    /// The table with other names for its columns.
    func named(_ names: [String]) -> Table {
        Table(columnNames: Self.distinctNames(names), columnTypes: columnTypes, cells: cells)
    }
}
