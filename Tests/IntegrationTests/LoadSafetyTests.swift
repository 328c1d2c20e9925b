import Foundation
import Glibc
import Postgres
import Testing

/// What `source load` guards against: other commands, crashes, wrong blocks, and paths that lead away.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct LoadSafetyTests {
    private static let header = "order_id,note\n"

    /// Makes a load wait with its rows sent and not committed, until `body` has ended.
    private func withBlockedLedger(_ shop: LoadProject, _ body: () throws -> Void) throws {
        var blocker = try shop.project.connect()
        _ = try blocker.query("begin; lock table \(shop.project.schema).load_ledger in share mode")
        try body()
        _ = try blocker.query("rollback")
    }

    private func waits(_ shop: LoadProject) -> String {
        "wait_event_type = 'Lock' and query like 'insert into \"\(shop.project.schema)\".load_ledger%'"
    }

    @Test func aCommandThatIsKilledLeavesNothing() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", Self.header + "1,a\n")
        #expect(try shop.load().status == 0)
        try shop.write("landing/b.csv", Self.header + "2,b\n")
        try withBlockedLedger(shop) {
            let run = try shop.project.start("source", "load")
            try shop.project.waitUntil(waits(shop))
            run.send(SIGKILL)
            _ = try run.finish()
        }
        try shop.project.waitUntil("query like '%\(shop.project.schema)%'", is: false)
        #expect(try shop.rows() == "1 a")
        #expect(try shop.ledger() == "landing/a.csv loaded 1")
        #expect(try shop.load().status == 0)
        #expect(try shop.rows() == "1 a, 2 b")
    }

    @Test func interruptionRollsBack() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", Self.header + "1,a\n")
        #expect(try shop.load().status == 0)
        try shop.write("landing/b.csv", Self.header + "2,b\n")
        try withBlockedLedger(shop) {
            let run = try shop.project.start("source", "load")
            try shop.project.waitUntil(waits(shop))
            run.send(SIGINT)
            #expect(try run.finish().status == 2)
        }
        #expect(try shop.rows() == "1 a")
        #expect(try shop.ledger() == "landing/a.csv loaded 1")
    }

    @Test func ofTwoLoadsAtOnceTheSecondFindsNothingNew() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", Self.header + "1,a\n")
        #expect(try shop.load().status == 0)
        for number in 2...9 { try shop.write("landing/\(number).csv", Self.header + "\(number),b\n") }
        var runs: [RunningProgram] = []
        try withBlockedLedger(shop) {
            runs.append(try shop.project.start("source", "load"))
            try shop.project.waitUntil(waits(shop))
            runs.append(try shop.project.start("source", "load"))
            try shop.project.waitUntil(
                "wait_event_type = 'Lock' and query like '%select pg_advisory_lock(%\(shop.raw)%'")
        }
        let ends = try runs.map { try $0.finish() }
        #expect(ends.map(\.status) == [0, 0])
        #expect(ends[0].output.contains("8 rows in 8 files"))
        #expect(ends[1].output.contains("no new files"))
        #expect(try shop.project.query("select count(*) from \(shop.raw).orders") == "9")
    }

    @Test func twoFirstLoadsAtOnceMakeTheTablesOnce() throws {
        let shop = try LoadProject()
        for number in 1...5 { try shop.write("landing/\(number).csv", Self.header + "\(number),b\n") }
        let runs = try (0..<4).map { _ in try shop.project.start("source", "load") }
        for run in runs {
            let (status, output) = try run.finish()
            #expect(status == 0, "\(output)")
        }
        #expect(try shop.project.query("select count(*) from \(shop.raw).orders") == "5")
    }

    @Test func aRunLooksForTheLedgerOnce() throws {
        let project = try TestProject([
            "models/sources.yml": """
            sources:
              - name: shop
                schema: "{{ target.schema }}"
                tables:
            \("abcde".map { table in
                "      - {name: \(table), external: {location: landing/\(table).csv, format: csv}, columns: [{name: x}]}"
            }.joined(separator: "\n"))
            """
        ])
        for table in "abcde" { try project.write("landing/\(table).csv", "x\n1\n") }
        for expected in ["5 rows", "no new files"] {
            let (status, output) = try project.start("source", "load", "--log-level", "debug").finish()
            #expect(status == 0, "\(output)")
            #expect(output.split(separator: "to_regclass(").count == 3, "two tables are asked for once: \(expected)")
        }
        #expect(try project.query("select count(*) from \(project.schema).load_ledger") == "5")
    }

    @Test func tablesFollowTheDeclaration() throws {
        let shop = try LoadProject(columns: "{name: order_id, data_type: bigint}, {name: note}")
        try shop.write("landing/a.csv", Self.header + "1,a\n")
        #expect(try shop.load().status == 0)
        try shop.declare(
            columns: "{name: order_id, data_type: bigint}, {name: note}, {name: paid, data_type: 'numeric(8,2)'}")
        try shop.write("landing/b.csv", "order_id,note,paid\n2,b,1.5\n")
        #expect(try shop.load().status == 0)
        #expect(try shop.rows("order_id, note, paid") == "1 a, 2 b 1.50")
        // A table that somebody dropped is filled anew, and `--reload` does the same to one that is there.
        _ = try shop.project.query("drop table \(shop.raw).orders")
        #expect(try shop.load().status == 0)
        #expect(try shop.rows("order_id, note, paid") == "1 a, 2 b 1.50")
        #expect(try shop.load("--reload").status == 0)
        #expect(try shop.rows("order_id, note, paid") == "1 a, 2 b 1.50")
        #expect(
            try shop.project.query(
                "select string_agg(status, ' ' order by status) from \(shop.project.schema).load_ledger")
                == "dropped dropped loaded loaded reloaded reloaded")
    }

    @Test func optionsOfTheDialect() throws {
        let shop = try LoadProject(
            location: "landing/*.txt",
            external: "options: {delimiter: ';', quote: \"'\", null: NA, header: false, encoding: latin1}")
        try shop.write("landing/a.txt", bytes: Array("1;'a;b'\r\n2;NA\r\n3;caf".utf8) + [0xE9] + Array("\r\n".utf8))
        let (status, output) = try shop.load()
        #expect(status == 0, "\(output)")
        #expect(try shop.rows() == "1 a;b, 2, 3 café")
        #expect(try shop.project.query("select count(*) from \(shop.raw).orders where note is null") == "1")
    }

    @Test func namesAreQuoted() throws {
        let shop = try LoadProject(
            location: "landing/{note}/*.csv", external: "file_name_column: \\\"file\\\"",
            columns: "{name: order_id, data_type: bigint}, {name: note}, {name: 'Odd \\\" name', quote: true}")
        try shop.declare(
            location: "landing/{note}/*.csv", external: "file_name_column: 'file name'",
            columns: "{name: order_id, data_type: bigint}, {name: note}, {name: \"Odd ' name\", quote: true}")
        try shop.write("landing/it's \"a\"; drop/o'r\\d.csv", "order_id,Odd ' name\n1,x\n")
        let (status, output) = try shop.load()
        #expect(status == 0, "\(output)")
        #expect(
            try shop.rows("order_id, note, \"file name\", \"Odd ' name\"")
                == "1 it's \"a\"; drop it's \"a\"; drop/o'r\\d.csv x")
        #expect(try shop.ledger("path") == "landing/it's \"a\"; drop/o'r\\d.csv")
        #expect(try shop.load().output.contains("no new files"))
    }

    @Test func aColumnThatIsNotDeclaredIsNamed() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", "order_id,notee\n1,a\n")
        let (status, output) = try shop.load()
        #expect(status == 1)
        #expect(output.contains("landing/a.csv:1: the file has a column \"notee\" that shop.orders does not declare"))
        #expect(output.contains("did you mean \"note\"?"))
        try shop.declare(external: "options: {extra_columns: ignore}")
        #expect(try shop.load().status == 0)
        #expect(try shop.rows() == "1")
    }

    @Test(arguments: [
        ("format: xml", "files of format `xml` cannot be loaded"),
        ("format: parquet", "convert the files to csv or ndjson"),
        ("format: csv, on_eror: skip_file", "external has no key `on_eror`"),
        ("format: csv, on_error: skip", "`on_error` is `skip`"),
        ("format: csv, options: {delimeter: ';'}", "did you mean \"delimiter\"?"),
        ("format: csv, on_change: reload", "`on_change: reload` cannot tell which rows came from a file"),
        ("format: json, options: {header: true}", "`header` means nothing for files of format json"),
    ])
    func wrongBlocksAreToldByTheirPlace(block: String, text: String) throws {
        let shop = try LoadProject()
        let parts = block.split(separator: ",", maxSplits: 1)
        try shop.declare(
            format: String(parts[0].dropFirst("format: ".count)),
            external: parts.count > 1 ? String(parts[1].dropFirst()) : "")
        let (status, output) = try shop.load()
        #expect(status == 2, "\(output)")
        #expect(output.contains(text), "\(output)")
        #expect(output.contains("--> models/sources.yml:6:"), "\(output)")
        #expect(output.contains("[external-invalid]"))
    }

    @Test func aPlaceholderMustBeAColumnAndAFileMustBeThere() throws {
        let shop = try LoadProject(location: "landing/{day}/a.csv")
        let (status, output) = try shop.load()
        #expect(status == 2)
        #expect(output.contains("the location's `{day}` is no declared column"))
        try shop.declare(location: "landing/none.csv")
        let missing = try shop.load()
        #expect(missing.status == 1)
        #expect(missing.output.contains("error[load-file-missing]: landing/none.csv does not exist"))
        try shop.declare(location: "landing/none*.csv")
        let empty = try shop.load()
        #expect(empty.status == 0)
        #expect(empty.output.contains("warning[load-file-missing]: no file fits landing/none*.csv"))
    }

    @Test func blocksOfPackagesAreLeftAlone() throws {
        let project = try TestProject([
            "models/sources.yml": """
            sources:
              - name: shop
                tables:
                  - name: orders
                    external: {location: 's3://bucket/orders', options: {format: PARQUET}}
            """
        ])
        let (status, output) = try project.start("source", "load").finish()
        #expect(status == 0)
        #expect(output.contains("Nothing to do."))
    }

    @Test func linksDoNotLeadOutOfTheFixedPart() throws {
        let shop = try LoadProject(location: "landing/**/*.csv")
        try shop.write("landing/in/a.csv", Self.header + "1,a\n")
        try shop.write("secret/b.csv", Self.header + "2,b\n")
        let folder = shop.project.folder
        for (link, target) in [
            ("landing/out", "../secret"), ("landing/c.csv", "../secret/b.csv"), ("landing/loop", "."),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: link).path(), withDestinationPath: target)
        }
        #expect(try shop.load().status == 0)
        #expect(try shop.rows() == "1 a")
    }

    @Test func dependentsOfAFailedLoadAreSkipped() throws {
        let shop = try LoadProject(files: [
            "models/stg.sql": "select * from {{ source('shop', 'orders') }}",
            "models/mart.sql": "{{ config(materialized='table') }} select count(*) as n from {{ ref('stg') }}",
            "models/other.sql": "select 1 as v",
        ])
        try shop.write("landing/a.csv", Self.header + "1,a\n")
        let first = try shop.project.start("build", "--load-sources").finish()
        #expect(first.status == 0, "\(first.output)")
        #expect(try shop.project.query("select n from \(shop.project.schema).mart") == "1")
        #expect(try shop.project.results().keys.allSatisfy { $0.hasPrefix("model.") })

        try shop.write("landing/b.csv", Self.header + "bad,b\n")
        let (status, output) = try shop.project.start("build", "--load-sources").finish()
        #expect(status == 1)
        #expect(output.contains("Skipping 2 nodes that read shop.orders: not all of its files could be loaded"))
        let expected = ["model.p.stg": "skipped", "model.p.mart": "skipped", "model.p.other": "success"]
        #expect(try shop.project.results() == expected)
        try shop.write("landing/b.csv", Self.header + "2,b\n")
        #expect(try shop.project.start("retry").finish().status == 0)
        #expect(try shop.project.query("select n from \(shop.project.schema).mart") == "2")

        // Only what the selected nodes read is loaded, and without the option nothing.
        try shop.write("landing/c.csv", Self.header + "3,c\n")
        #expect(try shop.project.start("build", "--load-sources", "-s", "other").finish().status == 0)
        #expect(try shop.project.start("build").finish().status == 0)
        #expect(try shop.project.query("select n from \(shop.project.schema).mart") == "2")
    }
}
