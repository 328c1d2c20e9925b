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

    var out: [UInt8] = []
    var flags: Int
    /// Where the groups such as `(?i)` at the start of the pattern end.
    var leadingFlagsEnd = 0
    var groupCount = 0
    var groupNames: [(name: String, index: Int)] = []
    /// For each group, when it is closed in the pattern: 0 for the first.
    var closingOrder: [Int: Int] = [:]

    let bytes: [UInt8]
    var index = 0
    /// The open groups: the number of a capturing one, where it began, and whether it was verbose outside.
    var open: [(group: Int?, start: Int, wasVerbose: Bool)] = []
    var isVerbose = false
    /// Whether the last element can be repeated, and whether it is a repetition already.
    var canRepeat = false
    var isRepeated = false

    init(_ pattern: [UInt8], flags: Int) throws(TemplateError) {
        bytes = pattern
        self.flags = flags
        isVerbose = flags & Flag.verbose != 0
        out.reserveCapacity(pattern.count + 16)
        try translate()
    }

    func fail(_ message: String, at position: Int? = nil) -> TemplateError {
        let offset = position ?? index
        let characters = bytes[..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
        return TemplateError(.regex, "\(message) at position \(characters)")
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        index + distance < bytes.count ? bytes[index + distance] : nil
    }

    mutating func emit(_ text: String) { out.append(contentsOf: text.utf8) }

    mutating func element() {
        canRepeat = true
        isRepeated = false
    }

    mutating func translate() throws(TemplateError) {
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
    mutating func escape() throws(TemplateError) {
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
    mutating func character(_ letter: UInt8, _ start: Int) throws(TemplateError) {
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

    static func code(_ number: UInt32) -> String { "\\x{\(String(number, radix: 16))}" }

    mutating func octal(upTo digits: Int, value: UInt32) -> UInt32 {
        var value = value
        for _ in 0..<digits {
            guard let digit = peek(), (48...55).contains(digit) else { break }
            value = value * 8 + UInt32(digit) - 48
            index += 1
        }
        return value
    }

    mutating func hexadecimal(_ digits: Int, _ letter: UInt8, _ start: Int) throws(TemplateError) -> UInt32 {
        let end = min(index + digits, bytes.count)
        let text = String(decoding: bytes[index..<end], as: UTF8.self)
        guard text.utf8.count == digits, let value = UInt32(text, radix: 16), value <= 0x10FFFF else {
            throw fail("incomplete escape \\\(Character(UnicodeScalar(letter)))\(text)", at: start)
        }
        index = end
        return value
    }

    mutating func backreference(_ letter: UInt8, _ start: Int) throws(TemplateError) {
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
