import Adapter
import Diagnostics
import Formats
import Testing

@Suite(.enabled(if: TestServer.isAvailable)) struct SeedLoadingTests {
    private func load(_ csv: String, _ definition: String) throws -> [[Cell]] {
        let session = try TestServer.session()
        _ = try session.execute(
            "drop schema if exists adapter_seed cascade; create schema adapter_seed; "
                + "create table adapter_seed.s (\(definition)); set local timezone to 'Europe/Berlin'")
        let seed = SeedTable(try CSVTable(SourceText(path: "seeds/s.csv", csv)))
        let relation = Relation(schema: "adapter_seed", identifier: "s")
        let columns = seed.table.columnNames.map { "\"\($0)\"" }.joined(separator: ", ")
        _ = try SeedLoading.load(seed.table, into: relation, columns: columns, using: session)
        let table = try session.execute("select * from adapter_seed.s order by 1", fetch: true).table
        session.rollback()
        return (0..<table.rowCount).map { Array(table.row($0)) }
    }

    @Test func copiesValuesAsDbtInsertsThem() throws {
        let rows = try load(
            "i,n,t,b,d\n1.0,1.5,\"a\tb\\\n'c'\",true,2024-1-5\n2e2,,null,FALSE,\n",
            "i integer, n float8, t text, b boolean, d date")
        #expect(
            rows == [
                [.int(1), .number("1.5"), .text("a\tb\\\n'c'"), .bool(true), .date("2024-01-05")],
                [.int(200), .null, .null, .bool(false), .null],
            ])
    }

    /// A literal of a time with zone becomes local time in a column without; dbt's inserts do the same.
    @Test func turnsTimesWithZonesIntoLocalTime() throws {
        let rows = try load("t\n2024-07-01T10:00:00Z\n", "t timestamp")
        #expect(rows == [[.timestamp("2024-07-01 12:00:00")]])
    }

    @Test func loadsNothingForASeedWithoutRows() throws {
        #expect(try load("a,b\n", "a integer, b integer").isEmpty)
    }
}
