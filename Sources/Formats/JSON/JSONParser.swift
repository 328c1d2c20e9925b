/// Reads one JSON text from bytes.
///
/// Source: the behaviour of Python 3.11's `json.loads`: `NaN` and the infinities are numbers, integers have any size.
struct JSONParser {
    struct Failure: Error {
        let problem: String
        let offset: Int
    }

    /// Deeper texts are refused, so that nobody's stack ends while walking the value.
    private static let maximumDepth = 1_000

    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(Failure) -> DataValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        let result = try value()
        skipBlanks()
        if index < bytes.count { throw failure("there is more text after the value") }
        return result
    }

    private func failure(_ problem: String) -> Failure { Failure(problem: problem, offset: index) }

    private mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 32, 9, 10, 13: index += 1
            default: return
            }
        }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func value() throws(Failure) -> DataValue {
        skipBlanks()
        guard index < bytes.count else { throw failure("the text ends where a value should be") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .mapping(try object())
        case UInt8(ascii: "["): return .list(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "-"):
            if word("-Infinity") { return .float(-.infinity) }
            return try number()
        default:
            if word("true") { return .bool(true) }
            if word("false") { return .bool(false) }
            if word("null") { return .null }
            if word("NaN") { return .float(.nan) }
            if word("Infinity") { return .float(.infinity) }
            throw failure("this is not a JSON value")
        }
    }

    private mutating func word(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        let fits = word.withUTF8Buffer { word in
            for offset in 0..<count where unsafe bytes[index + offset] != word[offset] { return false }
            return true
        }
        if fits { index += count }
        return fits
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        if depth > Self.maximumDepth { throw failure("values are nested too deep") }
        index += 1
    }

    private mutating func object() throws(Failure) -> DataMapping {
        try enter()
        defer { depth -= 1 }
        var result = DataMapping()
        if skip(UInt8(ascii: "}")) { return result }
        while true {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw failure("a key in double quotes is missing")
            }
            let key = try string()
            guard skip(UInt8(ascii: ":")) else { throw failure("a colon is missing after the key") }
            result[key] = try value()
            if skip(UInt8(ascii: ",")) { continue }
            guard skip(UInt8(ascii: "}")) else { throw failure("a comma or `}` is missing") }
            return result
        }
    }

    private mutating func array() throws(Failure) -> [DataValue] {
        try enter()
        defer { depth -= 1 }
        var result: [DataValue] = []
        if skip(UInt8(ascii: "]")) { return result }
        while true {
            result.append(try value())
            if skip(UInt8(ascii: ",")) { continue }
            guard skip(UInt8(ascii: "]")) else { throw failure("a comma or `]` is missing") }
            return result
        }
    }

    private mutating func number() throws(Failure) -> DataValue {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let firstDigit = index
        skipDigits()
        let digits = index - firstDigit
        guard digits > 0 else { throw failure("a number needs digits") }
        if digits > 1, bytes[firstDigit] == UInt8(ascii: "0") {
            index = firstDigit
            throw failure("a number may not begin with 0")
        }
        var isFloat = false
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), bytes[index + 1] &- 48 < 10 {
            isFloat = true
            index += 1
            skipDigits()
        }
        if index < bytes.count, bytes[index] | 32 == UInt8(ascii: "e") {
            let mark = index
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
                index += 1
            }
            let exponent = index
            skipDigits()
            if index == exponent { index = mark } else { isFloat = true }
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isFloat { return .float(Double(text) ?? .nan) }
        return Int(text).map(DataValue.int) ?? .bigInt(text)
    }

    private mutating func skipDigits() {
        while index < bytes.count, bytes[index] &- 48 < 10 { index += 1 }
    }

    private mutating func string() throws(Failure) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                defer { index += 1 }
                return String(decoding: bytes[start..<index], as: UTF8.self)
            case UInt8(ascii: "\\"): return try escapedString(Array(bytes[start..<index]))
            case 0..<32: throw failure("a control character in a string must be escaped")
            default: index += 1
            }
        }
        throw failure("the string is not closed")
    }

    /// The rest of a string from its first backslash on.
    private mutating func escapedString(_ begun: [UInt8]) throws(Failure) -> String {
        var text = begun
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(&text)
            case 0..<32: throw failure("a control character in a string must be escaped")
            default:
                text.append(byte)
                index += 1
            }
        }
        throw failure("the string is not closed")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(Failure) {
        index += 1
        guard index < bytes.count else { throw failure("the string is not closed") }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try hexDigits()
            if (0xD800..<0xDC00).contains(code), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            {
                let mark = index
                index += 2
                let low = try hexDigits()
                if (0xDC00..<0xE000).contains(low) {
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    index = mark
                }
            }
            text.append(contentsOf: Character(UnicodeScalar(code) ?? "\u{FFFD}").utf8)
        default:
            index -= 1
            throw failure("there is no such escape")
        }
    }

    private mutating func hexDigits() throws(Failure) -> UInt32 {
        guard index + 4 <= bytes.count else { throw failure("`\\u` needs four hexadecimal digits") }
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue else {
                throw failure("`\\u` needs four hexadecimal digits")
            }
            code = code << 4 | UInt32(digit)
            index += 1
        }
        return code
    }
}
