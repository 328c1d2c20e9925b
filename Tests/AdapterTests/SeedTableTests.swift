import Adapter
import Diagnostics
import Formats
import Testing

@Suite struct SeedTableTests {
    private func seed(header: [String], rows: [[String]], textColumns: Set<String> = []) throws -> SeedTable {
        let lines = ([header] + rows).map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
        }
        let source = SourceText(path: "seeds/s.csv", lines.joined(separator: "\n") + "\n")
        return SeedTable(try CSVTable(source), textColumns: textColumns)
    }

    /// Recorded from dbt-core 1.11.16 with agate 1.9.1 for some eighty columns.
    @Test func infersTypesAndValuesAsDbtDoes() throws {
        for recorded in try Recorded.cases("seed_types") {
            let values = try Recorded.texts(recorded["values"]).map { $0 ?? "" }
            let table = try seed(header: ["c"], rows: values.map { [$0] }).table
            #expect(table.columnTypes[0].rawValue == recorded["type"] as? String, "\(values)")
            #expect(table.sqlType(ofColumn: 0) == recorded["sql"] as? String, "\(values)")
            let cells = (0..<table.rowCount).map { table[$0, 0].string }
            #expect(try cells == Recorded.texts(recorded["cells"]), "\(values)")
        }
    }

    @Test func fillsShortRowsAndNamesColumnsTwice() throws {
        let table = try seed(header: ["a", "a", ""], rows: [["1", "2", "3"], ["1"], []]).table
        #expect(table.columnNames == ["a", "a_2", "c"])
        #expect(Array(table.row(2)) == [.null, .null, .null])
        #expect(table[1, 0] == .number("1"))
    }

    @Test func keepsTextWhereTheUserGaveAType() throws {
        let seed = try seed(header: ["zip", "n"], rows: [["007", "1"], ["null", "2"]], textColumns: ["zip"])
        #expect(seed.table[0, 0] == .text("007"))
        #expect(seed.table[1, 0] == .null)
        #expect(seed.table.columnTypes == [.text, .number])
        #expect(seed.changes.isEmpty)
    }

    @Test func namesColumnsInWhichInferenceChangesTexts() throws {
        let seed = try seed(header: ["zip", "phone", "n"], rows: [["1", "+49", "1"], ["007", "5", "2"]])
        #expect(seed.changes.map(\.column) == ["zip", "phone"])
        #expect(seed.changes.map(\.before) == ["007", "+49"])
        #expect(seed.changes.map(\.after) == ["7", "49"])
    }

    @Test func anEmptySeedIsOfIntegers() throws {
        let table = try seed(header: ["a"], rows: []).table
        #expect(table.sqlType(ofColumn: 0) == "integer")
    }
}
