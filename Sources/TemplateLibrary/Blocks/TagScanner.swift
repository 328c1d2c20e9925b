internal import Diagnostics

/// Finds the tags of a template without parsing it: `{% name …`, past comments, expressions, strings and raw blocks.
///
/// It follows dbt's block lexer rather than Jinja's: `{%+` opens nothing, a raw block may begin later than its tag,
/// and an unfinished string gives way to the next finished one.
/// Source: behaviour of dbt-common 1.39, `clients/_jinja_blocks.py`.
struct TagScanner {
    struct Tag {
        let type: String
        let name: String?
        /// The first byte of the tag, or of the white space that its `-` removes.
        let start: Int
        let end: Int
    }

    let source: SourceText
    private let bytes: [UInt8]
    private var position = 0

    init(_ source: SourceText) {
        self.source = source
        self.bytes = source.bytes
    }

    /// The next tag of the file; nil at its end.
    mutating func next() throws(Diagnostic) -> Tag? {
        while let brace = find(UInt8(ascii: "{"), from: position), brace + 1 < bytes.count {
            switch bytes[brace + 1] {
            case UInt8(ascii: "#"):
                position = brace + 2
                guard let close = find(UInt8(ascii: "#"), UInt8(ascii: "}"), from: position) else {
                    throw unexpectedEnd(expected: "#}")
                }
                position = close + 2
            case UInt8(ascii: "{"):
                position = bytes.endOfSpace(from: brace + 2)
                try skipExpression()
            case UInt8(ascii: "%"):
                if let tag = try tag(at: brace) { return tag }
                position = brace + 1
            default:
                position = brace + 1
            }
        }
        return nil
    }

    private mutating func tag(at brace: Int) throws(Diagnostic) -> Tag? {
        var cursor = brace + 2
        let trims = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "-")
        if trims { cursor += 1 }
        cursor = bytes.endOfSpace(from: cursor)
        let typeEnd = endOfName(from: cursor)
        guard typeEnd > cursor else { return nil }
        let type = text(cursor, typeEnd)
        let start = trims ? bytes.startOfSpace(endingAt: brace, notBefore: position) : brace

        if type == "raw" {
            position = start
            guard let end = endOfRawBlock(from: brace) else {
                throw unexpectedEnd(expected: "{% raw %}...{% endraw %}")
            }
            position = end
            return Tag(type: type, name: nil, start: start, end: end)
        }
        cursor = bytes.endOfSpace(from: typeEnd)
        let nameEnd = cursor > typeEnd ? endOfName(from: cursor) : cursor
        let name = nameEnd > cursor ? text(cursor, nameEnd) : nil
        position = name == nil ? typeEnd : nameEnd
        try skipToTagClose()
        return Tag(type: type, name: name, start: start, end: position)
    }

    private mutating func skipExpression() throws(Diagnostic) {
        var cursor = position
        while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: "}") where cursor + 1 < bytes.count && bytes[cursor + 1] == UInt8(ascii: "}"):
                position = cursor + 2
                return
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                // dbt does not advance to the quote before it looks for the string, so its message starts earlier.
                guard let end = endOfString(from: cursor) else { throw unexpectedEnd(expected: "string") }
                position = end
                cursor = end
            default:
                cursor += 1
            }
        }
        throw unexpectedEnd(expected: "}}")
    }

    private mutating func skipToTagClose() throws(Diagnostic) {
        var cursor = position
        while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: "%") where cursor + 1 < bytes.count && bytes[cursor + 1] == UInt8(ascii: "}"):
                let trims = cursor > position && bytes[cursor - 1] == UInt8(ascii: "-")
                position = trims ? bytes.endOfSpace(from: cursor + 2) : cursor + 2
                return
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                position = cursor
                guard let end = endOfString(from: cursor) else { throw unexpectedEnd(expected: "string") }
                position = end
                cursor = end
            default:
                cursor += 1
            }
        }
        throw unexpectedEnd(expected: "tag close (\"%}\")")
    }

    /// The end of the first finished string at or after `start`.
    private func endOfString(from start: Int) -> Int? {
        var start = start
        while start < bytes.count {
            let quote = bytes[start]
            if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
                var cursor = start + 1
                while cursor < bytes.count, bytes[cursor] != quote {
                    cursor += bytes[cursor] == UInt8(ascii: "\\") ? 2 : 1
                }
                if cursor < bytes.count { return cursor + 1 }
            }
            start += 1
        }
        return nil
    }

    /// The end of the first `{% raw %}…{% endraw %}` whose opening brace is at or after `start`.
    private func endOfRawBlock(from start: Int) -> Int? {
        var open: Int?
        var cursor = start
        while open == nil, let brace = find(UInt8(ascii: "{"), UInt8(ascii: "%"), from: cursor) {
            open = endOfTag("raw", at: brace)
            cursor = brace + 2
        }
        guard var cursor = open else { return nil }
        while let brace = find(UInt8(ascii: "{"), UInt8(ascii: "%"), from: cursor) {
            if let end = endOfTag("endraw", at: brace) { return end }
            cursor = brace + 2
        }
        return nil
    }

    /// The end of `{% word %}` when exactly that stands at `brace`.
    private func endOfTag(_ word: StaticString, at brace: Int) -> Int? {
        var cursor = brace + 2
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "-") { cursor += 1 }
        cursor = bytes.endOfSpace(from: cursor)
        guard bytes[cursor...].starts(with: "\(word)".utf8) else { return nil }
        cursor = bytes.endOfSpace(from: cursor + word.utf8CodeUnitCount)
        let trims = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "-")
        if trims { cursor += 1 }
        guard bytes[cursor...].starts(with: "%}".utf8) else { return nil }
        return trims ? bytes.endOfSpace(from: cursor + 2) : cursor + 2
    }

    private func endOfName(from start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let isLetter = (bytes[end] | 0x20) &- UInt8(ascii: "a") < 26 || bytes[end] == UInt8(ascii: "_")
            let isDigit = bytes[end] &- UInt8(ascii: "0") < 10
            guard isLetter || (isDigit && end > start) else { break }
            end += 1
        }
        return end
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == byte { return index }
            index += 1
        }
        return nil
    }

    private func find(_ first: UInt8, _ second: UInt8, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == first, bytes[index + 1] == second { return index }
            index += 1
        }
        return nil
    }

    private func text(_ start: Int, _ end: Int) -> String {
        String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private func unexpectedEnd(expected: String) -> Diagnostic {
        Diagnostic(
            .blockUnfinished, "unexpected EOF, expected \(expected), got \"\(text(position, bytes.count))\"",
            at: SourceRange(position, bytes.count), in: source)
    }
}
