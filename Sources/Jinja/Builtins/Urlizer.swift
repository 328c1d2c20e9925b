/// The filter `urlize`: turns addresses in text into links.
/// Source: jinja2/utils.py, urlize.
struct Urlizer {
    private let limit: Int?
    private let relation: String
    private let target: String
    private let schemes: [Text]

    init(_ bound: BoundArguments) throws(TemplateError) {
        limit = try bound[0].flatMap { $0.isNone ? nil : $0 }.map { value throws(TemplateError) in
            try MethodArguments.int(value)
        }
        var parts = Set((bound[3]?.string ?? "").split(separator: " ").map(String.init))
        if try bound[1]?.isTrue() ?? false { parts.insert("nofollow") }
        parts.insert("noopener")
        relation = " rel=\"\(Text(parts.sorted().joined(separator: " ")).escaped)\""
        target = bound[2].flatMap(\.text).map { " target=\"\($0.escaped)\"" } ?? ""
        var schemes: [Text] = []
        for scheme in try bound[4].flatMap({ $0.isNone ? nil : $0 })?.allItems() ?? [] {
            guard case .string(let text) = scheme, Self.isScheme(text.string) else {
                throw TemplateError(.filterArgument, "\(try scheme.repr()) is not a valid URI scheme prefix.")
            }
            schemes.append(text)
        }
        self.schemes = schemes
    }

    private static func isScheme(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        let name = text[..<colon]
        let rest = text[text.index(after: colon)...]
        return name.count >= 2 && ["", "/", "//"].contains(String(rest))
            && name.allSatisfy { $0.isLetter || $0.isNumber || "_.+-".contains($0) }
    }

    func run(_ text: Text) throws(TemplateError) -> Text {
        var out: [UInt8] = []
        let bytes = text.escaped.bytes
        var index = 0
        while index < bytes.count {
            let start = index
            if PythonSpace.length(bytes, index, bytes.count) != nil {
                while index < bytes.count, let length = PythonSpace.length(bytes, index, bytes.count) {
                    index += length
                }
                out.append(contentsOf: bytes[start..<index])
            } else {
                while index < bytes.count, PythonSpace.length(bytes, index, bytes.count) == nil { index += 1 }
                out.append(link(String(decoding: bytes[start..<index], as: UTF8.self)))
            }
        }
        return Text(out)
    }

    private func link(_ word: String) -> String {
        var (head, middle, tail) = ("", word[...], "")
        while let opening = ["(", "<", "&lt;"].first(where: { middle.hasPrefix($0) }) {
            head += opening
            middle = middle.dropFirst(opening.count)
        }
        while let closing = [")", "&gt;", ">", ".", ",", "\n"].first(where: { middle.hasSuffix($0) }) {
            tail = closing + tail
            middle = middle.dropLast(closing.count)
        }
        for (opening, closing) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
            let opened = occurrences(of: opening, in: middle)
            guard opened > occurrences(of: closing, in: middle) else { continue }
            for _ in 0..<min(opened, occurrences(of: closing, in: tail[...])) {
                let parts = Text(tail).split(by: Text(closing), limit: 1)
                middle += parts[0].string + closing
                tail = parts.count > 1 ? parts[1].string : ""
            }
        }
        return head + anchor(String(middle)) + tail
    }

    private func occurrences(of part: String, in text: Substring) -> Int {
        Text(text).split(by: Text(part)).count - 1
    }

    private func anchor(_ address: String) -> String {
        if WebAddress.matches(address) {
            let hasScheme = address.hasPrefix("https://") || address.hasPrefix("http://")
            return "<a href=\"\(hasScheme ? "" : "https://")\(address)\"\(relation)\(target)>\(trimmed(address))</a>"
        }
        if address.hasPrefix("mailto:"), WebAddress.isMail(String(address.dropFirst(7))) {
            return "<a href=\"\(address)\">\(address.dropFirst(7))</a>"
        }
        if address.contains("@"), !address.hasPrefix("www."), !address.hasPrefix("@"), !address.contains(":"),
            WebAddress.isMail(address)
        {
            return "<a href=\"mailto:\(address)\">\(address)</a>"
        }
        var result = address
        for scheme in schemes where result != scheme.string && result.hasPrefix(scheme.string) {
            result = "<a href=\"\(result)\"\(relation)\(target)>\(result)</a>"
        }
        return result
    }

    private func trimmed(_ address: String) -> String {
        let text = Text(address)
        guard let limit, text.count > limit else { return address }
        return text.slice(0..<max(0, limit)).string + "..."
    }
}

