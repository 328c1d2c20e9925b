import Diagnostics
import Formats
import Testing

/// Expected cells are those of agate 1.9 as dbt-core 1.11 calls it.
@Suite struct CSVTests {
    private static func table(_ text: String) throws -> [[String?]] {
        let table = try CSVTable(SourceText(path: "seeds/x.csv", text))
        return [table.columnNames]
            + (0..<table.rowCount).map { row in
                table.columnNames.indices.map { table.string(row: row, column: $0) }
            }
    }

    @Test(arguments: [
        ("a,b\n1,2\n\n3,4\n", [["a", "b"], ["1", "2"], [nil, nil], ["3", "4"]]),
        ("a,b\n1\n", [["a", "b"], ["1", nil]]),
        ("\u{FEFF}a,b\r\n1,\"x\r\ny\"\r\n", [["a", "b"], ["1", "x\ny"]]),
        ("a,a,\n1,2,3\n", [["a", "a_2", "c"], ["1", "2", "3"]]),
        ("a,b", [["a", "b"]]),
        ("a,b\n\"x\"y,\"p\"\"q\"\n", [["a", "b"], ["xy", "p\"q"]]),
        ("a,b\n1,\"unclosed\n2,3\n", [["a", "b"], ["1", "unclosed\n2,3\n"]]),
        ("a,b\n  x , y \n", [["a", "b"], ["  x ", " y "]]),
        ("a,b\n\"\",\n", [["a", "b"], ["", ""]]),
        ("a,b\n1,2\r3,4\r", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("a,b\n1,a\"b\"c\n", [["a", "b"], ["1", "a\"b\"c"]]),
        ("a,b\n1,\"x\ry\"\n", [["a", "b"], ["1", "x\ny"]]),
        ("\"a \"\"b\"\"\",c\n1,2", [["a \"b\"", "c"], ["1", "2"]]),
        ("a,b\n\"1\"2\"3\",4\n", [["a", "b"], ["12\"3\"", "4"]]),
    ])
    func readsAsAgate(text: String, cells: [[String?]]) throws {
        #expect(try Self.table(text) == cells)
    }

    @Test func refusesLongRowsInAgatesWords() {
        #expect {
            _ = try Self.table("a,b\n1,2\n1,2,3\n")
        } throws: { error in
            let diagnostic = error as? Diagnostic
            return diagnostic?.message == "Row 1 has 3 values, but Table only has 2 columns."
                && diagnostic?.place == "seeds/x.csv:3:1"
        }
        #expect(throws: Diagnostic.self) { _ = try Self.table("") }
    }

    @Test func tellsWhatItRepairs() throws {
        let table = try CSVTable(SourceText(path: "x.csv", "x,x,\n1,2,3\n\n1\n"))
        #expect(table.renamedColumns.map(\.name) == ["x_2", "c"])
        #expect(table.renamedColumns.map(\.given) == ["x", ""])
        #expect(table.firstShortRow == 2, "an empty line is no short row")
    }

    @Test func takesOtherDelimiters() {
        #expect(CSVReader.rows("a;b\n1;\"2;3\"", delimiter: UInt8(ascii: ";")) == [["a", "b"], ["1", "2;3"]])
    }

    @Test func knowsWhereRowsBegin() throws {
        let table = try CSVTable(SourceText(path: "x.csv", "a\n1\n\"x\ny\"\n2\n"))
        #expect((0..<3).map(table.offset) == [2, 4, 10])
    }
}
