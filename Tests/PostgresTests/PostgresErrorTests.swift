import Postgres
import Testing

@Suite struct PostgresErrorTests {
    @Test func pointsAtThePlaceAsLibpqDoes() {
        let error = PostgresError(
            message: #"column "b" does not exist"#, hint: "Perhaps you meant a.", characterOffset: 19)
        #expect(
            error.text(for: "-- é\nselect\n\t1, 2, b from x") == """
                column "b" does not exist
                LINE 3:  1, 2, b from x
                               ^
                HINT:  Perhaps you meant a.
                """)
    }

    /// Recorded from psycopg2 2.9 with PostgreSQL 15.
    @Test(arguments: [
        (
            40, "missing from somewhere_that_is_long", 140,
            [
                "LINE 1: ... 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, missing from somewhere_...",
                String(repeating: " ", count: 61) + "^",
            ]
        ),
        (
            18, "missing", 61,
            [
                "LINE 1: ..., 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, missing",
                String(repeating: " ", count: 64) + "^",
            ]
        ),
        (
            14, "missing, 3, 4, 5", 49,
            [
                "LINE 1: select 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, missing, 3,...",
                String(repeating: " ", count: 57) + "^",
            ]
        ),
    ])
    func cutsLongLinesAsLibpqDoes(ones: Int, rest: String, offset: Int, lines: [String]) {
        let sql = "select " + String(repeating: "1, ", count: ones) + rest
        let text = PostgresError(message: "m", characterOffset: offset).text(for: sql)
        #expect(text.split(separator: "\n").dropFirst().map(String.init) == lines)
    }

    @Test func countsBytesFromCharacters() {
        let error = PostgresError(message: "m", characterOffset: 2)
        #expect(error.byteOffset(in: "éüx") == 4)
    }
}