/// What `urlize` takes for an address.
enum WebAddress {
    private static let domains: Set<String> = ["com", "net", "int", "edu", "gov", "org", "info", "mil"]

    static func matches(_ address: String) -> Bool {
        let lower = address.lowercased()
        for prefix in ["https://", "http://", "www."] where lower.hasPrefix(prefix) {
            let rest = lower.dropFirst(prefix.count)
            let host = rest.prefix { !"/?#:".contains($0) }
            if prefix != "www.", isNumeric(String(rest)) { return true }
            guard hasValidEnd(rest.dropFirst(host.count)) else { continue }
            let labels = host.split(separator: ".", omittingEmptySubsequences: false)
            if let last = labels.last, isTopLevel(last),
                labels.dropLast().allSatisfy({ !$0.isEmpty && $0.allSatisfy(isLabel) })
            {
                return true
            }
        }
        let host = lower.prefix { !"/?#:".contains($0) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, domains.contains(String(last)) else { return false }
        return labels.dropLast().allSatisfy { (2...63).contains($0.count) && $0.allSatisfy(isLabel) }
            && hasValidEnd(lower.dropFirst(host.count))
    }

    static func isMail(_ address: String) -> Bool {
        guard let at = address.lastIndex(of: "@"), at > address.startIndex else { return false }
        let host = address[address.index(after: at)...]
        guard let dot = host.lastIndex(of: "."), dot > host.startIndex, let first = host.first, isWord(first) else {
            return false
        }
        let last = host[host.index(after: dot)...]
        return !last.isEmpty && last.allSatisfy(isWord)
            && host[..<dot].allSatisfy { isWord($0) || $0 == "." || $0 == "-" }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
    private static func isLabel(_ character: Character) -> Bool {
        isWord(character) || character == "%" || character == "-"
    }

    private static func isTopLevel(_ label: Substring) -> Bool {
        if label.hasPrefix("xn--") {
            return (2...59).contains(label.count - 4) && label.dropFirst(4).allSatisfy { isWord($0) || $0 == "%" }
        }
        return (2...63).contains(label.count) && label.allSatisfy { $0.isASCII && $0.isLetter }
    }

    /// An optional port, then an optional path.
    private static func hasValidEnd(_ rest: Substring) -> Bool {
        var rest = rest
        if rest.hasPrefix(":") {
            let port = rest.dropFirst().prefix { $0.isNumber }
            guard (1...5).contains(port.count) else { return false }
            rest = rest.dropFirst(1 + port.count)
        }
        return rest.isEmpty || "/?#".contains(rest[rest.startIndex])
    }

    private static func isNumeric(_ rest: String) -> Bool {
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return false }
            let groups = rest[rest.index(after: rest.startIndex)..<end].split(
                separator: ":", omittingEmptySubsequences: false)
            return groups.count >= 3 && groups.count <= 9
                && groups.allSatisfy { $0.count <= 4 && $0.allSatisfy(\.isHexDigit) }
                && hasValidEnd(rest[rest.index(after: end)...])
        }
        let host = rest.prefix { $0.isNumber || $0 == "." }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return numbers.count == 4 && numbers.allSatisfy { (1...3).contains($0.count) }
            && hasValidEnd(rest.dropFirst(host.count))
    }
}
