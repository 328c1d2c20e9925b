/// What an unquoted scalar means in YAML 1.1, decided by its bytes.
///
/// Source: the regular expressions of PyYAML 6.0's `yaml/resolver.py`. They differ from the YAML 1.1 specification:
/// `y` and `n` are strings, an exponent needs its sign, `08` is a string.
enum YAMLResolver {
    enum Meaning: Equatable {
        case null, bool, int, float, string, date, timestamp, merge, value
    }

    static func meaning(_ text: Span<UInt8>) -> Meaning {
        guard text.count > 0 else { return .null }
        switch text[0] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            if isFloat(text) { return .float }
            if isInt(text) { return .int }
            if isDate(text) { return .date }
            return isTimestamp(text) ? .timestamp : .string
        case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
        case UInt8(ascii: "<"): return text.count == 2 && text[1] == UInt8(ascii: "<") ? .merge : .string
        case UInt8(ascii: "="): return text.count == 1 ? .value : .string
        case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
            UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
            return isWord(text, of: ["yes", "true", "false", "on", "off"]) ? .bool : .string
        case UInt8(ascii: "n"), UInt8(ascii: "N"):
            if isWord(text, of: ["null"]) { return .null }
            return isWord(text, of: ["no"]) ? .bool : .string
        default: return .string
        }
    }

    /// `text` is one of `words` in lower case, in upper case, or with a capital first letter.
    private static func isWord(_ text: Span<UInt8>, of words: [StaticString]) -> Bool {
        words.contains { word in
            guard word.utf8CodeUnitCount == text.count else { return false }
            return word.withUTF8Buffer { word in
                let isUpper = text[text.count - 1] < UInt8(ascii: "a")
                for index in text.indices {
                    let lower = unsafe word[index]
                    let upper = lower - 32
                    let fits =
                        index == 0 && !isUpper
                        ? text[0] == lower || text[0] == upper : text[index] == (isUpper ? upper : lower)
                    if !fits { return false }
                }
                return true
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }
    private static func isDigitOrUnderscore(_ byte: UInt8) -> Bool { byte &- 48 < 10 || byte == UInt8(ascii: "_") }

    private static func afterSign(_ text: Span<UInt8>) -> Int {
        text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") ? 1 : 0
    }

    private static func skip(_ text: Span<UInt8>, _ start: Int, while fits: (UInt8) -> Bool) -> Int {
        var index = start
        while index < text.count, fits(text[index]) { index += 1 }
        return index
    }

    /// The end of one or more `:ss`, with `ss` below 60; nil when there is none.
    private static func skipSixties(_ text: Span<UInt8>, _ start: Int) -> Int? {
        var index = start
        while index + 1 < text.count, text[index] == UInt8(ascii: ":"), isDigit(text[index + 1]) {
            let isPair = index + 2 < text.count && isDigit(text[index + 2])
            if isPair, text[index + 1] > UInt8(ascii: "5") { return nil }
            index += isPair ? 3 : 2
        }
        return index > start ? index : nil
    }

    private static func isInt(_ text: Span<UInt8>) -> Bool {
        let start = afterSign(text)
        guard start < text.count, isDigit(text[start]) else { return false }
        if text[start] == UInt8(ascii: "0") {
            guard start + 1 < text.count else { return true }
            let digits: (UInt8) -> Bool
            switch text[start + 1] {
            case UInt8(ascii: "b"):
                digits = { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "1") || $0 == UInt8(ascii: "_") }
            case UInt8(ascii: "x"): digits = { isDigitOrUnderscore($0) || ($0 | 32) &- UInt8(ascii: "a") < 6 }
            default: return skip(text, start + 1) { $0 &- 48 < 8 || $0 == UInt8(ascii: "_") } == text.count
            }
            return start + 2 < text.count && skip(text, start + 2, while: digits) == text.count
        }
        let end = skip(text, start, while: isDigitOrUnderscore)
        return end == text.count || skipSixties(text, end) == text.count
    }

    private static func isFloat(_ text: Span<UInt8>) -> Bool {
        let start = afterSign(text)
        guard start < text.count else { return false }
        let point = UInt8(ascii: ".")
        if text[start] == point {
            let rest = text.extracting((start + 1)...)
            guard rest.count > 0 else { return false }
            if isDigit(rest[0]) {
                let end = skip(rest, 0, while: isDigitOrUnderscore)
                return start == 0 && (end == rest.count || isExponent(rest, end))
            }
            return isWord(rest, of: ["inf"]) || start == 0 && isNaN(rest)
        }
        guard isDigit(text[start]) else { return false }
        var end = skip(text, start, while: isDigitOrUnderscore)
        let isSixty = end < text.count && text[end] == UInt8(ascii: ":")
        if isSixty {
            guard let after = skipSixties(text, end) else { return false }
            end = after
        }
        guard end < text.count, text[end] == point else { return false }
        end = skip(text, end + 1, while: isDigitOrUnderscore)
        return end == text.count || !isSixty && isExponent(text, end)
    }

    private static func isNaN(_ text: Span<UInt8>) -> Bool {
        guard text.count == 3 else { return false }
        switch (text[0], text[1], text[2]) {
        case (110, 97, 110), (78, 97, 78), (78, 65, 78): return true  // nan, NaN, NAN
        default: return false
        }
    }

    private static func isExponent(_ text: Span<UInt8>, _ start: Int) -> Bool {
        guard start + 2 < text.count, text[start] | 32 == UInt8(ascii: "e"),
            text[start + 1] == UInt8(ascii: "+") || text[start + 1] == UInt8(ascii: "-")
        else { return false }
        return skip(text, start + 2, while: isDigit) == text.count
    }

    private static func isDate(_ text: Span<UInt8>) -> Bool {
        guard text.count == 10 else { return false }
        for index in text.indices {
            let fits = index == 4 || index == 7 ? text[index] == UInt8(ascii: "-") : isDigit(text[index])
            if !fits { return false }
        }
        return true
    }

    private static func isTimestamp(_ text: Span<UInt8>) -> Bool {
        guard text.count > 10, let parts = YAMLTimestamp(text) else { return false }
        return parts.hasTime && parts.isInWholePairs
    }
}
