/// Tells code whose templates are only calls of `ref`, `source` and `config` with literals.
///
/// dbt reads such models without rendering them, and notes each source once; of other models it notes each call.
/// Source: behaviour of dbt_extractor 0.6, the parser that dbt-core 1.11 uses.
struct LiteralCode {
    private enum Argument { case string, number, flag, list, dict, call }

    private let bytes: [UInt8]
    private var position = 0

    /// Whether all templates of `bytes` are such calls.
    static func isLiteral(_ bytes: [UInt8]) -> Bool {
        var code = LiteralCode(bytes)
        return code.readAll()
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        let matches = text.withUTF8Buffer { buffer in
            unsafe position + count <= bytes.count && bytes[position..<position + count].elementsEqual(buffer)
        }
        if matches { position += count }
        return matches
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 32 || (9...13).contains(byte) { position += 1 }
    }

    private mutating func readAll() -> Bool {
        while let byte = peek() {
            guard byte == UInt8(ascii: "{") else {
                position += 1
                continue
            }
            if take("{%") { return false }
            if take("{#") {
                guard skipComment() else { return false }
            } else if take("{{") {
                guard readExpression() else { return false }
            } else {
                position += 1
            }
        }
        return true
    }

    private mutating func skipComment() -> Bool {
        while position < bytes.count {
            if take("#}") { return true }
            position += 1
        }
        return false
    }

    private mutating func readExpression() -> Bool {
        skipSpace()
        guard value(isInConfig: false) != nil else { return false }
        skipSpace()
        return take("}}")
    }

    // MARK: Values

    /// The kind of the value that is read; nil where there is none, or none that counts as literal.
    private mutating func value(isInConfig: Bool) -> Argument? {
        guard let byte = peek() else { return nil }
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return string(byte) ? .string : nil
        case UInt8(ascii: "["): return list(isInConfig) ? .list : nil
        case UInt8(ascii: "{"): return dict(isInConfig) ? .dict : nil
        case UInt8(ascii: "-"), 48...57: return number() && !isInConfig ? .number : nil
        default:
            guard let name = identifier() else { return nil }
            if name == "True" || name == "False" { return .flag }
            return !isInConfig && call(name) ? .call : nil
        }
    }

    private mutating func string(_ quote: UInt8) -> Bool {
        position += 1
        while let byte = peek() {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == quote { return true }
        }
        return false
    }

    private mutating func number() -> Bool {
        if peek() == UInt8(ascii: "-") { position += 1 }
        let start = position
        while let byte = peek(), (48...57).contains(byte) || byte == UInt8(ascii: ".") { position += 1 }
        return position > start
    }

    private mutating func identifier() -> String? {
        let start = position
        while let byte = peek() {
            let isLetter = byte == 95 || (65...90).contains(byte) || (97...122).contains(byte)
            guard isLetter || position > start && (48...57).contains(byte) else { break }
            position += 1
        }
        return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private mutating func list(_ isInConfig: Bool) -> Bool {
        position += 1
        skipSpace()
        while !take("]") {
            guard value(isInConfig: isInConfig) != nil, separator(before: UInt8(ascii: "]")) else { return false }
        }
        return true
    }

    private mutating func dict(_ isInConfig: Bool) -> Bool {
        position += 1
        skipSpace()
        while !take("}") {
            guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), string(quote) else {
                return false
            }
            skipSpace()
            guard take(":") else { return false }
            skipSpace()
            guard value(isInConfig: isInConfig) != nil, separator(before: UInt8(ascii: "}")) else { return false }
        }
        return true
    }

    /// A comma, or the end of a list, a dict or arguments.
    private mutating func separator(before end: UInt8) -> Bool {
        skipSpace()
        if take(",") {
            skipSpace()
            return true
        }
        return peek() == end
    }

    // MARK: Calls

    /// The arguments of a call of `name`, as far as that function may have them.
    private mutating func call(_ name: String) -> Bool {
        guard ["ref", "source", "config"].contains(name) else { return false }
        skipSpace()
        guard take("(") else { return false }
        skipSpace()
        var plain = 0
        var named: [String] = []
        while !take(")") {
            let start = position
            if let key = identifier() {
                skipSpace()
                if take("=") {
                    skipSpace()
                    guard let argument = value(isInConfig: name == "config") else { return false }
                    guard accepts(key, argument, name, plain + named.count) else { return false }
                    named.append(key)
                    guard separator(before: UInt8(ascii: ")")) else { return false }
                    continue
                }
                position = start
            }
            guard named.isEmpty, name != "config", value(isInConfig: false) == .string else { return false }
            plain += 1
            guard separator(before: UInt8(ascii: ")")) else { return false }
        }
        switch name {
        case "ref": return (1...2).contains(plain) && named.count <= 1
        case "source": return plain + named.count == 2
        default: return !named.isEmpty
        }
    }

    private func accepts(_ key: String, _ argument: Argument, _ function: String, _ index: Int) -> Bool {
        switch function {
        case "ref": (key == "v" || key == "version") && (argument == .string || argument == .number)
        case "source": argument == .string && key == (index == 0 ? "source_name" : "table_name")
        default: key != "pre_hook" && key != "post_hook"
        }
    }
}
