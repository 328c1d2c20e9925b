import Adapter
import Testing

@Suite struct TableTests {
    private let table = Table(
        columnNames: ["n", "text", "i", "a_column_with_a_very_long_name", "e", "f", "g"],
        columnTypes: [.number, .text, .integer, .boolean, .integer, .integer, .integer],
        cells: [
            .number("1234567.5"), .text("a"), .int(1), .null, .int(1), .int(2), .int(3),
            .number("-2.2525"), .text("a very long text that is cut somewhere"), .int(22), .bool(true), .int(1),
            .int(2), .int(3),
            .null, .text("ü"), .int(3), .bool(false), .int(1), .int(2), .int(3),
        ])

    /// Recorded from agate 1.9.1.
    @Test func printsAsAgateDoes() {
        #expect(
            table.printed() == """
                |              n | text                 |  i | a_column_with_a_v... | e | f | ... |
                | -------------- | -------------------- | -- | -------------------- | - | - | --- |
                | 1,234,567.500… | a                    |  1 |                      | 1 | 2 | ... |
                |        -2.252… | a very long text ... | 22 |                 True | 1 | 2 | ... |
                |                | ü                    |  3 |                False | 1 | 2 | ... |

                """)
        #expect(
            table.printed(maxRows: 2, maxColumns: 2) == """
                |              n | text                 | ... |
                | -------------- | -------------------- | --- |
                | 1,234,567.500… | a                    | ... |
                |        -2.252… | a very long text ... | ... |
                |            ... | ...                  | ... |

                """)
    }

    @Test func printsItsStructure() {
        #expect(
            table.structure.hasPrefix(
                """
                | column                         | data_type |
                | ------------------------------ | --------- |
                | n                              | Number    |
                """))
    }

    @Test func bindsValuesAsPsycopgDoes() throws {
        let values: [Cell] = [
            .null, .bool(true), .int(-1), .number("1.50"), .number("NaN"), .date("2024-01-31"),
            .timestamp("2024-01-31 10:00:00+02:00"), .timestamp("2024-01-31 10:00:00"), .text(#"it's \ %s"#),
        ]
        let sql = try StatementBindings.apply(values, to: "(%s, %s,%s,%s,%s,%s,%s,%s,%s) %%")
        #expect(
            sql == #"(NULL, true, -1,1.50,'NaN'::numeric,'2024-01-31'::date,'2024-01-31 10:00:00+02:00'::timestamptz,"#
                + #"'2024-01-31 10:00:00'::timestamp,E'it''s \\ %s') %"#)
        #expect(throws: (any Error).self) { try StatementBindings.apply([.int(1)], to: "no mark") }
        #expect(throws: (any Error).self) { try StatementBindings.apply([], to: "%s") }
    }
}
