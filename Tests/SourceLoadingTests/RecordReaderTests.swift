import Platform
import Testing

@testable import SourceLoading

/// A source of one file, as its block would say it.
func source(
    _ format: ExternalSource.Format, _ columns: [String], _ change: (inout ExternalSource) -> Void = { _ in }
) throws -> ExternalSource {
    var source = ExternalSource(
        id: "source.p.s.t", sourceName: "s", tableName: "t", schema: "raw", identifier: "t", path: "models/s.yml",
        location: try LocationPattern("landing/*"), format: format,
        columns: columns.map { ExternalSource.Column(name: $0, type: "text") })
    change(&source)
    return source
}

/// All rows of a text, each with its line, and what is wrong with the others.
func records(
    _ text: String, of source: ExternalSource, constants: [ConstantColumn] = [], json: Set<String> = [],
    named name: String = "f", recovers: Bool = false
) throws -> (rows: [String], failures: [String]) {
    let files = MemoryFiles([name: text])
    let reader: any RecordReader =
        source.format == .csv
        ? try CSVRecordReader(name, of: source, constants: constants, files: files)
        : try JSONRecordReader(name, of: source, constants: constants, jsonColumns: json, files: files)
    (reader as? CSVRecordReader)?.recoversFromOpenQuotes = recovers
    var rows: [String] = []
    var failures: [String] = []
    while true {
        var row: [UInt8] = []
        do throws(LoadFailure) {
            guard try reader.next(into: &row) else { break }
            rows.append("\(reader.line)|" + String(decoding: row, as: UTF8.self))
        } catch {
            let raw = String(decoding: error.raw ?? [], as: UTF8.self)
            failures.append("\(error.line ?? 0)|\(error.reason)|\(raw)")
            if error.kind != .row { break }
        }
    }
    return (rows, failures)
}

@Suite struct CSVRecordReaderTests {
    @Test func putsConstantsAndLineNumbersInFrontOfEachRecord() throws {
        let source = try source(.csv, ["a", "b"]) { $0.lineNumberColumn = "n" }
        let (rows, _) = try records(
            "A,b\n1,\"x\ny\"\n2,z", of: source, constants: [ConstantColumn(name: "f", value: "d\"1")])
        #expect(rows == ["2|\"d\"\"1\",2,1,\"x\ny\"\n", "4|\"d\"\"1\",4,2,z\n"])
    }

    /// Every way that rows can go to the server gives the same bytes, wherever a block of the file or of the COPY ends.
    @Test(arguments: ["\n", "\r\n"], [nil, "17"])
    func manyAtOnceAreAsOneByOne(lineEnd: String, null: String?) throws {
        let source = try source(.csv, ["a", "b"]) {
            $0.lineNumberColumn = "n"
            if let null { $0.dialect.null = null }
        }
        let rows = (0..<40_000).map { number in
            "\(number)," + (number % 7 == 0 ? "\"x,\n\"\"\(number)\"" : String(repeating: "é", count: number % 23))
        }
        let files = MemoryFiles(["f": (["a,b"] + rows).joined(separator: lineEnd)])
        let constants = [ConstantColumn(name: "f", value: "d_1.csv"), ConstantColumn(name: "g", value: "")]
        func reader() throws -> CSVRecordReader {
            try CSVRecordReader("f", of: source, constants: constants, files: files)
        }
        var (one, many): ([UInt8], [UInt8]) = ([], [])
        let single = try reader()
        while try single.next(into: &one) {}
        let bulk = try reader()
        var count = 0
        while true {
            var block: [UInt8] = []
            let rows = try bulk.fill(&block, upTo: 64 << 10)
            if rows == 0 { break }
            #expect(block.count < 65 << 10)
            count += rows
            many += block
        }
        #expect(count == rows.count)
        #expect(many == one)
        #expect(bulk.line == single.line)
        #expect(bulk.checksum() == single.checksum())
        let text = String(decoding: many, as: UTF8.self)
        #expect(text.hasPrefix("d_1.csv,\"\",2,0,\"x,"))
        #expect(text.contains("d_1.csv,\"\",\(null == nil ? "17" : "\"17\""),13,"))
    }

    @Test(arguments: [("a-1.csv", "a-1.csv"), ("", "\"\""), ("a,b", "\"a,b\""), ("\\.", "\"\\.\""), ("NA", "\"NA\"")])
    func quotesWhereItMatters(text: String, field: String) {
        var dialect = CSVDialect()
        dialect.null = "NA"
        #expect(String(decoding: CSVScanner(dialect: dialect).field(text), as: UTF8.self) == field)
        dialect.delimiter = UInt8(ascii: "-")
        #expect(CSVScanner(dialect: dialect).field("a-1.csv").first == dialect.quote)
    }

