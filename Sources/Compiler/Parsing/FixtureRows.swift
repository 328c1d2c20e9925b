internal import Formats
internal import ProjectModel

/// Rows of unit tests' fixtures.
enum FixtureRows {
    /// The rows of a CSV text by the names in its first row; what a row lacks is null.
    static func rows(of text: String) -> [DataValue] {
        let rows = CSVReader.rows(text).filter { !$0.isEmpty && $0 != [""] }
        guard let names = rows.first else { return [] }
        return rows.dropFirst().map { cells in
            var row: DataMapping = [:]
            for (index, name) in names.enumerated() { row[name] = index < cells.count ? .string(cells[index]) : .null }
            return .mapping(row)
        }
    }

    /// Nothing between two commas is null, not an empty text.
    static func withoutEmptyValues(_ row: DataValue) -> DataValue {
        .mapping((row.mapping ?? [:]).mapValues { $0 == "" ? .null : $0 })
    }

    /// The fixture with its first row without nulls in front, since the first row decides the types of columns.
    static func ordered(_ fixture: UnitTest.Fixture) -> UnitTest.Fixture {
        guard fixture.format != "sql", var rows = fixture.rows.list,
            let index = rows.firstIndex(where: { !($0.mapping ?? [:]).values.contains(where: \.isNull) }), index > 0
        else { return fixture }
        var fixture = fixture
        rows.swapAt(0, index)
        fixture.rows = .list(rows)
        return fixture
    }
}
