import Builtins
import Foundation
import Testing

/// Packages and projects call the built-in macros by name and keyword, so their names, parameters and defaults are an
/// interface. `macro-signatures.txt` holds that interface; macros that are Martlet's own have names of their own.
@Suite struct MacroSignatureTests {
    @Test(arguments: ["dbt", "dbt_postgres"])
    func macrosHaveTheSignaturesOfTheInterface(package: String) throws {
        let expected = try interface(of: package)
        let actual = definitions(in: package)
        for (name, signature) in expected.sorted(by: { $0.key < $1.key }) {
            #expect(actual[name] == signature, "\(package).\(name)")
        }
        let others = Set(actual.keys).subtracting(expected.keys)
        #expect(others.allSatisfy { $0.hasPrefix("martlet__") }, "\(others.sorted())")
    }

    private func interface(of package: String) throws -> [String: String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "macro-signatures.txt")
        var current = ""
        var signatures: [String: String] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("# package ") { current = String(line.dropFirst("# package ".count)) }
            guard current == package, !line.hasPrefix("#"), let opening = line.firstIndex(of: "(") else { continue }
            signatures[String(line[..<opening])] = String(line[opening...])
        }
        return signatures
    }

    /// The macros, tests and materializations of a package as the text of their opening tags says.
    private func definitions(in package: String) -> [String: String] {
        let opening = /\{%-?\s*(macro|test|materialization)\s+(\w+)\s*((?:[^%]|%(?!\}))*?)\s*-?%\}/
        var definitions: [String: String] = [:]
        for path in Builtins.files.paths(under: "macros/\(package)/") where path.hasSuffix(".sql") {
            for match in (Builtins.files[path] ?? "").matches(of: opening) {
                let (_, kind, word, rest) = match.output
                let name = name(kind: String(kind), String(word), String(rest))
                #expect(definitions[name] == nil, "\(name) is defined twice")
                definitions[name] = signature(kind: String(kind), String(rest))
            }
        }
        return definitions
    }

    private func name(kind: String, _ word: String, _ rest: String) -> String {
        switch kind {
        case "materialization": "materialization_\(word)_\(rest.contains("default") ? "default" : "postgres")"
        case "test": "test_\(word)"
        default: word
        }
    }

    private func signature(kind: String, _ rest: String) -> String {
        guard kind == "materialization" else {
            let words = rest.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return words.replacing("( ", with: "(").replacing(" )", with: ")")
        }
        let languages = rest.firstRange(of: "supported_languages").map { String(rest[$0.lowerBound...]) }
        return "(\(languages ?? "supported_languages=['sql']"))"
    }
}
