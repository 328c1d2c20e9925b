internal import Diagnostics

/// Splits a template into tokens, one at a time, as the parser asks for them.
///
/// Source: the Jinja2 3.1 lexer (jinja2/lexer.py) with dbt's settings: standard delimiters, no trimming of blocks,
/// one trailing newline dropped.
struct Lexer {
    private enum State { case root, block, variable }

    let source: SourceText
    private let bytes: [UInt8]
    /// The end of the template: without the one trailing newline that Jinja2 drops.
    let end: Int
    let names = NameTable()
    private var position = 0
    private var state = State.root
    /// The closing brackets that are expected, innermost last.
    private var brackets: [UInt8] = []
    /// A tag that starts right after the data token that was just given.
    private var pendingTag: Token?

    /// - Parameter source: with `\n` as its only line ends.
    init(_ source: SourceText) {
        self.source = source
        bytes = source.bytes
        end = bytes.last == UInt8(ascii: "\n") ? bytes.count - 1 : bytes.count
    }

    /// The next token; an end-of-file token at the end, as often as asked.
    mutating func next() throws(TemplateError) -> Token {
        if let tag = pendingTag {
            pendingTag = nil
            return tag
        }
        return state == .root ? try nextInText() : try nextInTag()
    }

    private func fail(_ message: String, at offset: Int) -> TemplateError {
        TemplateError(.syntax, message, at: SourceRange(offset, min(offset + 1, end)), in: source)
    }
}

// MARK: - Text outside of tags

extension Lexer {
    private mutating func nextInText() throws(TemplateError) -> Token {
        while position < end {
            let start = position
            guard let opening = findOpening(from: start) else {
                position = end
                return Token(kind: .data, start: start, end: end)
            }
            let kind = bytes[opening + 1]
            var after = opening + 2
            let sign = after < end ? bytes[after] : 0
            let hasSign = sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+")
            if hasSign { after += 1 }
            var textEnd = opening
            if sign == UInt8(ascii: "-") { textEnd = trimmedEnd(start, opening) }
            switch kind {
            case UInt8(ascii: "#"):
                position = try endOfComment(from: after)
                if textEnd > start { return Token(kind: .data, start: start, end: textEnd) }
            case UInt8(ascii: "%"):
                if let rawStart = rawBegin(after) {
                    let (rawEnd, next) = try endOfRaw(from: rawStart)
                    position = next
                    let raw = Token(kind: .data, start: rawStart, end: rawEnd)
                    guard textEnd > start else {
                        if rawEnd > rawStart { return raw }
                        continue
                    }
                    if rawEnd > rawStart { pendingTag = raw }
                    return Token(kind: .data, start: start, end: textEnd)
                }
                return open(
                    .block, Token(kind: .blockBegin, start: opening, end: after), text: start..<max(start, textEnd))
            default:
                return open(
                    .variable, Token(kind: .variableBegin, start: opening, end: after),
                    text: start..<max(start, textEnd))
            }
        }
        return Token(kind: .eof, start: end, end: end)
    }

    private mutating func open(_ newState: State, _ tag: Token, text: Range<Int>) -> Token {
        state = newState
        brackets.removeAll(keepingCapacity: true)
        position = tag.end
        guard !text.isEmpty else { return tag }
        pendingTag = tag
        return Token(kind: .data, start: text.lowerBound, end: text.upperBound)
    }

    /// The first `{{`, `{%` or `{#` at or after `start`.
    private func findOpening(from start: Int) -> Int? {
        var index = start
        while let found = ByteSearch.first(UInt8(ascii: "{"), in: bytes, from: index, to: end - 1) {
            let next = bytes[found + 1]
            if next == UInt8(ascii: "{") || next == UInt8(ascii: "%") || next == UInt8(ascii: "#") { return found }
            index = found + 1
        }
        return nil
    }

