internal import Jinja

// MARK: - Sets

extension RegexTranslator {
    mutating func set() throws(TemplateError) {
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

    mutating func setEscape() throws(TemplateError) {
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
    mutating func repetition() throws(TemplateError) {
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
    func quantifier() throws(TemplateError) -> (String, Int)? {
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
    mutating func group() throws(TemplateError) {
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

    mutating func name(until end: UInt8) throws(TemplateError) -> String {
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

    mutating func namedGroup(_ start: Int) throws(TemplateError) {
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

    static func isName(_ name: String) -> Bool {
        name.utf8.first.map { !(48...57).contains($0) } ?? false
            && name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
    }

    mutating func conditional(_ start: Int) throws(TemplateError) {
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
    mutating func flagGroup(_ start: Int) throws(TemplateError) {
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
                // Several such groups may stand at the start, one after the other.
                guard start == leadingFlagsEnd else {
                    throw fail("global flags not at the start of the expression", at: start)
                }
                for letter in added { flags |= Self.flag(letter) }
                isVerbose = flags & Flag.verbose != 0
                leadingFlagsEnd = index
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

    static func flag(_ letter: Character) -> Int {
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
