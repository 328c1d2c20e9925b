extension Text {
    /// Splits at runs of white space; `limit` counts the splits, negative means no limit.
    func words(limit: Int = -1, fromRight: Bool = false) -> [Text] {
        var words: [Text] = []
        if fromRight && limit >= 0 { return wordsFromRight(limit) }
        var index = 0
        let end = bytes.count
        while true {
            while index < end, let length = PythonSpace.length(bytes, index, end) { index += length }
            guard index < end else { return words }
            if limit >= 0 && words.count >= limit {
                words.append(Text(bytes[index...]))
                return words
            }
            let start = index
            while index < end, PythonSpace.length(bytes, index, end) == nil { index += 1 }
            words.append(Text(bytes[start..<index]))
        }
    }

    private func wordsFromRight(_ limit: Int) -> [Text] {
        var words: [Text] = []
        var index = bytes.count
        while true {
            while index > 0, let length = PythonSpace.lengthBefore(bytes, index, 0) { index -= length }
            guard index > 0 else { break }
            if words.count >= limit {
                words.append(Text(bytes[..<index]))
                break
            }
            let end = index
            while index > 0, PythonSpace.lengthBefore(bytes, index, 0) == nil { index -= 1 }
            words.append(Text(bytes[index..<end]))
        }
        return words.reversed()
    }

    /// Splits at a separator that is not empty.
    func split(by separator: Text, limit: Int = -1, fromRight: Bool = false) -> [Text] {
        var left = limit < 0 ? Int.max : limit
        var parts: [Text] = []
        if fromRight {
            var end = bytes.count
            while left > 0, let found = Self.findLast(separator.bytes, in: bytes, from: 0, to: end) {
                parts.append(Text(bytes[(found + separator.bytes.count)..<end]))
                end = found
                left -= 1
            }
            parts.append(Text(bytes[..<end]))
            return parts.reversed()
        }
        var start = 0
        while left > 0, let found = find(separator, from: start) {
            parts.append(Text(bytes[start..<found]))
            start = found + separator.bytes.count
            left -= 1
        }
        parts.append(Text(bytes[start...]))
        return parts
    }

    /// The lines of the text as `str.splitlines` sees them.
    func lines(keepingEnds: Bool = false) -> [Text] {
        var lines: [Text] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            let begin = index
            if bytes[index] >= 32 && bytes[index] < 0x80 {
                index += 1
                continue
            }
            let point = Self.decode(bytes, &index)
            switch point {
            case 10, 11, 12, 28, 29, 30, 0x85, 0x2028, 0x2029: break
            case 13: if index < bytes.count, bytes[index] == 10 { index += 1 }
            default: continue
            }
            lines.append(Text(bytes[start..<(keepingEnds ? index : begin)]))
            start = index
        }
        if start < bytes.count { lines.append(Text(bytes[start...])) }
        return lines
    }

    enum Alignment { case left, right, center }

    /// The text padded to a width in code points.
    func padded(to width: Int, fill: Text = Text(" "), _ alignment: Alignment) throws(TemplateError) -> Text {
        let missing = width - count
        guard missing > 0 else { return self }
        guard missing < 1 << 28 else { throw TemplateError(.overflow, "the padded string is too long") }
        let before: Int
        switch alignment {
        case .left: before = 0
        case .right: before = missing
        // Python puts the odd character on the left when the width is odd.
        case .center: before = missing / 2 + (missing & width & 1)
        }
        var out: [UInt8] = []
        for _ in 0..<before { out.append(contentsOf: fill.bytes) }
        out.append(contentsOf: bytes)
        for _ in before..<missing { out.append(contentsOf: fill.bytes) }
        return Text(bytes: out, isASCII: isASCII && fill.isASCII)
    }
}

/// `isalpha` and its relatives.
enum CharacterClasses {
    static func test(_ text: Text, _ name: Methods.Name) -> Bool {
        if name == .isascii { return text.isASCII }
        let scalars = text.codePoints.map { Unicode.Scalar($0) ?? "\u{FFFD}" }
        switch name {
        case .isidentifier: return !text.isEmpty && text.string.isPythonIdentifier
        case .isprintable: return scalars.allSatisfy(\.isPrintable)
        case .islower:
            return cased(scalars) {
                $0.properties.isLowercase
            } refusing: {
                $0.properties.isUppercase || isTitle($0)
            }
        case .isupper:
            return cased(scalars) {
                $0.properties.isUppercase
            } refusing: {
                $0.properties.isLowercase || isTitle($0)
            }
        case .istitle: return isTitled(scalars)
        default: break
        }
        guard !scalars.isEmpty else { return false }
        switch name {
        case .isalpha: return scalars.allSatisfy(isLetter)
        case .isdecimal: return scalars.allSatisfy { $0.properties.generalCategory == .decimalNumber }
        case .isdigit: return scalars.allSatisfy(isDigit)
        case .isnumeric: return scalars.allSatisfy { $0.properties.numericType != nil }
        case .isalnum: return scalars.allSatisfy { isLetter($0) || $0.properties.numericType != nil }
        default: return scalars.allSatisfy { PythonSpace.isSpace($0.value) }
        }
    }

    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit
    }

    private static func isTitle(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .titlecaseLetter
    }

    private static func cased(
        _ scalars: [Unicode.Scalar], _ accept: (Unicode.Scalar) -> Bool, refusing refuse: (Unicode.Scalar) -> Bool
    ) -> Bool {
        var found = false
        for scalar in scalars {
            if refuse(scalar) { return false }
            if accept(scalar) { found = true }
        }
        return found
    }

    private static func isTitled(_ scalars: [Unicode.Scalar]) -> Bool {
        var afterCased = false
        var found = false
        for scalar in scalars {
            if scalar.properties.isUppercase || isTitle(scalar) {
                if afterCased { return false }
                afterCased = true
                found = true
            } else if scalar.properties.isLowercase {
                if !afterCased { return false }
                found = true
            } else {
                afterCased = false
            }
        }
        return found
    }
}
