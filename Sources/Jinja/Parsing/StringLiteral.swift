internal import Diagnostics

/// Decodes string literals: Python's `unicode-escape`.
enum StringLiteral {
    static func decode(_ source: SourceText, _ token: Token) throws(TemplateError) -> Text {
        let bytes = source.bytes[(token.start + 1)..<(token.end - 1)]
        guard bytes.contains(UInt8(ascii: "\\")) else { return Text(bytes) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                out.append(byte)
                continue
            }
            let escape = bytes[index]
            index += 1
            switch escape {
            case UInt8(ascii: "\n"): break
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): out.append(escape)
            case UInt8(ascii: "b"): out.append(8)
            case UInt8(ascii: "f"): out.append(12)
            case UInt8(ascii: "t"): out.append(9)
            case UInt8(ascii: "n"): out.append(10)
            case UInt8(ascii: "r"): out.append(13)
            case UInt8(ascii: "v"): out.append(11)
            case UInt8(ascii: "a"): out.append(7)
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                var value = UInt32(escape - 48)
                for _ in 0..<2 where index < bytes.endIndex && bytes[index] >= 48 && bytes[index] <= 55 {
                    value = value * 8 + UInt32(bytes[index] - 48)
                    index += 1
                }
                out.append(codePoint: value)
            case UInt8(ascii: "x"): out.append(codePoint: try hex(bytes, &index, 2, "xXX", source, token))
            case UInt8(ascii: "u"): out.append(codePoint: try hex(bytes, &index, 4, "uXXXX", source, token))
            case UInt8(ascii: "U"):
                let value = try hex(bytes, &index, 8, "UXXXXXXXX", source, token)
                guard value <= 0x10FFFF else { throw fail("illegal Unicode character", source, token) }
                out.append(codePoint: value)
            case UInt8(ascii: "N"): out.append(codePoint: try named(bytes, &index, source, token))
            default:
                out.append(UInt8(ascii: "\\"))
                index -= 1
                // A non-ASCII character reaches the decoder as an escape of its own, whose backslash is then taken.
                if escape >= 0x80 { out.append(contentsOf: nonASCII(bytes, &index)) }
            }
        }
        return Text(out)
    }

    private static func nonASCII(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> [UInt8] {
        // `'\é'` becomes `\\xe9` before decoding: an escaped backslash and the plain text `xe9`.
        var array = Array(bytes)
        array.append(0)
        var offset = index - bytes.startIndex
        let point = Text.decode(array, &offset)
        index = bytes.startIndex + offset
        var out: [UInt8] = []
        out.append(point <= 0xff ? "x" : point <= 0xffff ? "u" : "U")
        out.append(hex: point, width: point <= 0xff ? 2 : point <= 0xffff ? 4 : 8)
        return out
    }

    private static func hex(
        _ bytes: ArraySlice<UInt8>, _ index: inout Int, _ count: Int, _ shape: String, _ source: SourceText,
        _ token: Token
    ) throws(TemplateError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard index < bytes.endIndex, let digit = digit(bytes[index]) else {
                throw fail("truncated \\\(shape) escape", source, token)
            }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte - 48)
        case 65...70: UInt32(byte - 55)
        case 97...102: UInt32(byte - 87)
        default: nil
        }
    }

    private static func named(
        _ bytes: ArraySlice<UInt8>, _ index: inout Int, _ source: SourceText, _ token: Token
    ) throws(TemplateError) -> UInt32 {
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "{"),
            let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")), close > index + 1
        else { throw fail("malformed \\N character escape", source, token) }
        let name = String(decoding: bytes[(index + 1)..<close], as: UTF8.self).uppercased()
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            if scalar.properties.name == name || scalar.properties.nameAlias == name {
                index = close + 1
                return value
            }
        }
        throw fail("unknown Unicode character name", source, token)
    }

    private static func fail(_ message: String, _ source: SourceText, _ token: Token) -> TemplateError {
        TemplateError(.syntax, message, at: SourceRange(token.start, token.end), in: source)
    }
}
