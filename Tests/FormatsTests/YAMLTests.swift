import Diagnostics
import Formats
import Foundation
import Testing

@Suite struct YAMLTests {
    @Test func readsWhatPyYAMLReads() throws {
        for item in try Recorded.list("yaml") where item["value"] != nil {
            let text = try #require(item["text"]?.string)
            let expected = try Recorded.value(try #require(item["value"]))
            do {
                let value = try YAML.load(text)
                #expect(JSON.text(value) == JSON.text(expected), "\(text.debugDescription)")
                let isNaN = JSON.text(expected) == "NaN"
                #expect(value == expected || isNaN, "\(text.debugDescription)")
            } catch {
                Issue.record("\(text.debugDescription) is refused: \(error)")
            }
        }
    }

    @Test func refusesWhatPyYAMLRefusesInItsWords() throws {
        for item in try Recorded.list("yaml") where item["value"] == nil {
            let text = try #require(item["text"]?.string)
            do {
                let value = try YAML.load(text)
                Issue.record("\(text.debugDescription) is read as \(JSON.text(value))")
            } catch {
                guard let expected = item["error"]?.string else { continue }
                let raw = error.message.components(after: "Raw Error:\n------------------------------\n")
                #expect(raw == expected, "\(text.debugDescription)")
                if let line = item["line"]?.int { #expect(error.message.hasPrefix("Syntax error near line \(line)\n")) }
            }
        }
    }

    @Test func showsTheLinesAroundAnErrorAsDbt() {
        let text = "a: 1\nb: 2\nc: 3\nd: 4\n e: 5\nf: 6\n"
        #expect {
            _ = try YAML.load(text)
        } throws: { error in
            (error as? Diagnostic)?.message == """
                Syntax error near line 5
                ------------------------------
                2  | b: 2
                3  | c: 3
                4  | d: 4
                5  |  e: 5
                6  | f: 6
                7  | 

                Raw Error:
                ------------------------------
                mapping values are not allowed in this context
                  in "<unicode string>", line 5, column 3
                """
        }
    }

    @Test func knowsWhereEveryNodeStands() throws {
        let text = "é:\n  - name: \"ü\" # c\n    b: |\n      x\n"
        let root = try #require(try YAML.parse(SourceText(path: "x.yml", text)))
        let first = try #require(root["é"]?.items?.first)
        func written(_ node: YAMLNode?) -> String? {
            node.map { String(decoding: Array(text.utf8)[$0.range.start..<$0.range.end], as: UTF8.self) }
        }
        #expect(written(root.entries?.first?.key) == "é")
        #expect(written(first["name"]) == "\"ü\"")
        #expect(written(first.entry("b")?.key) == "b")
        #expect(first["name"]?.string == "ü")
        #expect(first["name"]?.scalar?.isPlain == false)
    }

    @Test func findsKeysWrittenTwice() throws {
        let document = try YAML.document(SourceText(path: "x.yml", "a: 1\nb:\n  c: 1\n  c: 2\na: 3\n"))
        #expect(document.duplicateKeys.map { "\($0.name) \($0.line) \($0.column)" } == ["c 4 3", "a 5 1"])
        let override = try YAML.document(SourceText(path: "x.yml", "<<: {a: 1}\na: 2\n"))
        #expect(override.duplicateKeys.isEmpty)
    }

    @Test func refusesBombsOfAliases() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: Diagnostic.self) { _ = try YAML.load(text) }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: Diagnostic.self) { _ = try YAML.load(deep) }
    }

    @Test func dumpsAsPyYAML() throws {
        for item in try Recorded.list("dump") {
            let value = try Recorded.value(try #require(item["value"]))
            #expect(YAML.dump(value) == item["text"]?.string)
            #expect(YAML.dump(value, sortKeys: false) == item["unsorted"]?.string)
        }
    }
}

extension String {
    /// What follows `mark`, or all when it is absent.
    fileprivate func components(after mark: String) -> String {
        range(of: mark).map { String(self[$0.upperBound...]) } ?? self
    }
}
