/// Why bytes are no JSON value.
enum JSONProblem: Error {
    /// The bytes end before the value does.
    case incomplete
    case invalid(String, offset: Int)
}

/// A value of an object, as it stands in the text.
struct JSONField: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case null
        /// Between its quotes; with or without escapes.
        case string(hasEscapes: Bool)
        /// A number, `true`, `false`, an array or an object.
        case other
    }

    var kind: Kind
    var range: Range<Int>
}

/// Walks over one JSON value in bytes: strictly, and without making anything of it.
struct JSONScanner {
    private static let maximumDepth = 512

    private(set) var index: Int
    private let end: Int
    private var depth = 0

    init(from start: Int, to end: Int) {
        index = start
        self.end = end
    }

    /// Walks over an object and notes the values of the wanted keys.
    /// - Parameters:
    ///   - keys: in their usual order, in lower case.
    ///   - fields: one for each key; nil where the object has none.
    mutating func object(
        _ bytes: Span<UInt8>, keys: JSONKeys, fields: inout [JSONField?]
    ) throws(JSONProblem) {
        for field in fields.indices { fields[field] = nil }
        var expected = 0
        try enter(bytes)
        try skipBlanks(bytes)
        if try take(UInt8(ascii: "}"), bytes) { return depth -= 1 }
        while true {
            let (start, hasEscapes) = try key(bytes)
            let name = start..<(index - 1)
            try colon(bytes)
            let value = try field(bytes)
            if let key = keys.find(bytes, name, hasEscapes: hasEscapes, expected: expected) {
                fields[key] = value
                expected = key + 1
            }
            try skipBlanks(bytes)
            if try take(UInt8(ascii: ","), bytes) {
                try skipBlanks(bytes)
                continue
            }
            guard try take(UInt8(ascii: "}"), bytes) else { throw invalid("a comma or `}` is missing") }
            depth -= 1
            return
        }
    }

    /// Walks over any value.
    mutating func value(_ bytes: Span<UInt8>) throws(JSONProblem) { _ = try field(bytes) }

    private mutating func field(_ bytes: Span<UInt8>) throws(JSONProblem) -> JSONField {
        let start = index
        let byte = try current(bytes)
        switch byte {
        case UInt8(ascii: "\""):
            let hasEscapes = try string(bytes)
            return JSONField(kind: .string(hasEscapes: hasEscapes), range: (start + 1)..<(index - 1))
        case UInt8(ascii: "{"): try members(bytes)
        case UInt8(ascii: "["): try items(bytes)
        case UInt8(ascii: "t"): try word("true", bytes)
        case UInt8(ascii: "f"): try word("false", bytes)
        case UInt8(ascii: "n"):
            try word("null", bytes)
            return JSONField(kind: .null, range: start..<index)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(bytes)
        default: throw invalid("a value is missing")
        }
        return JSONField(kind: .other, range: start..<index)
    }

    private mutating func members(_ bytes: Span<UInt8>) throws(JSONProblem) {
        try enter(bytes)
        try skipBlanks(bytes)
        if try take(UInt8(ascii: "}"), bytes) { return depth -= 1 }
        while true {
            _ = try key(bytes)
            try colon(bytes)
            _ = try field(bytes)
            try skipBlanks(bytes)
            if try take(UInt8(ascii: ","), bytes) {
                try skipBlanks(bytes)
                continue
            }
            guard try take(UInt8(ascii: "}"), bytes) else { throw invalid("a comma or `}` is missing") }
            return depth -= 1
        }
    }

    private mutating func items(_ bytes: Span<UInt8>) throws(JSONProblem) {
        try enter(bytes)
        try skipBlanks(bytes)
        if try take(UInt8(ascii: "]"), bytes) { return depth -= 1 }
        while true {
            try skipBlanks(bytes)
            _ = try field(bytes)
            try skipBlanks(bytes)
            if try take(UInt8(ascii: ","), bytes) { continue }
            guard try take(UInt8(ascii: "]"), bytes) else { throw invalid("a comma or `]` is missing") }
            return depth -= 1
        }
    }

    // MARK: Tokens

    private func invalid(_ reason: String) -> JSONProblem { .invalid(reason, offset: index) }

