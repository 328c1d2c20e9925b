internal import Jinja

/// Turns a regular expression of Python's `re` into one of PCRE2 with the same meaning.
///
/// Python's syntax is the smaller one: whatever else PCRE2 would understand is an error, as it is in Python.
/// Source: Python 3.11, `re` documentation, "Regular Expression Syntax".
struct RegexTranslator {
    /// Python's numbers of the flags.
    enum Flag {
        static let ignoreCase = 2, locale = 4, multiline = 8, dotAll = 16, unicode = 32, verbose = 64, ascii = 256
    }

    private(set) var out: [UInt8] = []
    private(set) var flags: Int
    private(set) var groupCount = 0
    private(set) var groupNames: [(name: String, index: Int)] = []
    /// For each group, when it is closed in the pattern: 0 for the first.
    private(set) var closingOrder: [Int: Int] = [:]

    private let bytes: [UInt8]
    private var index = 0
    /// The open groups: the number of a capturing one, where it began, and whether it was verbose outside.
    private var open: [(group: Int?, start: Int, wasVerbose: Bool)] = []
    private var isVerbose = false
    /// Whether the last element can be repeated, and whether it is a repetition already.
    private var canRepeat = false
    private var isRepeated = false

    init(_ pattern: [UInt8], flags: Int) throws(TemplateError) {
        bytes = pattern
        self.flags = flags
        isVerbose = flags & Flag.verbose != 0
        out.reserveCapacity(pattern.count + 16)
        try translate()
    }

