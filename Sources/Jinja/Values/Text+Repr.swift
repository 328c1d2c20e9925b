extension Text {
    /// Appends the text in quotes, as Python's `repr` writes it.
    func writeRepr(to out: inout [UInt8]) {
        var single = false
        var double = false
        var isPlain = isASCII
        for byte in bytes {
            if byte == UInt8(ascii: "'") { single = true }
            if byte == UInt8(ascii: "\"") { double = true }
            if byte < 32 || byte == UInt8(ascii: "\\") || byte == 127 { isPlain = false }
        }
        let quote = single && !double ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        out.append(quote)
        if isPlain && !(single && double) {
            out.append(contentsOf: bytes)
        } else if isASCII {
            for byte in bytes { Self.writeASCII(byte, quote, &out) }
        } else {
            for scalar in codePoints {
                if scalar < 0x80 {
                    Self.writeASCII(UInt8(scalar), quote, &out)
                } else if let unicode = Unicode.Scalar(scalar), unicode.isPrintable {
                    out.append(codePoint: scalar)
                } else if scalar <= 0xff {
                    out.append("\\x")
                    out.append(hex: scalar, width: 2)
                } else if scalar <= 0xffff {
                    out.append("\\u")
                    out.append(hex: scalar, width: 4)
                } else {
                    out.append("\\U")
                    out.append(hex: scalar, width: 8)
                }
            }
        }
        out.append(quote)
    }

    private static func writeASCII(_ byte: UInt8, _ quote: UInt8, _ out: inout [UInt8]) {
        switch byte {
        case quote, UInt8(ascii: "\\"):
            out.append(UInt8(ascii: "\\"))
            out.append(byte)
        case 10: out.append("\\n")
        case 13: out.append("\\r")
        case 9: out.append("\\t")
        case 0..<32, 127:
            out.append("\\x")
            out.append(hex: UInt32(byte), width: 2)
        default: out.append(byte)
        }
    }
}

extension Unicode.Scalar {
    /// Python's `str.isprintable` for one character.
    var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: value == 0x20
        default: true
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends a code point as UTF-8; surrogates get the three bytes of generalised UTF-8.
    mutating func append(codePoint value: UInt32) {
        switch value {
        case 0..<0x80: append(UInt8(value))
        case 0x80..<0x800:
            append(UInt8(0xC0 | value >> 6))
            append(UInt8(0x80 | value & 0x3F))
        case 0x800..<0x10000:
            append(UInt8(0xE0 | value >> 12))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        default:
            append(UInt8(0xF0 | value >> 18 & 0x07))
            append(UInt8(0x80 | value >> 12 & 0x3F))
            append(UInt8(0x80 | value >> 6 & 0x3F))
            append(UInt8(0x80 | value & 0x3F))
        }
    }

    mutating func append(hex value: UInt32, width: Int) {
        let digits = String(value, radix: 16)
        for _ in 0..<Swift.max(0, width - digits.utf8.count) { append(48) }
        append(digits)
    }
}