    private func current(_ bytes: Span<UInt8>) throws(JSONProblem) -> UInt8 {
        guard index < end else { throw .incomplete }
        return bytes[index]
    }

    private mutating func enter(_ bytes: Span<UInt8>) throws(JSONProblem) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw invalid("values are nested too deep") }
        _ = try current(bytes)
        index += 1
    }

    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) throws(JSONProblem) -> Bool {
        guard try current(bytes) == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) throws(JSONProblem) {
        while index < end {
            switch bytes[index] {
            case 32, 9, 10, 13: index += 1
            default: return
            }
        }
        throw .incomplete
    }

    private mutating func key(_ bytes: Span<UInt8>) throws(JSONProblem) -> (start: Int, hasEscapes: Bool) {
        guard try current(bytes) == UInt8(ascii: "\"") else { throw invalid("a key in double quotes is missing") }
        let start = index + 1
        return (start, try string(bytes))
    }

    private mutating func colon(_ bytes: Span<UInt8>) throws(JSONProblem) {
        try skipBlanks(bytes)
        guard try take(UInt8(ascii: ":"), bytes) else { throw invalid("a colon is missing after the key") }
        try skipBlanks(bytes)
    }

    /// - Returns: whether it has escapes.
    private mutating func string(_ bytes: Span<UInt8>) throws(JSONProblem) -> Bool {
        index += 1
        var hasEscapes = false
        while index < end {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return hasEscapes
            }
            if byte < 32 { throw invalid("the string is not closed") }
            index += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            hasEscapes = true
            switch try current(bytes) {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                index += 1
            case UInt8(ascii: "u"):
                index += 1
                for _ in 0..<4 {
                    guard try current(bytes).hexadecimalValue != nil else {
                        throw invalid("`\\u` needs four hexadecimal digits")
                    }
                    index += 1
                }
            default: throw invalid("there is no such escape")
            }
        }
        throw .incomplete
    }

    private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONProblem) {
        for offset in 0..<word.utf8CodeUnitCount {
            let wanted = word.withUTF8Buffer { unsafe $0[offset] }
            guard try current(bytes) == wanted else { throw invalid("a value is missing") }
            index += 1
        }
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONProblem) {
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let start = index
        try digits(bytes)
        if index - start > 1, bytes[start] == UInt8(ascii: "0") { throw invalid("a number may not begin with 0") }
        if index < end, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try digits(bytes)
        }
        if index < end, bytes[index] | 32 == UInt8(ascii: "e") {
            index += 1
            if index < end, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            try digits(bytes)
        }
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONProblem) {
        let start = index
        while index < end, bytes[index] &- UInt8(ascii: "0") < 10 { index += 1 }
        if index == end { throw .incomplete }
        if index == start { throw invalid("a number needs digits") }
    }
}

/// The keys of objects that fill columns; a name that differs in case fits too, as in CSV.
struct JSONKeys: Sendable {
    private let names: [[UInt8]]

    init(_ columns: [String]) { names = columns.map { Array($0.lowercased().utf8) } }

    var count: Int { names.count }

    /// - Parameter expected: the number of the key that usually comes next.
    func find(_ bytes: Span<UInt8>, _ name: Range<Int>, hasEscapes: Bool, expected: Int) -> Int? {
        guard !hasEscapes else { return nil }
        if expected < names.count, fits(names[expected], bytes, name) { return expected }
        for key in names.indices where fits(names[key], bytes, name) { return key }
        return nil
    }

    private func fits(_ key: [UInt8], _ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
        guard key.count == name.count else { return false }
        for offset in key.indices {
            let byte = bytes[name.lowerBound + offset]
            let folded = byte &- UInt8(ascii: "A") < 26 ? byte | 32 : byte
            if folded != key[offset] { return false }
        }
        return true
    }
}

extension UInt8 {
    var hexadecimalValue: UInt8? {
        if self &- UInt8(ascii: "0") < 10 { return self &- UInt8(ascii: "0") }
        let letter = (self | 32) &- UInt8(ascii: "a")
        return letter < 6 ? letter + 10 : nil
    }
}