    private func fail(_ message: String, at position: Int? = nil) -> TemplateError {
        let offset = position ?? index
        let characters = bytes[..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
        return TemplateError(.regex, "\(message) at position \(characters)")
    }

    private func peek(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    private mutating func emit(_ text: String) { out.append(contentsOf: text.utf8) }

    private mutating func element() {
        canRepeat = true
        isRepeated = false
    }

    private mutating func translate() throws(TemplateError) {
        while let byte = peek() {
            switch UnicodeScalar(byte) {
            case "\\": try escape()
            case "[": try set()
            case "(": try group()
            case ")":
                guard let group = open.popLast() else { throw fail("unbalanced parenthesis") }
                if let number = group.group { closingOrder[number] = closingOrder.count }
                isVerbose = group.wasVerbose
                emit(")")
                index += 1
                element()
            case "*", "+", "?", "{": try repetition()
            case "|", "^":
                out.append(byte)
                index += 1
                canRepeat = byte != UInt8(ascii: "|")
                isRepeated = false
            case " ", "\t", "\n", "\r", "\u{B}", "\u{C}":
                index += 1
                if !isVerbose {
                    out.append(byte)
                    element()
                }
            case "#" where isVerbose:
                while let next = peek(), next != UInt8(ascii: "\n") { index += 1 }
            case "#":
                emit("\\#")
                index += 1
                element()
            default:
                out.append(byte)
                index += 1
                element()
            }
        }
        if let group = open.last { throw fail("missing ), unterminated subpattern", at: group.start) }
    }
}

// MARK: - Escapes

extension RegexTranslator {
    private mutating func escape() throws(TemplateError) {
        let start = index
        guard let letter = peek(1) else { throw fail("bad escape (end of pattern)") }
        index += 2
        element()
        switch UnicodeScalar(letter) {
        case "A", "b", "B", "d", "D", "w", "W": emit("\\\(Character(UnicodeScalar(letter)))")
        case "Z": emit("\\z")
        // Python counts the four separator controls as white space.
        case "s": emit("[\\s\\x1c-\\x1f]")
        case "S": emit("[^\\s\\x1c-\\x1f]")
        case "0": emit(Self.code(octal(upTo: 2, value: 0)))
        case "1"..."9": try backreference(letter, start)
        default: try character(letter, start)
        }
    }

    /// An escape that stands for one character, in and outside of sets.
    private mutating func character(_ letter: UInt8, _ start: Int) throws(TemplateError) {
        switch UnicodeScalar(letter) {
        case "a", "f", "n", "r", "t": emit("\\\(Character(UnicodeScalar(letter)))")
        case "v": emit("\\x0b")
        case "x": emit(Self.code(try hexadecimal(2, letter, start)))
        case "u": emit(Self.code(try hexadecimal(4, letter, start)))
        case "U": emit(Self.code(try hexadecimal(8, letter, start)))
        case "A"..."Z", "a"..."z", "1"..."9":
            throw fail("bad escape \\\(Character(UnicodeScalar(letter)))", at: start)
        default:
            // A backslash before a part of a longer character would hide the character from PCRE2.
            if letter < 0x80 { emit("\\") }
            out.append(letter)
        }
    }

    private static func code(_ number: UInt32) -> String { "\\x{\(String(number, radix: 16))}" }

    private mutating func octal(upTo digits: Int, value: UInt32) -> UInt32 {
        var value = value
        for _ in 0..<digits {
            guard let digit = peek(), (48...55).contains(digit) else { break }
            value = value * 8 + UInt32(digit) - 48
            index += 1
        }
        return value
    }

    private mutating func hexadecimal(_ digits: Int, _ letter: UInt8, _ start: Int) throws(TemplateError) -> UInt32 {
        let end = min(index + digits, bytes.count)
        let text = String(decoding: bytes[index..<end], as: UTF8.self)
        guard text.utf8.count == digits, let value = UInt32(text, radix: 16), value <= 0x10FFFF else {
            throw fail("incomplete escape \\\(Character(UnicodeScalar(letter)))\(text)", at: start)
        }
        index = end
        return value
    }

    private mutating func backreference(_ letter: UInt8, _ start: Int) throws(TemplateError) {
        var number = Int(letter) - 48
        if let second = peek(), (48...57).contains(second) {
            if letter <= 51, second <= 55, let third = peek(1), (48...55).contains(third) {
                emit(Self.code(octal(upTo: 2, value: UInt32(number))))
                return
            }
            number = number * 10 + Int(second) - 48
            index += 1
        }
        guard number <= groupCount else { throw fail("invalid group reference \(number)", at: start + 1) }
        guard !open.contains(where: { $0.group == number }) else {
            throw fail("cannot refer to an open group", at: start)
        }
        emit("\\g{\(number)}")
    }
}

// MARK: - Sets

extension RegexTranslator {
    private mutating func set() throws(TemplateError) {
        let start = index
        emit("[")
        index += 1
        if peek() == UInt8(ascii: "^") {
            emit("^")
            index += 1
        }
        var isFirst = true
        while true {
            guard let byte = peek() else { throw fail("unterminated character set", at: start) }
            switch UnicodeScalar(byte) {
            case "]" where !isFirst:
                emit("]")
                index += 1
                element()
                return
            case "\\":
                try setEscape()
            case "[", "]":
                // PCRE2 would read `[:name:]`.
                out += [UInt8(ascii: "\\"), byte]
                index += 1
            default:
                out.append(byte)
                index += 1
            }
            isFirst = false
        }
    }

    private mutating func setEscape() throws(TemplateError) {
        let start = index
        guard let letter = peek(1) else { throw fail("bad escape (end of pattern)") }
        index += 2
        switch UnicodeScalar(letter) {
        case "d", "D", "w", "W", "S": emit("\\\(Character(UnicodeScalar(letter)))")
        case "s": emit("\\s\\x1c-\\x1f")
        case "b": emit("\\x08")
        case "0"..."7": emit(Self.code(octal(upTo: 2, value: UInt32(letter) - 48)))
        default: try character(letter, start)
        }
    }
}

// MARK: - Repetitions

extension RegexTranslator {
    private mutating func repetition() throws(TemplateError) {
        let start = index
        guard let (text, end) = try quantifier() else {
            emit("\\{")
            index += 1
            element()
            return
        }
        guard canRepeat else { throw fail("nothing to repeat", at: start) }
        guard !isRepeated else { throw fail("multiple repeat", at: start) }
        emit(text)
        index = end
        if let next = peek(), next == UInt8(ascii: "?") || next == UInt8(ascii: "+") {
            out.append(next)
            index += 1
        }
        isRepeated = true
    }

    /// The quantifier at the current place and its end; nil when a brace is only a brace.
    private func quantifier() throws(TemplateError) -> (String, Int)? {
        guard let byte = peek(), byte == UInt8(ascii: "{") else {
            return (String(decoding: bytes[index...index], as: UTF8.self), index + 1)
        }
        var cursor = index + 1
        func number() -> String {
            let start = cursor
            while cursor < bytes.count, (48...57).contains(bytes[cursor]) { cursor += 1 }
            return String(decoding: bytes[start..<cursor], as: UTF8.self)
        }
        let low = number()
        var text = "{\(low.isEmpty ? "0" : low)"
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: ",") {
            cursor += 1
            let high = number()
            text += ",\(high)"
            if let low = Int(low), let high = Int(high), high < low {
                throw fail("min repeat greater than max repeat")
            }
        } else if low.isEmpty {
            return nil
        }
        guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "}") else { return nil }
        return (text + "}", cursor + 1)
    }
}

// MARK: - Groups

