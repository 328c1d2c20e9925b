import Foundation
import Glibc
import Postgres
import Testing

/// A project whose source `shop.orders` is loaded from files.
final class LoadProject {
    let project: TestProject
    /// The schema of the source.
    var raw: String { project.schema + "_raw" }

    /// - Parameters:
    ///   - external: the keys of the block besides `location` and `format`.
    init(
        location: String = "landing/*.csv", format: String = "csv", external: String = "",
        columns: String = "{name: order_id, data_type: bigint}, {name: note, data_type: text}",
        files: [String: String] = [:]
    ) throws {
        project = try TestProject(files)
        try declare(location: location, format: format, external: external, columns: columns)
    }

    deinit { _ = try? project.query("drop schema if exists \(raw) cascade") }

    func declare(
        location: String = "landing/*.csv", format: String = "csv", external: String = "",
        columns: String = "{name: order_id, data_type: bigint}, {name: note, data_type: text}"
    ) throws {
        let more = external.isEmpty ? "" : ", " + external
        try project.write(
            "models/sources.yml",
            """
            sources:
              - name: shop
                schema: "{{ target.schema }}_raw"
                tables:
                  - name: orders
                    external: {location: "\(location)", format: \(format)\(more)}
                    columns: [\(columns)]
            """)
    }

    func write(_ path: String, _ text: String) throws { try project.write(path, text) }

    func write(_ path: String, bytes: [UInt8]) throws {
        try project.write(path, "")
        try Data(bytes).write(to: project.folder.appending(path: path))
    }

    func load(_ arguments: String...) throws -> (status: Int32, output: String) {
        try project.start(["source", "load"] + arguments).finish()
    }

    /// The rows of the table as one text: `1 a, 2 b`.
    func rows(_ columns: String = "order_id, note") throws -> String? {
        try project.query(
            """
            select string_agg(concat_ws(' ', \(columns)), ', ' order by order_id, note) from \(raw).orders
            """)
    }

    /// The ledger as one text, in the order of the paths.
    func ledger(_ columns: String = "path, status, rows_loaded") throws -> String? {
        try project.query(
            """
            select string_agg(concat_ws(' ', \(columns)), ', ' order by path, ledger_id)
            from \(project.schema).load_ledger
            """)
    }
}