    private func endOfComment(from start: Int) throws(TemplateError) -> Int {
        var index = start
        while index + 1 < end {
            if bytes[index] == UInt8(ascii: "#"), bytes[index + 1] == UInt8(ascii: "}") {
                // A sign before the end belongs to it, unless it is the sign of the opening.
                let isTrim = index > start && bytes[index - 1] == UInt8(ascii: "-")
                return isTrim ? skipSpace(index + 2) : index + 2
            }
            index += 1
        }
        // A comment that opens at the very end is no error in Jinja2.
        if start >= end { return end }
        throw fail("Missing end of comment tag", at: start)
    }

    /// The start of the raw text when `{% raw %}` stands here, after `{%` and its sign.
    private func rawBegin(_ start: Int) -> Int? {
        var index = skipSpace(start)
        guard index + 3 <= end, bytes[index] == UInt8(ascii: "r"), bytes[index + 1] == UInt8(ascii: "a"),
            bytes[index + 2] == UInt8(ascii: "w")
        else { return nil }
        index = skipSpace(index + 3)
        if matches("-%}", index) { return skipSpace(index + 3) }
        return matches("%}", index) ? index + 2 : nil
    }

    /// The end of raw text, and where the template goes on after `{% endraw %}`.
    private func endOfRaw(from start: Int) throws(TemplateError) -> (Int, Int) {
        var index = start
        while index + 1 < end {
            if matches("{%", index) {
                var after = index + 2
                let sign = after < end ? bytes[after] : 0
                if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { after += 1 }
                after = skipSpace(after)
                if matches("endraw", after) {
                    after = skipSpace(after + 6)
                    let textEnd = sign == UInt8(ascii: "-") ? max(start, trimmedEnd(start, index)) : index
                    if matches("+%}", after) { return (textEnd, after + 3) }
                    if matches("-%}", after) { return (textEnd, skipSpace(after + 3)) }
                    if matches("%}", after) { return (textEnd, after + 2) }
                }
            }
            index += 1
        }
        if start >= end { return (end, end) }
        throw fail("Missing end of raw directive", at: start)
    }

    private func matches(_ text: StaticString, _ index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= end else { return false }
        var offset = 0
        for byte in text.description.utf8 {
            if bytes[index + offset] != byte { return false }
            offset += 1
        }
        return true
    }

    private func skipSpace(_ start: Int) -> Int {
        var index = start
        let span = bytes.span
        while index < end {
            let byte = span[index]
            if byte == 32 || byte == 10 {
                index &+= 1
            } else if byte > 32 && byte < 0x80 {
                break
            } else {
                guard let length = PythonSpace.length(bytes, index, end) else { break }
                index += length
            }
        }
        return index
    }

    private func trimmedEnd(_ start: Int, _ limit: Int) -> Int {
        var index = limit
        while index > start, let length = PythonSpace.lengthBefore(bytes, index, start) { index -= length }
        return index
    }
}

// MARK: - Inside tags

