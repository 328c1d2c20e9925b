/// Values in the text format of COPY.
///
/// Source: PostgreSQL documentation, COPY, "Text Format".
enum CopyText {
    static let separator = UInt8(ascii: "\t")
    static let newline = UInt8(ascii: "\n")
    static let null: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "N")]

    /// Text as it is, with what means something to COPY escaped.
    static func append(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
        for byte in text { append(byte, to: &output) }
    }

    static func append(_ byte: UInt8, to output: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\\"):
            output.append(byte)
            output.append(byte)
        case UInt8(ascii: "\n"):
            output.append(UInt8(ascii: "\\"))
            output.append(UInt8(ascii: "n"))
        case UInt8(ascii: "\r"):
            output.append(UInt8(ascii: "\\"))
            output.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\t"):
            output.append(UInt8(ascii: "\\"))
            output.append(UInt8(ascii: "t"))
        default: output.append(byte)
        }
    }

    /// What a JSON string with escapes says.
    /// - Throws: for what PostgreSQL's text cannot hold.
    static func append(
        unescaping string: ArraySlice<UInt8>, to output: inout [UInt8]
    ) throws(LoadFailure) {
        var index = string.startIndex
        while index < string.endIndex {
            let byte = string[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                output.append(byte)
                continue
            }
            let escape = string[index]
            index += 1
            switch escape {
            case UInt8(ascii: "b"): output.append(8)
            case UInt8(ascii: "f"): output.append(12)
            case UInt8(ascii: "n"): append(10, to: &output)
            case UInt8(ascii: "r"): append(13, to: &output)
            case UInt8(ascii: "t"): append(9, to: &output)
            case UInt8(ascii: "u"):
                let scalar = try scalar(string, &index)
                append(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter, to: &output)
            default: append(escape, to: &output)
            }
        }
    }

    private static func scalar(_ string: ArraySlice<UInt8>, _ index: inout Int) throws(LoadFailure) -> Unicode.Scalar {
        func unit() -> UInt32 {
            var code: UInt32 = 0
            for _ in 0..<4 {
                code = code << 4 | UInt32(string[index].hexadecimalValue ?? 0)
                index += 1
            }
            return code
        }
        var code = unit()
        if (0xD800..<0xDC00).contains(code), index + 6 <= string.endIndex, string[index] == UInt8(ascii: "\\"),
            string[index + 1] == UInt8(ascii: "u")
        {
            index += 2
            let low = unit()
            if (0xDC00..<0xE000).contains(low) { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
        }
        if code == 0 { throw LoadFailure(.row, "`\\u0000` cannot be stored in PostgreSQL") }
        guard let scalar = Unicode.Scalar(code) else {
            throw LoadFailure(.row, "a `\\u` escape is half of a pair of surrogates")
        }
        return scalar
    }
}
