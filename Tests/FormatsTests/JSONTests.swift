import Diagnostics
import Formats
import Testing

@Suite struct JSONTests {
    @Test func writesFloatsAsPython() throws {
        for item in try Recorded.list("floats") {
            let number = try #require(Double(item.list?[0].string ?? ""))
            #expect(PythonFloat.repr(number) == item.list?[1].string)
        }
        #expect(PythonFloat.repr(.infinity) == "inf")
        #expect(JSON.text(.list([.float(.nan), .float(-.infinity)])) == "[NaN, -Infinity]")
    }

    @Test func writesStringsAsPython() throws {
        for item in try Recorded.list("strings") {
            let text = try #require(item.list?[0].string)
            #expect(JSON.text(.string(text)) == item.list?[1].string)
            #expect(JSON.text(.string(text), escapesNonASCII: false) == item.list?[2].string)
        }
    }

    @Test func writesValuesAsPythonAndReadsThemBack() throws {
        for item in try Recorded.list("json") {
            let value = try Recorded.value(try #require(item.list?[0]))
            #expect(JSON.text(value) == item.list?[1].string)
            #expect(JSON.text(value, indent: 2, sortKeys: true) == item.list?[2].string)
            #expect(JSON.text(try JSON.parse(JSON.text(value))) == item.list?[1].string)
        }
    }

    @Test(arguments: [
        (" [1, -2.5e3, 1E2, 123456789012345678901] ", "[1, -2500.0, 100.0, 123456789012345678901]"),
        (#""\ud83d\ude00\u00e9\/\n""#, #""\ud83d\ude00\u00e9/\n""#),
        (#"{"b": 1, "a": 2, "b": 3}"#, #"{"b": 3, "a": 2}"#),
        ("[NaN, Infinity, -Infinity, -0, -0.0]", "[NaN, Infinity, -Infinity, 0, -0.0]"), (#""\ud800x""#, #""\ufffdx""#),
    ])
    func reads(text: String, written: String) throws {
        #expect(JSON.text(try JSON.parse(text)) == written)
    }

    @Test(arguments: [
        ("", 0), ("[1,]", 3), ("{\"a\" 1}", 5), ("01", 0), ("[1] x", 4), ("\"a", 2), ("\"\n\"", 1), ("\"\\x\"", 2),
        ("{a: 1}", 1), ("-", 1), ("tru", 0), ("{\"a\": 1", 7),
    ])
    func refuses(text: String, offset: Int) {
        #expect {
            _ = try JSON.parse(text)
        } throws: { error in
            (error as? Diagnostic)?.range?.start == offset
        }
    }

    @Test func writesStepByStep() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.int(1)
        writer.bool(true)
        writer.raw(Array("{}".utf8))
        writer.endArray()
        writer.member("b", "x" as String?)
        writer.member("c", nil as String?)
        writer.endObject()
        #expect(String(decoding: writer.takeBytes(), as: UTF8.self) == #"{"a": [1, true, {}], "b": "x", "c": null}"#)
    }
}
