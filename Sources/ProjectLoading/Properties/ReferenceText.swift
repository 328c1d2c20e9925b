public import ProjectModel

/// A call of `ref()`, `source()` or `metric()` that stands as plain text in a yml file.
///
/// Exposures, foreign keys, snapshots, unit tests and semantic models name what they read in this way.
public enum ReferenceText: Sendable, Hashable {
    case ref(RefCall)
    case source(SourceCall)
    case metric(NamedCall)

    /// Reads a text such as `ref('orders', v=2)`; space around it and a surrounding `{{ }}` do not matter.
    /// - Returns: nil when it is no such call with literal arguments.
    public init?(_ text: String) {
        var scanner = CallScanner(text)
        guard let call = scanner.call() else { return nil }
        let positional = call.arguments.filter { $0.name == nil }.map(\.value)
        var named: [String: CallScanner.Literal] = [:]
        for argument in call.arguments {
            if let name = argument.name { named[name] = argument.value }
        }
        let texts = positional.compactMap(\.text)
        guard texts.count == positional.count else { return nil }
        switch call.name {
        case "ref":
            guard (1...2).contains(texts.count), named.keys.allSatisfy({ $0 == "v" || $0 == "version" }) else {
                return nil
            }
            let version = (named["version"] ?? named["v"])?.version
            self = .ref(
                RefCall(name: texts[texts.count - 1], package: texts.count == 2 ? texts[0] : nil, version: version))
        case "source":
            guard texts.count == 2, named.isEmpty else { return nil }
            self = .source(SourceCall(source: texts[0], table: texts[1]))
        case "metric":
            guard (1...2).contains(texts.count), named.isEmpty else { return nil }
            self = .metric(NamedCall(arguments: texts))
        default: return nil
        }
    }
}

/// Reads one call with literal arguments.
private struct CallScanner {
    enum Literal {
        case string(String)
        case number(String)

        var text: String? {
            if case .string(let text) = self { return text }
            return nil
        }

        var version: ModelVersion? {
            switch self {
            case .string(let text): .text(text)
            case .number(let digits): Int(digits).map { .int($0) } ?? Double(digits).map { .float($0) }
            }
        }
    }

    private var rest: Substring

    init(_ text: String) {
        rest = text[...]
        skipSpace()
        if rest.hasPrefix("{{") { rest = rest.dropFirst(2) }
        while rest.last?.isWhitespace ?? false { rest = rest.dropLast() }
        if rest.hasSuffix("}}") { rest = rest.dropLast(2) }
        while rest.last?.isWhitespace ?? false { rest = rest.dropLast() }
    }

    private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

    private mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func identifier() -> String? {
        skipSpace()
        let name = rest.prefix { $0 == "_" || $0.isLetter || $0.isNumber }
        guard let first = name.first, !first.isNumber else { return nil }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private mutating func literal() -> Literal? {
        skipSpace()
        if let quote = rest.first, quote == "'" || quote == "\"" {
            let inner = rest.dropFirst()
            guard let end = inner.firstIndex(of: quote) else { return nil }
            rest = inner[inner.index(after: end)...]
            return .string(String(inner[..<end]))
        }
        let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "-" }
        guard Double(digits) != nil else { return nil }
        rest = rest[digits.endIndex...]
        return .number(String(digits))
    }

    mutating func call() -> (name: String, arguments: [(name: String?, value: Literal)])? {
        guard let name = identifier(), take("(") else { return nil }
        var arguments: [(name: String?, value: Literal)] = []
        while !take(")") {
            if !arguments.isEmpty, !take(",") { return nil }
            if take(")") { break }
            let start = rest
            var keyword = identifier()
            if keyword == nil || !take("=") {
                rest = start
                keyword = nil
            }
            guard let value = literal() else { return nil }
            arguments.append((keyword, value))
        }
        skipSpace()
        return rest.isEmpty ? (name, arguments) : nil
    }
}
