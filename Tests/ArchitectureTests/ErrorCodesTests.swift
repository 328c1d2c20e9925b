import Foundation
import Testing

/// `docs/errors.md` lists every error code of `Sources`, each with the comment that stands above it there.
/// `MARTLET_RECORD=1 swift test --filter ErrorCodesTests` writes the list anew.
@Suite struct ErrorCodesTests {
    static let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    static let document = root.appending(path: "docs/errors.md")

    static let head = """
        # Errors by code

        Every message of Martlet that a person should act on ends in a code. Codes never change their meaning. The list is
        made from the comments in `Sources`: see `Tests/ArchitectureTests/ErrorCodesTests.swift`.

        | code | meaning |
        |---|---|

        """

    /// Every code with its documentation; empty where it has none.
    static let codes: [String: String] = {
        var codes: [String: String] = [:]
        let sources = root.appending(path: "Sources")
        let paths = FileManager.default.enumerator(atPath: sources.path())?.compactMap { $0 as? String } ?? []
        for path in paths where path.hasSuffix(".swift") {
            guard let text = try? String(contentsOf: sources.appending(path: path), encoding: .utf8) else { continue }
            var comment: [Substring] = []
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                let content = line.drop { $0 == " " }
                if content.hasPrefix("///") {
                    comment.append(content.dropFirst(3).drop { $0 == " " })
                    continue
                }
                for match in line.matches(of: #/(?:Code|Self)\(rawValue: "([a-z0-9-]+)"\)/#) {
                    let known = codes[String(match.1)] ?? ""
                    codes[String(match.1)] = known.isEmpty ? comment.joined(separator: " ") : known
                }
                comment = []
            }
        }
        return codes
    }()

    @Test func everyCodeSaysWhatItMeans() {
        let silent = Self.codes.filter { $0.value.isEmpty }.keys.sorted()
        #expect(silent == [], "put a doc comment above the declaration of these codes")
    }

    @Test func theDocumentListsEveryCode() throws {
        let lines = Self.codes.sorted { $0.key < $1.key }.map { "| `\($0.key)` | \($0.value) |\n" }
        let text = Self.head + lines.joined()
        if ProcessInfo.processInfo.environment["MARTLET_RECORD"] != nil {
            try text.write(to: Self.document, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: Self.document, encoding: .utf8) == text, "record it anew with MARTLET_RECORD=1")
    }
}
