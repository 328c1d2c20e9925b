/// JSON as Python's `json.loads` and `json.dumps` pass it on: `{"a": 1, "b": "\u00e9"}`.
enum PythonJSON {
    /// What becomes of a JSON value of the server: lists and mappings are text again, all else is itself.
    static func cell(_ text: String) -> Cell {
        var reader = Reader(Array(text.utf8))
        guard let value = reader.value() else { return .text(text) }
        switch value {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .string(let string): return .text(string)
        case .number(let number):
            if let int = Int(number) { return .int(int) }
            return .number(DecimalText(number)?.text ?? number)
        case .list, .mapping: return .text(dump(value))
        }
    }

    /// `text` as a JSON string of ASCII characters, in quotes.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x09: result += "\\t"
            case 0x08: result += "\\b"
            case 0x0C: result += "\\f"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }

    private indirect enum JSON {
        case null
        case bool(Bool)
        case number(String)
        case string(String)
        case list([JSON])
        case mapping([(key: String, value: JSON)])
    }

    private static func dump(_ value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text): text
        case .string(let text): quoted(text)
        case .list(let items): "[\(items.map(dump).joined(separator: ", "))]"
        case .mapping(let entries):
            "{\(entries.map { "\(quoted($0.key)): \(dump($0.value))" }.joined(separator: ", "))}"
        }
    }

    /// Reads what the server has checked already: it need not find every fault.
    private struct Reader {
        let bytes: [UInt8]
        var position = 0
        init(_ bytes: [UInt8]) { self.bytes = bytes }

        private mutating func peek() -> UInt8? {
            while position < bytes.count, bytes[position].isSpace { position += 1 }
            return position < bytes.count ? bytes[position] : nil
        }

        mutating func value() -> JSON? {
            switch peek() {
            case UInt8(ascii: "{"): return mapping()
            case UInt8(ascii: "["): return list()
            case UInt8(ascii: "\""): return string().map { .string($0) }
            case nil: return nil
            default: return word()
            }
        }

        private mutating func word() -> JSON? {
            let start = position
            while position < bytes.count, !bytes[position].isSpace, !",]}".utf8.contains(bytes[position]) {
                position += 1
            }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            switch text {
            case "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            default:
                // A fraction or exponent makes it a Python float, which prints in its own way.
                let isFloat = text.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
                return .number(isFloat ? PostgresText.float(text) : text)
            }
        }

        private mutating func list() -> JSON? {
            position += 1
            var items: [JSON] = []
            while let next = peek(), next != UInt8(ascii: "]") {
                guard let item = value() else { return nil }
                items.append(item)
                if peek() == UInt8(ascii: ",") { position += 1 }
            }
            position += 1
            return .list(items)
        }

        private mutating func mapping() -> JSON? {
            position += 1
            var entries: [(key: String, value: JSON)] = []
            var places: [String: Int] = [:]
            while let next = peek(), next != UInt8(ascii: "}") {
                guard let key = string(), peek() == UInt8(ascii: ":") else { return nil }
                position += 1
                guard let item = value() else { return nil }
                // As in Python, a key that comes again keeps its first place and takes its last value.
                if let place = places[key] {
                    entries[place].value = item
                } else {
                    places[key] = entries.count
                    entries.append((key, item))
                }
                if peek() == UInt8(ascii: ",") { position += 1 }
            }
            position += 1
            return .mapping(entries)
        }

        private mutating func string() -> String? {
            guard peek() == UInt8(ascii: "\"") else { return nil }
            position += 1
            var units: [UInt8] = []
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                let byte = bytes[position]
                position += 1
                guard byte == UInt8(ascii: "\\"), position < bytes.count else {
                    units.append(byte)
                    continue
                }
                let escape = bytes[position]
                position += 1
                switch escape {
                case UInt8(ascii: "n"): units.append(0x0A)
                case UInt8(ascii: "r"): units.append(0x0D)
                case UInt8(ascii: "t"): units.append(0x09)
                case UInt8(ascii: "b"): units.append(0x08)
                case UInt8(ascii: "f"): units.append(0x0C)
                case UInt8(ascii: "u"): units += Array(String(unicodeEscape()).utf8)
                default: units.append(escape)
                }
            }
            position += 1
            return String(decoding: units, as: UTF8.self)
        }

        /// The character of `\uXXXX`, the two bytes before which are read; a surrogate takes its partner along.
        private mutating func unicodeEscape() -> Character {
            func unit() -> UInt32 {
                let end = min(position + 4, bytes.count)
                defer { position = end }
                return UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16) ?? 0xFFFD
            }
            let first = unit()
            guard (0xD800..<0xDC00).contains(first), position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\")
            else { return Character(Unicode.Scalar(first) ?? "\u{FFFD}") }
            position += 2
            let second = unit()
            let code = 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF)
            return Character(Unicode.Scalar(code) ?? "\u{FFFD}")
        }
    }
}
