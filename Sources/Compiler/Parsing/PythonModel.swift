internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Finds the calls of `dbt.ref`, `dbt.source` and `dbt.config` in a Python model.
///
/// Source: behaviour of dbt-core 1.11, which evaluates their arguments as literals of a parsed module; here only what is
/// needed of Python is read: comments, strings, and literals.
struct PythonModel {
    struct Call {
        /// `ref`, `source`, `config`, `get` or `meta_get`.
        var function: String
        var positional: [DataValue] = []
        var keyword: DataMapping = [:]
    }

    private let bytes: [UInt8]
    private var position = 0
    private var calls: [Call] = []

    /// The calls in `code`, as they stand in it.
    /// - Throws: when an argument is no literal.
    static func calls(in code: SourceText) throws(Diagnostic) -> [Call] {
        var model = PythonModel(bytes: code.bytes)
        guard model.readAll() else {
            throw Diagnostic(
                .pythonArgument,
                "Error when trying to literal_eval an arg to dbt.ref(), dbt.source(), dbt.config() or dbt.config.get()",
                family: .parsing, at: SourceRange(model.position, model.position), in: code,
                hint: "write the arguments as plain text, numbers, lists or dicts")
        }
        return model.calls
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpace()
        guard let value = byte.asciiValue, peek() == value else { return false }
        position += 1
        return true
    }

    /// Skips white space, line ends and comments.
    private mutating func skipSpace() {
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                while let next = peek(), next != 10 { position += 1 }
            } else if byte == 32 || (9...13).contains(byte) || byte == UInt8(ascii: "\\") {
                position += 1
            } else {
                return
            }
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == 95 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 0x80
    }

    private mutating func name() -> String {
        let start = position
        while let byte = peek(), Self.isNameByte(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// - Returns: false when an argument is no literal.
    private mutating func readAll() -> Bool {
        var isAttribute = false
        while let byte = peek() {
            if byte == UInt8(ascii: "#") {
                skipSpace()
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                _ = string(isRaw: false)
                isAttribute = false
            } else if Self.isNameByte(byte) {
                let word = name()
                if word == "dbt", !isAttribute {
                    guard readCall() else { return false }
                } else if let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
                    _ = string(isRaw: word.lowercased().contains("r"))
                }
                isAttribute = false
            } else {
                isAttribute = byte == UInt8(ascii: ".") || isAttribute && byte == 32
                position += 1
            }
        }
        return true
    }

    /// Reads what follows `dbt`, as far as it is one of the calls; arguments that are calls themselves come later.
    private mutating func readCall() -> Bool {
        guard take(".") else { return true }
        skipSpace()
        var function = name()
        guard ["ref", "source", "config"].contains(function) else { return true }
        if function == "config", take(".") {
            skipSpace()
            function = name()
            guard function == "get" || function == "meta_get" else { return true }
        }
        guard take("(") else { return true }
        var call = Call(function: function)
        while !take(")") {
            skipSpace()
            let start = position
            let key = name()
            if !key.isEmpty, take("="), peek() != UInt8(ascii: "=") {
                guard let value = literal() else { return false }
                call.keyword[key] = value
            } else {
                position = start
                guard let value = literal() else { return false }
                call.positional.append(value)
            }
            skipSpace()
            guard take(",") || peek() == UInt8(ascii: ")") else { return false }
        }
        calls.append(call)
        return true
    }

    // MARK: Literals

    private mutating func literal() -> DataValue? {
        skipSpace()
        guard let byte = peek() else { return nil }
        switch byte {
        case UInt8(ascii: "["): return sequence(until: "]").map { .list($0) }
        case UInt8(ascii: "("): return sequence(until: ")").map { $0.count == 1 ? $0[0] : .list($0) }
        case UInt8(ascii: "{"): return dict()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return text(isRaw: false)
        case UInt8(ascii: "-"), UInt8(ascii: "."), 48...57: return number()
        default: break
        }
        let word = name()
        if let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
            ["r", "u", "R", "U"].contains(word)
        {
            return text(isRaw: word.lowercased() == "r")
        }
        switch word {
        case "True": return true
        case "False": return false
        case "None": return .null
        default: return nil
        }
    }

    private mutating func sequence(until end: Character) -> [DataValue]? {
        position += 1
        var items: [DataValue] = []
        while !take(end) {
            guard let value = literal() else { return nil }
            items.append(value)
            skipSpace()
            guard take(",") || peek() == end.asciiValue else { return nil }
        }
        return items
    }

    private mutating func dict() -> DataValue? {
        position += 1
        var entries: DataMapping = [:]
        while !take("}") {
            guard let key = literal(), take(":"), let value = literal() else { return nil }
            entries[key.string ?? "\(key.int ?? 0)"] = value
            skipSpace()
            guard take(",") || peek() == UInt8(ascii: "}") else { return nil }
        }
        return .mapping(entries)
    }

    private mutating func number() -> DataValue? {
        let start = position
        while let byte = peek(), Self.isNameByte(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
            position += 1
        }
        let text = String(decoding: bytes[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        return Int(text).map { .int($0) } ?? Double(text).map { .float($0) }
    }

    /// One text, or several next to each other.
    private mutating func text(isRaw: Bool) -> DataValue? {
        guard var all = string(isRaw: isRaw) else { return nil }
        skipSpace()
        while let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            guard let next = string(isRaw: false) else { return nil }
            all += next
            skipSpace()
        }
        return .string(String(decoding: all, as: UTF8.self))
    }

    private mutating func string(isRaw: Bool) -> [UInt8]? {
        guard let quote = peek() else { return nil }
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        var content: [UInt8] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "\\"), let next = peek(1) {
                content += isRaw ? [byte, next] : Self.unescaped(next)
                position += 2
            } else if byte == quote, !isTriple || peek(1) == quote && peek(2) == quote {
                position += isTriple ? 3 : 1
                return content
            } else {
                content.append(byte)
                position += 1
            }
        }
        return nil
    }

    private static func unescaped(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case UInt8(ascii: "n"): [10]
        case UInt8(ascii: "t"): [9]
        case UInt8(ascii: "r"): [13]
        case 10: []
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): [byte]
        default: [UInt8(ascii: "\\"), byte]
        }
    }
}

