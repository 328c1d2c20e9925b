/// Reads SQL text as PostgreSQL does, token by token.
///
/// It never fails: a string or comment without an end goes up to the end of the text, where the server will complain.
/// Source: PostgreSQL documentation, section 4.1, "Lexical Structure" (with `standard_conforming_strings` on).
public struct SQLTokenizer: Sendable {
    private let bytes: [UInt8]
    private var position: Int

    public init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        position = start
    }

    public init(_ sql: String) { self.init(Array(sql.utf8)) }

    /// All tokens of `bytes`, space and comments included.
    public static func tokens(of bytes: [UInt8]) -> [SQLToken] {
        var tokenizer = SQLTokenizer(bytes)
        var tokens: [SQLToken] = []
        while let token = tokenizer.next() { tokens.append(token) }
        return tokens
    }

    /// The next token that is neither space nor comment.
    public mutating func nextSignificant() -> SQLToken? {
        while let token = next() {
            if !token.isTrivia { return token }
        }
        return nil
    }

    /// The next token; nil at the end.
    public mutating func next() -> SQLToken? {
        guard position < bytes.count else { return nil }
        let start = position
        let kind = scan()
        return SQLToken(kind, start, position)
    }

    private func peek(_ distance: Int = 0) -> UInt8 {
        let index = position + distance
        return index < bytes.count ? bytes[index] : 0
    }

    private mutating func scan() -> SQLToken.Kind {
        let byte = peek()
        switch byte {
        case _ where byte.isSQLSpace:
            position += 1
            skip { $0.isSQLSpace }
            return .whitespace
        case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
            skip { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            return .lineComment
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
            scanBlockComment()
            return .blockComment
        case UInt8(ascii: "'"):
            scanQuoted(UInt8(ascii: "'"), hasEscapes: false)
            return .string
        case UInt8(ascii: "\""):
            scanQuoted(UInt8(ascii: "\""), hasEscapes: false)
            return .quotedIdentifier
        case UInt8(ascii: ";"):
            position += 1
            return .semicolon
        case UInt8(ascii: "$"):
            return scanDollar()
        case _ where byte.isSQLDigit, UInt8(ascii: ".") where peek(1).isSQLDigit:
            scanNumber()
            return .number
        case _ where byte.isSQLNameStart:
            return scanWord()
        default:
            scanSymbol()
            return .symbol
        }
    }

    private mutating func skip(while condition: (UInt8) -> Bool) {
        while position < bytes.count, condition(bytes[position]) { position += 1 }
    }

    private mutating func scanBlockComment() {
        var depth = 0
        while position < bytes.count {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                position += 2
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                position += 2
                if depth == 0 { return }
            } else {
                position += 1
            }
        }
    }

    /// From an opening quote past the closing one; a doubled quote is one quote of the content.
    private mutating func scanQuoted(_ quote: UInt8, hasEscapes: Bool) {
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if hasEscapes, byte == UInt8(ascii: "\\") {
                position = min(position + 1, bytes.count)
            } else if byte == quote {
                guard peek() == quote else { return }
                position += 1
            }
        }
    }

    private mutating func scanWord() -> SQLToken.Kind {
        let start = position
        skip { $0.isSQLNamePart }
        let length = position - start
        let first = bytes[start] | 0x20
        if length == 1, peek() == UInt8(ascii: "'"), "ebxn".utf8.contains(first) {
            scanQuoted(UInt8(ascii: "'"), hasEscapes: first == UInt8(ascii: "e"))
            return .string
        }
        if length == 1, first == UInt8(ascii: "u"), peek() == UInt8(ascii: "&") {
            let quote = peek(1)
            guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return .word }
            position += 1
            scanQuoted(quote, hasEscapes: false)
            return quote == UInt8(ascii: "'") ? .string : .quotedIdentifier
        }
        return .word
    }

    private mutating func scanNumber() {
        skip { $0.isSQLDigit || $0 == UInt8(ascii: "_") }
        // `1..10` is a number and two dots.
        if peek() == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") {
            position += 1
            skip { $0.isSQLDigit || $0 == UInt8(ascii: "_") }
        }
        let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        if peek() | 0x20 == UInt8(ascii: "e"), peek(sign ? 2 : 1).isSQLDigit {
            position += sign ? 2 : 1
            skip { $0.isSQLDigit }
        }
    }

    private mutating func scanDollar() -> SQLToken.Kind {
        if peek(1).isSQLDigit {
            position += 1
            skip { $0.isSQLDigit }
            return .parameter
        }
        var end = position + 1
        if end < bytes.count, bytes[end].isSQLNameStart {
            while end < bytes.count, bytes[end].isSQLNamePart, bytes[end] != UInt8(ascii: "$") { end += 1 }
        }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            position += 1
            return .symbol
        }
        let tag = bytes[position...end]
        position = end + 1
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "$"), bytes[position...].starts(with: tag) {
                position += tag.count
                return .string
            }
            position += 1
        }
        return .string
    }

    private mutating func scanSymbol() {
        let pair = (peek(), peek(1))
        position += 1
        switch pair {
        case (UInt8(ascii: ":"), UInt8(ascii: ":")), (UInt8(ascii: ":"), UInt8(ascii: "=")),
            (UInt8(ascii: "="), UInt8(ascii: ">")), (UInt8(ascii: "<"), UInt8(ascii: "=")),
            (UInt8(ascii: ">"), UInt8(ascii: "=")), (UInt8(ascii: "<"), UInt8(ascii: ">")),
            (UInt8(ascii: "!"), UInt8(ascii: "=")), (UInt8(ascii: "|"), UInt8(ascii: "|")):
            position += 1
        default: break
        }
    }
}

extension UInt8 {
    /// Space as PostgreSQL's lexer has it: blank, tab, newline, return, form feed, vertical tab.
    var isSQLSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
    var isSQLDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    /// A letter, an underscore, or any byte of a character beyond ASCII.
    var isSQLNameStart: Bool {
        let letter = self | 0x20
        return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")) || self == UInt8(ascii: "_") || self >= 0x80
    }
    var isSQLNamePart: Bool { isSQLNameStart || isSQLDigit || self == UInt8(ascii: "$") }
}