    @Test func findsTheEndOfARecordAtAnyPlaceOfAWord() {
        let scanner = CSVScanner(dialect: CSVDialect())
        for length in 0..<40 {
            // A byte that differs from a newline or a quote in its lowest bit stands beside each.
            let text = Array((String(repeating: "#", count: length) + "\"\n\"\u{0B}\n#\n").utf8)
            let found = scanner.end(of: text.span, from: 0)
            #expect(found?.end == length + 5)
            #expect(found?.lines == 2)
            let open = Array(text.prefix(length + 4))
            let none = scanner.end(of: open.span, from: 0)
            #expect(none == nil)
        }
    }

    @Test func refusesAColumnThatIsNotDeclared() throws {
        let source = try source(.csv, ["user_id"])
        #expect(throws: LoadFailure.self) { try records("user_id,extra\n1,2\n", of: source) }
        let files = MemoryFiles(["f": "user_idd\n1\n"])
        do throws(LoadFailure) {
            _ = try CSVRecordReader("f", of: source, constants: [], files: files)
            Issue.record("the header was taken")
        } catch {
            #expect(error.kind == .file)
            #expect(error.reason.contains("\"user_idd\""))
            #expect(error.hint == "did you mean \"user_id\"?")
        }
    }

    @Test(arguments: [
        ("a;b\n1;2\n", "the fields seem to be separated by options: {delimiter: \";\"}"),
        ("A\tb\n1\t2\n", "the fields seem to be separated by options: {delimiter: \"tab\"}"),
        ("a,b\r1,x\r2,y\r", "write the file with line feeds: tr '\\r' '\\n'"),
    ])
    func tellsWhyAHeaderIsOneName(text: String, hint: String) throws {
        let source = try source(.csv, ["a", "b"])
        do throws(LoadFailure) {
            _ = try CSVRecordReader("f", of: source, constants: [], files: MemoryFiles(["f": text]))
            Issue.record("the header was taken")
        } catch {
            #expect(error.hint == hint)
        }
    }

    @Test func aQuoteThatIsNeverClosedIsToldWithoutReadingTheWholeFile() throws {
        let source = try source(.csv, ["a", "b"]) { $0.lineNumberColumn = "n" }
        let rest = String(repeating: "3,zzzzzzz\n", count: 200_000)
        let files = MemoryFiles(["f": "a,b\n1,x\n2,\"y\n" + rest])
        for recovers in [false, true] {
            let reader = try CSVRecordReader("f", of: source, constants: [], files: files, limit: 1 << 20)
            reader.recoversFromOpenQuotes = recovers
            var output: [UInt8] = []
            do throws(LoadFailure) {
                while try reader.fill(&output, upTo: .max) > 0 {}
                Issue.record("the row was taken")
            } catch {
                #expect(error.kind == .row)
                #expect(error.line == 3)
                #expect(error.reason == "a row or JSON object is bigger than 1 MB")
                #expect(error.raw == Array("2,\"y\n".utf8))
            }
            #expect(reader.bytesRead <= (1 << 20) + LandingStream.blockSize)
            // It costs its line only.
            #expect(try reader.fill(&output, upTo: .max) == 200_000)
        }
    }

    @Test func aPathBeyondASCIIDoesNotGoIntoAFileOfAnotherEncoding() throws {
        let source = try source(.csv, ["a"]) { $0.dialect.encoding = "latin1" }
        #expect(throws: LoadFailure.self) {
            try records("a\n1\n", of: source, constants: [ConstantColumn(name: "f", value: "é.csv")])
        }
        #expect(try records("a\n1\n", of: source, constants: [ConstantColumn(name: "f", value: "e")]).rows.count == 1)
    }

    @Test func leavesExtraColumnsOutWhenAsked() throws {
        let source = try source(.csv, ["a", "c"]) { $0.ignoresExtraColumns = true }
        let (rows, _) = try records("a,b,c\n1,\"x,y\",3\n4,5,6,7\n", of: source)
        #expect(rows == ["2|1,3\n", "3|4,6,7\n"])
    }

    @Test func anOpenQuoteCostsItsLineOnly() throws {
        let source = try source(.csv, ["a", "b"])
        let (rows, failures) = try records("a,b\n1,x\n2,\"y\n3,z\n", of: source, recovers: true)
        #expect(rows == ["2|1,x\n", "4|3,z\n"])
        #expect(failures == ["3|unterminated CSV quoted field|2,\"y\n"])
    }
}