extension PythonModel {
    /// Notes the calls of a model as those of a template are noted.
    static func capture(_ code: SourceText, in capture: Capture) throws(Diagnostic) {
        var used: [String: (keys: [DataValue], defaults: [DataValue])] = [:]
        for call in try calls(in: code) {
            let names = call.positional.compactMap(\.string)
            switch call.function {
            case "ref" where (1...2).contains(names.count):
                let version = (call.keyword["v"] ?? call.keyword["version"]).flatMap { value -> ModelVersion? in
                    value.int.map { .int($0) } ?? value.string.map { .text($0) }
                }
                capture.record(
                    RefCall(
                        name: names[names.count - 1], package: names.count == 2 ? names[0] : nil, version: version))
            case "source" where names.count == 2: capture.record(SourceCall(source: names[0], table: names[1]))
            case "config": try capture.record(config: call.keyword)
            case "get", "meta_get":
                guard let key = call.positional.first else { continue }
                used[call.function, default: ([], [])].keys.append(key)
                used[call.function, default: ([], [])].defaults.append(
                    call.positional.count > 1 ? call.positional[1] : .null)
            default: break
            }
        }
        guard !used.isEmpty else { return }
        try capture.record(config: [
            "config_keys_used": .list(used["get"]?.keys ?? []),
            "config_keys_defaults": .list(used["get"]?.defaults ?? []),
            "meta_keys_used": .list(used["meta_get"]?.keys ?? []),
            "meta_keys_defaults": .list(used["meta_get"]?.defaults ?? []),
        ])
    }
}

extension Diagnostic.Code {
    /// An argument of `dbt.ref` or its like in a Python model that is no literal.
    static let pythonArgument = Self(rawValue: "python-argument")
}
