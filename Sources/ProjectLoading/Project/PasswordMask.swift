internal import Diagnostics

/// Hides passwords in what an error shows of profiles.yml.
enum PasswordMask {
    private static let keys = [Array("password".utf8), Array("pass".utf8)]

    /// The error with stars in place of the passwords, in its sentence and in the text that it shows.
    static func hiding(_ error: Diagnostic) -> Diagnostic {
        var error = error
        error.message = hiding(error.message)
        error.hint = error.hint.map { hiding($0) }
        if let source = error.source {
            let bytes = hiding(source.bytes)
            error.message = hidingLines(of: source.bytes, as: bytes, in: error.message)
            error.source = SourceText(path: source.path, bytes: bytes, firstLine: source.firstLine)
        }
        return error
    }

    /// The sentence may quote lines of the file without the key that tells what they are.
    private static func hidingLines(of original: [UInt8], as hidden: [UInt8], in message: String) -> String {
        var message = message
        let lines = zip(
            original.split(separator: 10, omittingEmptySubsequences: false),
            hidden.split(separator: 10, omittingEmptySubsequences: false))
        for (line, stars) in lines where line != stars {
            message = message.replacing(
                String(decoding: line, as: UTF8.self), with: String(decoding: stars, as: UTF8.self))
        }
        return message
    }

    private static func hiding(_ text: String) -> String { String(decoding: hiding(Array(text.utf8)), as: UTF8.self) }

    /// `bytes` with as many stars as there were bytes, so that places stay. The text may be no valid YAML.
    private static func hiding(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var index = 0
        while index < bytes.count {
            guard let start = valueStart(bytes, at: index) else {
                index += 1
                continue
            }
            let end = valueEnd(bytes, from: start, indentation: indentation(bytes, at: index))
            // A template such as `{{ env_var('X') }}` is no secret.
            let isTemplate = (start..<max(start, end - 1)).contains {
                bytes[$0] == UInt8(ascii: "{") && bytes[$0 + 1] == bytes[$0]
            }
            if !isTemplate {
                for place in start..<end where bytes[place] != 10 { result[place] = UInt8(ascii: "*") }
            }
            index = max(end, start)
        }
        return result
    }

    /// Where the value of a password begins whose key begins at `index`.
    private static func valueStart(_ bytes: [UInt8], at index: Int) -> Int? {
        guard index == 0 || !isWord(bytes[index - 1]),
            let key = keys.first(where: { bytes[index...].starts(with: $0) })
        else { return nil }
        var place = index + key.count
        if place < bytes.count, isQuote(bytes[place]) { place += 1 }
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: ":") else { return nil }
        place += 1
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        return place
    }

    /// How many bytes stand before the first word of the line of `index`.
    private static func indentation(_ bytes: [UInt8], at index: Int) -> Int {
        let line = bytes[..<index].lastIndex(of: 10).map { $0 + 1 } ?? 0
        return (bytes[line...].firstIndex { $0 != UInt8(ascii: " ") } ?? line) - line
    }

    /// Where a value ends: with its quote, in braces with a comma, or with the last line that is indented deeper than
    /// its key, since a block or a long text goes on there.
    private static func valueEnd(_ bytes: [UInt8], from start: Int, indentation: Int) -> Int {
        guard start < bytes.count else { return start }
        let line = bytes[..<start].lastIndex(of: 10).map { $0 + 1 } ?? 0
        let isInBraces = bytes[line..<start].contains(UInt8(ascii: "{"))
        let quote = isQuote(bytes[start]) ? bytes[start] : nil
        var end = quote == nil ? start : start + 1
        while end < bytes.count {
            let byte = bytes[end]
            if let quote {
                if byte == quote { return end + 1 }
            } else if byte == 10 {
                guard !isInBraces, continues(bytes, after: end, indentation) else { return end }
            } else if isInBraces, byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") {
                return end
            }
            end += 1
        }
        return end
    }

    /// Whether the line after the line end at `end` belongs to the value; an empty one does when a later one does.
    private static func continues(_ bytes: [UInt8], after end: Int, _ indentation: Int) -> Bool {
        guard let first = bytes[end...].firstIndex(where: { $0 != 10 && $0 != 13 && $0 != UInt8(ascii: " ") }) else {
            return false
        }
        let line = bytes[..<first].lastIndex(of: 10).map { $0 + 1 } ?? 0
        return first - line > indentation
    }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