extension Lexer {
    private mutating func nextInTag() throws(TemplateError) -> Token {
        position = skipSpace(position)
        let start = position
        guard start < end else { return Token(kind: .eof, start: start, end: start) }
        if brackets.isEmpty, let after = endOfTag(start) {
            let kind: Token.Kind = state == .block ? .blockEnd : .variableEnd
            position = after
            state = .root
            return Token(kind: kind, start: start, end: min(after, end))
        }
        let byte = bytes[start]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
            return try name()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return try string(byte)
        case 0x80...: return try name()
        default: return try `operator`()
        }
    }

    private func endOfTag(_ start: Int) -> Int? {
        let closing = state == .block ? UInt8(ascii: "%") : UInt8(ascii: "}")
        let sign = bytes[start]
        var mark = start
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") && state == .block { mark += 1 }
        guard mark + 1 < end, bytes[mark] == closing, bytes[mark + 1] == UInt8(ascii: "}") else { return nil }
        return sign == UInt8(ascii: "-") ? skipSpace(mark + 2) : mark + 2
    }

    private mutating func name() throws(TemplateError) -> Token {
        let start = position
        let (index, isASCII, hash) = wordEnd(start)
        guard index > start else { throw unexpectedCharacter(start) }
        position = index
        if !isASCII, !String(decoding: bytes[start..<index], as: UTF8.self).isPythonIdentifier {
            throw fail("Invalid character in identifier", at: start)
        }
        return Token(kind: .name, start: start, end: index, name: names.intern(bytes, start, index, hash))
    }

    /// The end of the word that begins at `start`, whether it is ASCII, and its hash.
    private func wordEnd(_ start: Int) -> (Int, Bool, NameTable.Hash) {
        var index = start
        var isASCII = true
        var hash = NameTable.Hash()
        let span = bytes.span
        while index < end {
            let byte = span[index]
            if byte < 0x80 {
                let isWord = (byte | 0x20) &- 97 < 26 || byte &- 48 < 10 || byte == 95
                if !isWord { break }
                hash.add(byte)
                index &+= 1
            } else {
                var next = index
                let point = Text.decode(bytes, &next)
                guard let scalar = Unicode.Scalar(point), scalar.isWord else { break }
                isASCII = false
                for position in index..<next { hash.add(span[position]) }
                index = next
            }
        }
        return (index, isASCII, hash)
    }

    private mutating func string(_ quote: UInt8) throws(TemplateError) -> Token {
        let start = position
        var index = start + 1
        while index < end {
            let byte = bytes[index]
            if byte == quote {
                position = index + 1
                return Token(kind: .string, start: start, end: index + 1)
            }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        throw unexpectedCharacter(start)
    }

    private mutating func number() -> Token {
        let start = position
        if bytes[max(0, start - 1)] != UInt8(ascii: ".") || start == 0, let after = float(start) {
            position = after
            return Token(kind: .float, start: start, end: after)
        }
        position = integer(start)
        return Token(kind: .integer, start: start, end: position)
    }

    /// The end of `(\d+_)*\d+` at `start`, or nil.
    private func digits(_ start: Int) -> Int? {
        var index = start
        while index < end {
            if isDigit(index) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "_"), index > start, bytes[index - 1] != UInt8(ascii: "_"),
                isDigit(index + 1)
            {
                index += 1
            } else {
                break
            }
        }
        return index > start ? index : nil
    }

    private func isDigit(_ index: Int) -> Bool { index < end && bytes[index] >= 48 && bytes[index] <= 57 }

    private func float(_ start: Int) -> Int? {
        guard let whole = digits(start) else { return nil }
        var after: Int?
        var index = whole
        if index < end, bytes[index] == UInt8(ascii: "."), let fraction = digits(index + 1) {
            index = fraction
            after = fraction
        }
        if index < end, bytes[index] | 0x20 == UInt8(ascii: "e") {
            var power = index + 1
            if power < end, bytes[power] == UInt8(ascii: "+") || bytes[power] == UInt8(ascii: "-") { power += 1 }
            if let exponent = digits(power) { after = exponent }
        }
        return after
    }

    private func integer(_ start: Int) -> Int {
        guard bytes[start] == UInt8(ascii: "0") else { return digits(start) ?? start + 1 }
        let base = start + 1 < end ? bytes[start + 1] | 0x20 : 0
        let isDigit: (UInt8) -> Bool
        switch base {
        case UInt8(ascii: "b"): isDigit = { $0 == 48 || $0 == 49 }
        case UInt8(ascii: "o"): isDigit = { $0 >= 48 && $0 <= 55 }
        case UInt8(ascii: "x"): isDigit = { $0 >= 48 && $0 <= 57 || ($0 | 0x20) >= 97 && ($0 | 0x20) <= 102 }
        default: return run(start + 1) { $0 == 48 } ?? start + 1
        }
        return run(start + 2, isDigit) ?? start + 1
    }

    /// The end of one or more `_?` digit pairs, or nil when there is none.
    private func run(_ start: Int, _ isDigit: (UInt8) -> Bool) -> Int? {
        var index = start
        while index < end {
            if isDigit(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "_"), index + 1 < end, isDigit(bytes[index + 1]) {
                index += 2
            } else {
                break
            }
        }
        return index > start ? index : nil
    }

    private mutating func `operator`() throws(TemplateError) -> Token {
        let start = position
        let next: UInt8 = start + 1 < end ? bytes[start + 1] : 0
        let (kind, length): (Token.Kind, Int)
        switch bytes[start] {
        case UInt8(ascii: "+"): (kind, length) = (.add, 1)
        case UInt8(ascii: "-"): (kind, length) = (.sub, 1)
        case UInt8(ascii: "/"): (kind, length) = next == UInt8(ascii: "/") ? (.floordiv, 2) : (.div, 1)
        case UInt8(ascii: "*"): (kind, length) = next == UInt8(ascii: "*") ? (.pow, 2) : (.mul, 1)
        case UInt8(ascii: "%"): (kind, length) = (.mod, 1)
        case UInt8(ascii: "~"): (kind, length) = (.tilde, 1)
        case UInt8(ascii: "["): (kind, length) = (.lbracket, 1)
        case UInt8(ascii: "]"): (kind, length) = (.rbracket, 1)
        case UInt8(ascii: "("): (kind, length) = (.lparen, 1)
        case UInt8(ascii: ")"): (kind, length) = (.rparen, 1)
        case UInt8(ascii: "{"): (kind, length) = (.lbrace, 1)
        case UInt8(ascii: "}"): (kind, length) = (.rbrace, 1)
        case UInt8(ascii: "="): (kind, length) = next == UInt8(ascii: "=") ? (.eq, 2) : (.assign, 1)
        case UInt8(ascii: "!") where next == UInt8(ascii: "="): (kind, length) = (.ne, 2)
        case UInt8(ascii: ">"): (kind, length) = next == UInt8(ascii: "=") ? (.gteq, 2) : (.gt, 1)
        case UInt8(ascii: "<"): (kind, length) = next == UInt8(ascii: "=") ? (.lteq, 2) : (.lt, 1)
        case UInt8(ascii: "."): (kind, length) = (.dot, 1)
        case UInt8(ascii: ":"): (kind, length) = (.colon, 1)
        case UInt8(ascii: "|"): (kind, length) = (.pipe, 1)
        case UInt8(ascii: ","): (kind, length) = (.comma, 1)
        case UInt8(ascii: ";"): (kind, length) = (.semicolon, 1)
        default: throw unexpectedCharacter(start)
        }
        try balance(kind, start)
        position = start + length
        return Token(kind: kind, start: start, end: start + length)
    }

    private mutating func balance(_ kind: Token.Kind, _ start: Int) throws(TemplateError) {
        switch kind {
        case .lbrace: brackets.append(UInt8(ascii: "}"))
        case .lparen: brackets.append(UInt8(ascii: ")"))
        case .lbracket: brackets.append(UInt8(ascii: "]"))
        case .rbrace, .rparen, .rbracket:
            let found = Character(Unicode.Scalar(bytes[start]))
            guard let expected = brackets.popLast() else { throw fail("unexpected '\(found)'", at: start) }
            guard expected == bytes[start] else {
                throw fail("unexpected '\(found)', expected '\(Character(Unicode.Scalar(expected)))'", at: start)
            }
        default: break
        }
    }

    private func unexpectedCharacter(_ offset: Int) -> TemplateError {
        var next = offset
        var character: [UInt8] = []
        Text(codePoints: CollectionOfOne(Text.decode(bytes, &next))).writeRepr(to: &character)
        let count = Text(bytes[..<offset]).count
        return fail("unexpected char \(String(decoding: character, as: UTF8.self)) at \(count)", at: offset)
    }
}
