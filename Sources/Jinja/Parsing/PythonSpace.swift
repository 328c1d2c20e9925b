/// Python's white space in UTF-8 bytes: what `str.isspace`, `str.strip` and `\s` mean.
enum PythonSpace {
    /// The length of the white space character at `index`, or nil when there is none.
    static func length(_ bytes: [UInt8], _ index: Int, _ end: Int) -> Int? {
        let byte = bytes[index]
        if byte < 0x80 { return isSpace(byte) ? 1 : nil }
        guard byte == 0xC2 || byte == 0xE1 || byte == 0xE2 || byte == 0xE3 else { return nil }
        var next = index
        let point = Text.decode(bytes, &next)
        return next <= end && isSpace(point) ? next - index : nil
    }

    /// The length of the white space character that ends before `index`, or nil when there is none.
    static func lengthBefore(_ bytes: [UInt8], _ index: Int, _ start: Int) -> Int? {
        let byte = bytes[index - 1]
        if byte < 0x80 { return isSpace(byte) ? 1 : nil }
        for length in 2...3 where index - length >= start {
            guard bytes[index - length] & 0xC0 == 0xC0 else { continue }
            var next = index - length
            let point = Text.decode(bytes, &next)
            return next == index && isSpace(point) ? length : nil
        }
        return nil
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 || byte >= 28 && byte <= 31 }

    static func isSpace(_ point: UInt32) -> Bool {
        switch point {
        case 9...13, 28...32, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    /// Whether Jinja2's pattern for names accepts the character: `\w` and a few marks that identifiers may contain.
    var isWord: Bool {
        if self == "_" { return true }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber:
            return true
        default:
            return properties.isXIDContinue
        }
    }
}

extension String {
    /// Python's `str.isidentifier`.
    var isPythonIdentifier: Bool {
        guard let first = unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return unicodeScalars.dropFirst().allSatisfy { $0.properties.isXIDContinue }
    }
}
