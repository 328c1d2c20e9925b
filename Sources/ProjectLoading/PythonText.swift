public import Formats

extension DataValue {
    /// The text that Python's `str()` gives: `True`, `None`, `1.5`, `['a', None]`.
    public var pythonText: String {
        switch self {
        case .string(let text): text
        case .timestamp(let text): text.replacingFirst("T", with: " ")
        case .date(let text): text
        default: pythonRepr
        }
    }

    /// The text that Python's `repr()` gives: as `pythonText`, but strings in quotes.
    public var pythonRepr: String {
        var bytes: [UInt8] = []
        writeRepr(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private func writeRepr(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "None".utf8
        case .bool(let flag): bytes += (flag ? "True" : "False").utf8
        case .int(let number): bytes += "\(number)".utf8
        case .bigInt(let digits): bytes += digits.utf8
        case .float(let number): bytes += PythonFloat.repr(number).utf8
        case .string(let text): Self.writeQuoted(text, to: &bytes)
        case .date(let text), .timestamp(let text): bytes += Self.datetimeRepr(text).utf8
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes += ", ".utf8 }
                item.writeRepr(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .mapping(let entries):
            bytes.append(UInt8(ascii: "{"))
            for (index, entry) in entries.enumerated() {
                if index > 0 { bytes += ", ".utf8 }
                Self.writeQuoted(entry.key, to: &bytes)
                bytes += ": ".utf8
                entry.value.writeRepr(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Single quotes, unless the text has such quotes and no double ones.
    private static func writeQuoted(_ text: String, to bytes: inout [UInt8]) {
        let single = UInt8(ascii: "'")
        let isPlain = text.utf8.allSatisfy { $0 >= 32 && $0 < 127 && $0 != single && $0 != UInt8(ascii: "\\") }
        if isPlain {
            bytes.append(single)
            bytes += text.utf8
            bytes.append(single)
            return
        }
        let isDouble = text.utf8.contains(single) && !text.utf8.contains(UInt8(ascii: "\""))
        let quote: Unicode.Scalar = isDouble ? "\"" : "'"
        bytes += String(quote).utf8
        for scalar in text.unicodeScalars { bytes += escaped(scalar, quote).utf8 }
        bytes += String(quote).utf8
    }

    private static func escaped(_ scalar: Unicode.Scalar, _ quote: Unicode.Scalar) -> String {
        switch scalar {
        case quote, "\\": return "\\\(scalar)"
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            guard scalar.value < 32 || (127...160).contains(scalar.value) || scalar.value == 173 else {
                return String(scalar)
            }
            let digits = String(scalar.value, radix: 16)
            return "\\x\(digits.utf8.count < 2 ? "0" : "")\(digits)"
        }
    }

    private static func datetimeRepr(_ iso: String) -> String {
        let numbers = iso.split { !$0.isNumber }.compactMap { Int($0) }.map(String.init)
        let name = numbers.count > 3 ? "datetime.datetime" : "datetime.date"
        return "\(name)(\(numbers.joined(separator: ", ")))"
    }
}

extension String {
    func replacingFirst(_ old: Character, with new: Character) -> String {
        guard let index = firstIndex(of: old) else { return self }
        return String(self[..<index]) + String(new) + String(self[self.index(after: index)...])
    }
}

extension DataValue {
    /// Whether Python's `if` takes the value for true.
    public var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .bigInt, .date, .timestamp: true
        case .float(let number): number != 0
        case .string(let text): !text.isEmpty
        case .list(let items): !items.isEmpty
        case .mapping(let entries): !entries.isEmpty
        }
    }

    /// The name of the value's type in Python.
    public var pythonTypeName: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .int, .bigInt: "int"
        case .float: "float"
        case .string: "str"
        case .date: "datetime.date"
        case .timestamp: "datetime.datetime"
        case .list: "list"
        case .mapping: "dict"
        }
    }
}