/// `source load`, and what files may do to it.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct LoadTests {
    @Test func loadsEachFileOnce() throws {
        let shop = try LoadProject(
            location: "landing/{day}/orders.csv",
            external: "file_name_column: file_name, line_number_column: line_number",
            columns: "{name: order_id, data_type: bigint}, {name: note}, {name: day, data_type: date}")
        try shop.write("landing/2024-01-01/orders.csv", "Order_ID,note\n1,\"a,\n\"\"b\"\"\"\n2,\n")
        try shop.write("landing/2024-01-02/orders.csv", "note,order_id\nc,3")
        let (status, output) = try shop.load()
        #expect(status == 0, "\(output)")
        #expect(output.contains("1 of 1 START load source shop.orders (2 files)"))
        #expect(output.contains("OK loaded source shop.orders (2 files)"))
        #expect(output.contains("[3 rows in 2 files, "))
        let rows = "1 a,\n\"b\" 2024-01-01/orders.csv 2 2024-01-01, 2 2024-01-01/orders.csv 4 2024-01-01, "
        let columns = "order_id, note, file_name, line_number, day"
        #expect(try shop.rows(columns) == rows + "3 c 2024-01-02/orders.csv 2 2024-01-02")
        #expect(
            try shop.ledger() == "landing/2024-01-01/orders.csv loaded 2, landing/2024-01-02/orders.csv loaded 1")
        #expect(
            try shop.ledger("checksum")?.hasPrefix("ec") == false
                && shop.project.query("select count(*) from \(shop.project.schema).load_ledger where checksum is null")
                    == "0"
        )

        let again = try shop.load()
        #expect(again.status == 0)
        #expect(again.output.contains("[no new files in "))
        #expect(try shop.project.query("select count(*) from \(shop.project.schema).load_ledger") == "2")
        // Another time alone is no change.
        _ = try BuiltProgram.run(
            URL(filePath: "/usr/bin/touch"),
            [shop.project.folder.appending(path: "landing/2024-01-02/orders.csv").path()])
        #expect(try shop.load().output.contains("[no new files in "))
        let results = try shop.project.document("target/load_results.json")["results"] as? [[String: Any]]
        #expect(results?.first?["files_unchanged"] as? Int == 2)
    }

    @Test(arguments: ["", "file_name_column: f"])
    func filesMayEndWithoutALineEnd(external: String) throws {
        let shop = try LoadProject(external: external)
        try shop.write("landing/a.csv", "order_id,note\r\n1,a\r\n2,b")
        try shop.write("landing/b.csv", "order_id,note\n3,\"c\nd\"\n4,e")
        try shop.write("landing/c.csv", "order_id,note")
        try shop.write("landing/d.csv", "\u{FEFF}order_id,note\n5,f\n")
        let (status, output) = try shop.load()
        #expect(status == 0, "\(output)")
        #expect(try shop.rows() == "1 a, 2 b, 3 c\nd, 4 e, 5 f")
        #expect(try shop.ledger("rows_loaded") == "2, 2, 0, 1")
    }

    @Test func aLineThatEndsTheDataForTheServerLosesNothing() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", "order_id,note\n1,a\n\\.\n2,b\n")
        let (status, output) = try shop.load()
        #expect(status == 1)
        #expect(output.contains("landing/a.csv:3: a line with `\\.` alone ends the data for PostgreSQL"))
        try shop.declare(external: "on_error: quarantine_rows")
        #expect(try shop.load().status == 0)
        #expect(try shop.rows() == "1 a, 2 b")
        #expect(try shop.ledger("status, rows_loaded, rows_rejected, error_line") == "failed 0 0 3, loaded 2 1 3")
    }

    @Test func globalOptionsMayStandInFront() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", "order_id,note\n1,a\n")
        let (status, output) = try shop.project.start("--log-format", "json", "source", "load").finish()
        #expect(status == 0)
        #expect(output.contains(#""name": "LogLoadResult""#))
    }

    @Test(arguments: ["error", "reload", "ignore"])
    func aChangedFileGoesByThePolicy(policy: String) throws {
        let shop = try LoadProject(external: "on_change: \(policy), file_name_column: file_name")
        try shop.write("landing/a.csv", "order_id,note\n1,a\n")
        try shop.write("landing/b.csv", "order_id,note\n2,b\n")
        #expect(try shop.load().status == 0)
        try shop.write("landing/a.csv", "order_id,note\n7,new\n8,new\n")
        try shop.write("landing/c.csv", "order_id,note\n3,c\n")
        let (status, output) = try shop.load()
        switch policy {
        case "reload":
            #expect(status == 0)
            #expect(try shop.rows() == "2 b, 3 c, 7 new, 8 new")
            #expect(
                try shop.ledger()
                    == "landing/a.csv replaced 1, landing/a.csv loaded 2, landing/b.csv loaded 1, landing/c.csv loaded 1"
            )
        case "ignore":
            #expect(status == 0)
            #expect(try shop.rows() == "1 a, 2 b, 3 c")
        default:
            #expect(status == 1)
            #expect(output.contains("error[load-file-changed]: landing/a.csv is not what was loaded before"))
            #expect(try shop.rows() == "1 a, 2 b, 3 c", "the new file is loaded all the same")
        }
    }

    @Test func aBrokenFileFailsAloneAndIsTriedAgain() throws {
        let shop = try LoadProject()
        try shop.write("landing/a.csv", "order_id,note\n1,a\n")
        try shop.write("landing/b.csv", "order_id,note\n2,b\nx3,bad\n")
        try shop.write("landing/c.csv", "order_id,note\n4,c\n")
        let (status, output) = try shop.load()
        #expect(status == 1)
        #expect(
            output.contains(
                "error[load-row-invalid]: landing/b.csv:3: invalid input syntax for type bigint: \"x3\""))
        #expect(output.contains("3 | x3,bad\n    | ^^\n"))
        #expect(output.contains("note: column order_id is declared as bigint"))
        #expect(try shop.rows() == "1 a, 4 c")
        #expect(
            try shop.ledger("path, status, error_line, reason")
                == "landing/a.csv loaded, landing/b.csv failed 3 invalid input syntax for type bigint: \"x3\", "
                + "landing/c.csv loaded")
        try shop.write("landing/b.csv", "order_id,note\n2,b\n3,good\n")
        #expect(try shop.load().status == 0)
        #expect(try shop.rows() == "1 a, 2 b, 3 good, 4 c")
    }

    @Test func aBrokenFileIsSkippedWhenAsked() throws {
        let shop = try LoadProject(external: "on_error: skip_file")
        try shop.write("landing/a.csv", "order_id,note\n1,a\n")
        try shop.write("landing/b.csv", "order_id,note\n2\n")
        let (status, output) = try shop.load()
        #expect(status == 0)
        #expect(output.contains("WARN loaded source shop.orders"))
        #expect(output.contains("warning[load-row-invalid]: landing/b.csv:2: missing data for column \"note\""))
        #expect(try shop.rows() == "1 a")
        #expect(
            try shop.ledger("path, status, error_line") == "landing/a.csv loaded, landing/b.csv skipped 2")
    }

    @Test func badRowsGoToQuarantine() throws {
        let shop = try LoadProject(external: "on_error: quarantine_rows, line_number_column: n")
        var bytes = Array("order_id,note\n1,a\n2\n3,c,extra\nx,d\n5,\"e\ne\"\n6,".utf8)
        bytes += [0xFF] + Array("\n7,g\n8,\"open\n9,i\n".utf8)
        try shop.write("landing/a.csv", bytes: bytes)
        try shop.write("landing/b.csv", "order_id,note\n10,j\n")
        let (status, output) = try shop.load()
        #expect(status == 0, "\(output)")
        #expect(output.contains("5 quarantined"))
        #expect(try shop.rows("order_id, n") == "1 2, 5 6, 7 9, 9 11, 10 2")
        let quarantined = try shop.project.query(
            """
            select string_agg(concat_ws('|', line_number, reason, raw), e'\\n' order by line_number)
            from \(shop.project.schema).load_quarantine where path = 'landing/a.csv'
            """)
        #expect(
            quarantined == """
                3|missing data for column "note"|2
                4|extra data after last expected column|3,c,extra
                5|invalid input syntax for type bigint: "x"|x,d
                8|invalid byte sequence for encoding "UTF8": 0xff|6,\u{FFFD}
                10|unterminated CSV quoted field|8,"open
                """)
        #expect(
            try shop.ledger("path, rows_loaded, rows_rejected") == "landing/a.csv 4 5, landing/b.csv 1 0")
        #expect(try shop.load().output.contains("no new files"))
    }

    @Test func aFileFullOfBadRowsIsQuarantinedToo() throws {
        let shop = try LoadProject(external: "on_error: quarantine_rows")
        let lines = (1...3_000).map { $0 % 3 == 0 ? "\($0),good" : "bad\($0),x" }
        try shop.write("landing/a.csv", "order_id,note\n" + lines.joined(separator: "\n") + "\n")
        #expect(try shop.load().status == 0)
        #expect(try shop.ledger("rows_loaded, rows_rejected, error_line") == "1000 2000 2")
        #expect(
            try shop.project.query(
                "select count(*) from \(shop.project.schema).load_quarantine where raw = 'bad' || line_number - 1 || ',x'"
            )
                == "2000")
    }

    @Test func aBrokenElementOfJSONIsQuarantined() throws {
        let shop = try LoadProject(
            location: "landing/**/*.json", format: "json",
            external: "on_error: quarantine_rows, document_column: document, line_number_column: n",
            columns:
                "{name: order_id, data_type: bigint}, {name: note, data_type: text}, {name: items, data_type: jsonb}")
        try shop.write(
            "landing/x/y/a.json",
            """
            [
              {"order_id": 1, "note": "a\\nb", "items": [{"p": 1}]},
              {"order_id": 2, "note": "b", "items": [}]},
              {"order_id": "three", "note": "c"},
              {"order_id": 4, "other": true}
            ]
            """)
        let (status, output) = try shop.load()
        #expect(status == 0, "\(output)")
        #expect(
            try shop.rows("order_id, note, items, document, n") == #"""
                1 a
                b [{"p": 1}] {"note": "a\nb", "items": [{"p": 1}], "order_id": 1} 2, 4 {"other": true, "order_id": 4} 5
                """#)
        #expect(
            try shop.project.query(
                "select string_agg(line_number || ' ' || raw, ', ' order by 1) from \(shop.project.schema).load_quarantine"
            )
                == #"3 {"order_id": 2, "note": "b", "items": [}]}, 4 {"order_id": "three", "note": "c"}"#)
    }

    @Test func gzipIsUnpackedAndOtherBytesAreRefused() throws {
        let shop = try LoadProject(
            location: "landing/{hour}/*.ndjson.gz", format: "ndjson",
            columns: "{name: order_id, data_type: bigint}, {name: note}, {name: hour, data_type: int}")
        try shop.write("landing/07/a.ndjson", #"{"order_id": 1, "note": "a"}"# + "\n" + #"{"order_id": 2}"#)
        let path = shop.project.folder.appending(path: "landing/07/a.ndjson").path()
        #expect(try BuiltProgram.run(URL(filePath: "/usr/bin/gzip"), [path]).status == 0)
        try shop.write("landing/07/b.ndjson.gz", #"{"order_id": 3}"#)
        let packed = [UInt8](try Data(contentsOf: shop.project.folder.appending(path: "landing/07/a.ndjson.gz")))
        try shop.write("landing/07/c.ndjson.gz", bytes: Array(packed.dropLast(9)))
        let (status, output) = try shop.load()
        #expect(status == 1)
        #expect(output.contains("landing/07/b.ndjson.gz: this is no gzip file"))
        #expect(output.contains("landing/07/c.ndjson.gz:2: the gzip data ends too early"))
        #expect(try shop.rows("order_id, note, hour") == "1 a 7, 2 7")
    }

    @Test func loadedFilesMoveToTheArchive() throws {
        let shop = try LoadProject(location: "landing/{note}/*.csv", external: "archive: landing/done")
        let header = "order_id\n"
        try shop.write("landing/a/1.csv", header + "1\n")
        try shop.write("landing/b/2.csv", header + "bad\n")
        #expect(try shop.load().status == 1)
        let folder = shop.project.folder
        func exists(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: folder.appending(path: path).path())
        }
        #expect(exists("landing/done/a/1.csv") && !exists("landing/a/1.csv"))
        #expect(exists("landing/b/2.csv"), "what was not loaded stays")
        #expect(
            try shop.ledger("path, status, archived_to")
                == "landing/a/1.csv loaded landing/done/a/1.csv, landing/b/2.csv failed")
        try shop.write("landing/b/2.csv", header + "2\n")
        // The same name with other content is a changed file; the archive is not looked into.
        try shop.write("landing/a/1.csv", header + "9\n")
        let (status, output) = try shop.load()
        #expect(status == 1)
        #expect(output.contains("landing/a/1.csv is not what was loaded before"))
        #expect(try shop.rows() == "1 a, 2 b")

        // Rows that are lost come back from the archive too.
        _ = try shop.project.query("drop table \(shop.raw).orders")
        try FileManager.default.removeItem(at: folder.appending(path: "landing/a/1.csv"))
        for arguments in [[], ["--reload"]] {
            #expect(try shop.project.start(["source", "load"] + arguments).finish().status == 0)
            #expect(try shop.rows() == "1 a, 2 b")
            #expect(
                try shop.project.query(
                    """
                    select string_agg(path || ' ' || archived_to, ', ' order by path)
                    from \(shop.project.schema).load_ledger where status = 'loaded'
                    """) == "landing/a/1.csv landing/done/a/1.csv, landing/b/2.csv landing/done/b/2.csv")
        }
    }

    @Test func twoThousandTinyFilesAndABrokenOne() throws {
        let shop = try LoadProject(location: "landing/{note}/*.csv", external: "file_name_column: file_name")
        for number in 1...2_000 {
            try shop.write("landing/\(number % 50)/\(number).csv", "order_id\n\(number == 777 ? "bad" : "\(number)")\n")
        }
        let (status, output) = try shop.load()
        #expect(status == 1)
        #expect(output.contains("landing/27/777.csv:2: "))
        #expect(output.contains("1,999 rows in 1,999 files"))
        #expect(
            try shop.project.query(
                "select count(*), count(*) filter (where file_name <> note || '/' || order_id || '.csv') from \(shop.raw).orders"
            )
                == "1999")
        #expect(try shop.project.query("select count(*) from \(shop.project.schema).load_ledger") == "2000")
        #expect(try shop.load().output.contains("[ERROR: 0 rows in 0 files, 1 file not loaded"))
    }
}