extension RegexTranslator {
    private mutating func group() throws(TemplateError) {
        let start = index
        index += 1
        canRepeat = false
        isRepeated = false
        guard peek() == UInt8(ascii: "?") else {
            groupCount += 1
            // `(*` would begin a verb of PCRE2; Python finds nothing to repeat.
            emit("(")
            open.append((groupCount, start, isVerbose))
            return
        }
        index += 1
        guard let kind = peek() else { throw fail("unexpected end of pattern") }
        switch UnicodeScalar(kind) {
        case "P": try namedGroup(start)
        case ":", "=", "!", ">":
            emit("(?\(Character(UnicodeScalar(kind)))")
            index += 1
            open.append((nil, start, isVerbose))
        case "<":
            guard let next = peek(1) else { throw fail("unexpected end of pattern") }
            guard next == UInt8(ascii: "=") || next == UInt8(ascii: "!") else {
                throw fail("unknown extension ?<\(Character(UnicodeScalar(next)))", at: start + 1)
            }
            emit("(?<\(Character(UnicodeScalar(next)))")
            index += 2
            open.append((nil, start, isVerbose))
        case "#":
            while let next = peek(), next != UInt8(ascii: ")") { index += 1 }
            guard peek() != nil else { throw fail("missing ), unterminated comment", at: start) }
            index += 1
        case "(": try conditional(start)
        default: try flagGroup(start)
        }
    }

    private mutating func name(until end: UInt8) throws(TemplateError) -> String {
        let start = index
        while let next = peek(), next != end { index += 1 }
        guard peek() != nil else {
            throw fail("missing \(Character(UnicodeScalar(end))), unterminated name", at: start)
        }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        guard !name.isEmpty else { throw fail("missing group name", at: start) }
        index += 1
        return name
    }

    private mutating func namedGroup(_ start: Int) throws(TemplateError) {
        index += 1
        guard let kind = peek() else { throw fail("unexpected end of pattern") }
        index += 1
        switch UnicodeScalar(kind) {
        case "<":
            let nameStart = index
            let name = try name(until: UInt8(ascii: ">"))
            guard Self.isName(name) else { throw fail("bad character in group name '\(name)'", at: nameStart) }
            guard !groupNames.contains(where: { $0.name == name }) else {
                throw fail("redefinition of group name '\(name)' as group \(groupCount + 1)", at: nameStart)
            }
            groupCount += 1
            groupNames.append((name, groupCount))
            // Groups are found by number: PCRE2 limits the length of names.
            emit("(")
            open.append((groupCount, start, isVerbose))
        case "=":
            let nameStart = index
            let name = try name(until: UInt8(ascii: ")"))
            guard let group = groupNames.first(where: { $0.name == name }) else {
                throw fail("unknown group name '\(name)'", at: nameStart)
            }
            emit("\\g{\(group.index)}")
            element()
        default:
            throw fail("unknown extension ?P\(Character(UnicodeScalar(kind)))", at: start + 1)
        }
    }

    private static func isName(_ name: String) -> Bool {
        name.utf8.first.map { !(48...57).contains($0) } ?? false
            && name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    }

    private mutating func conditional(_ start: Int) throws(TemplateError) {
        index += 1
        let nameStart = index
        let name = try name(until: UInt8(ascii: ")"))
        guard let number = Int(name) ?? groupNames.first(where: { $0.name == name })?.index else {
            throw fail("unknown group name '\(name)'", at: nameStart)
        }
        guard number > 0 else { throw fail("bad group number", at: nameStart) }
        emit("(?(\(number))")
        open.append((nil, start, isVerbose))
    }

    /// `(?i)` for the whole pattern, `(?i:…)` and `(?-i:…)` for a part of it.
    private mutating func flagGroup(_ start: Int) throws(TemplateError) {
        var added = ""
        var removed = ""
        var isRemoving = false
        while let letter = peek() {
            index += 1
            switch UnicodeScalar(letter) {
            case "i", "m", "s", "x", "a", "u":
                let character = Character(UnicodeScalar(letter))
                if isRemoving { removed.append(character) } else { added.append(character) }
            case "L":
                throw fail("bad inline flags: cannot use 'L' flag with a str pattern")
            case "-" where !isRemoving:
                isRemoving = true
            case ")" where !isRemoving && !added.isEmpty:
                guard start == 0 else { throw fail("global flags not at the start of the expression", at: start) }
                for letter in added { flags |= Self.flag(letter) }
                isVerbose = flags & Flag.verbose != 0
                return
            case ":" where !added.isEmpty || !removed.isEmpty:
                open.append((nil, start, isVerbose))
                if added.contains("x") { isVerbose = true }
                if removed.contains("x") { isVerbose = false }
                // Verbose parts are cleaned here, and PCRE2 always takes Unicode for granted.
                let on = added.filter { "ims".contains($0) }
                let off = removed.filter { "ims".contains($0) }
                emit(off.isEmpty ? "(?\(on):" : "(?\(on)-\(off):")
                return
            default:
                throw fail(
                    index == start + 3
                        ? "unknown extension ?\(Character(UnicodeScalar(letter)))" : "unknown flag", at: start + 1)
            }
        }
        throw fail("missing -, : or )")
    }

    private static func flag(_ letter: Character) -> Int {
        switch letter {
        case "i": Flag.ignoreCase
        case "m": Flag.multiline
        case "s": Flag.dotAll
        case "x": Flag.verbose
        case "a": Flag.ascii
        default: Flag.unicode
        }
    }
}