@Suite struct JSONRecordReaderTests {
    @Test(arguments: [
        "[{\"a\": 1, \"b\": \"x\"},\n {\"b\": null}]", "{\"a\": 1, \"b\": \"x\"}\n{\"b\": null}",
        "[\n{\"a\": 1, \"b\": \"x\"}]\n[{\"b\": null}]",
    ])
    func readsArraysAndSequences(_ text: String) throws {
        let (rows, failures) = try records(text, of: source(.json, ["a", "b"]))
        #expect(rows.map { $0.split(separator: "|")[1] } == ["1\tx\n", "\\N\t\\N\n"])
        #expect(failures == [])
    }

    @Test func escapesForCopy() throws {
        let source = try source(.ndjson, ["a", "b"]) { $0.documentColumn = "d" }
        let text = #"{"a": "x\ty\\\u00e9\ud83d\ude00", "b": ["q\n", 1]}"#
        let (rows, _) = try records(text, of: source, json: ["b"])
        #expect(
            rows == [
                #"1|{"a": "x\\ty\\\\\\u00e9\\ud83d\\ude00", "b": ["q\\n", 1]}"# + "\t" + #"x\ty\\é😀"# + "\t"
                    + #"["q\\n", 1]"# + "\n"
            ])
    }

    @Test func goesOnBehindABrokenElement() throws {
        let text = """
            [
              {"a": "1"},
              {"a": "2", "x": {"y": [1, 2}},
              {"a": "3", "b": "open},
              {"a": "4", "b": },
              {"a": "5"}
            ]
            """
        let (rows, failures) = try records(text, of: source(.json, ["a"]))
        #expect(rows == ["2|1\n", "6|5\n"])
        #expect(failures.map { $0.split(separator: "|")[0] } == ["3", "4", "5"])
        #expect(failures[0].hasSuffix("|{\"a\": \"2\", \"x\": {\"y\": [1, 2}}"))
    }

    @Test func anElementThatIsCutOffCostsOnlyItself() throws {
        let text = """
            [
            {"a": "1"},
            {"a": "2", "x": [{"y": 1,
            {"a": "3"}
            ]
            """
        let (rows, failures) = try records(text, of: source(.json, ["a"]))
        #expect(rows == ["2|1\n", "4|3\n"])
        #expect(failures.map { $0.split(separator: "|")[0] } == ["3"])
    }

    @Test func whatFollowsACutOffElementIsNotTakenForAPartOfIt() throws {
        let text = """
            [
            {"a": "1", "x": []},
            {"a": "2", "x": [{"y": 1},
            {"a": "3", "x": []},
            {"a": "4", "x": []}
            ]
            """
        let (rows, failures) = try records(text, of: source(.json, ["a"]))
        #expect(rows == ["2|1\n", "4|3\n", "5|4\n"])
        #expect(failures.map { $0.split(separator: "|")[0] } == ["3"])
    }

    @Test(arguments: [#"{"a": [}], "b": {}}"#, #"{"a": [}, "b": 1}"#, #"{"a": "x}, {""#, #"{"a" 1}"#])
    func aBrokenElementOnALineWithOthersCostsOnlyItself(_ broken: String) throws {
        let (rows, failures) = try records("[{\"a\": 1}, \(broken),\n{\"a\": 3}]", of: source(.json, ["a"]))
        #expect(rows == ["1|1\n", "2|3\n"])
        #expect(failures.count == 1)
        let packed = try records("[{\"a\": 1},\(broken)]", of: source(.json, ["a"]))
        #expect(packed.rows == ["1|1\n"])
    }

    @Test func anArrayThatIsCutOffIsAFailure() throws {
        let (rows, failures) = try records("[{\"a\": \"1\"},\n{\"a\": \"2", of: source(.json, ["a"]))
        #expect(rows == ["1|1\n"])
        #expect(failures.count == 2)
        #expect(failures[0] == "2|invalid JSON: the text ends in the middle of a value|{\"a\": \"2")
    }

    @Test func aBrokenLineOfNdjsonCostsOnlyItself() throws {
        let (rows, failures) = try records(
            "{\"a\": 1}\n{\"a\": \n\n{\"a\": 3} x\n{\"a\": 4}", of: source(.ndjson, ["a"]))
        #expect(rows == ["1|1\n", "5|4\n"])
        #expect(failures.map { $0.split(separator: "|")[0] } == ["2", "4"])
    }

    @Test func readsElementsThatSpanManyBlocks() throws {
        let long = String(repeating: "x", count: 3 * LandingStream.blockSize)
        let text = "[" + (0..<5).map { "{\"a\": \"\($0)\(long)\"}" }.joined(separator: ",") + "]"
        let (rows, failures) = try records(text, of: source(.json, ["a"]))
        #expect(rows.count == 5)
        #expect(rows[4] == "1|4\(long)\n")
        #expect(failures == [])
    }
}
