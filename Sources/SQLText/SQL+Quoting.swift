extension SQL {
    /// `name` as a quoted identifier, with quotes inside it doubled.
    public static func quotedIdentifier(_ name: String) -> String {
        quoted(name, with: UInt8(ascii: "\""))
    }

    /// `text` as a string literal, with quotes inside it doubled; `E'…'` when it has backslashes, so that it means the
    /// same whatever `standard_conforming_strings` says.
    public static func literal(_ text: String) -> String {
        let quotedText = quoted(text, with: UInt8(ascii: "'"))
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return quotedText }
        var bytes: [UInt8] = [UInt8(ascii: "E")]
        for byte in quotedText.utf8 {
            if byte == UInt8(ascii: "\\") { bytes.append(byte) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func quoted(_ text: String, with quote: UInt8) -> String {
        var bytes: [UInt8] = [quote]
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
        return String(decoding: bytes, as: UTF8.self)
    }
}
