/// Strings as JSON.
enum JSONText {
    /// Appends `text` in double quotes, copying clean runs whole: eight bytes at a time are looked at.
    static func append(_ text: String, to bytes: inout [UInt8], escapesNonASCII: Bool) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            let span = unsafe Span(_unsafeElements: utf8)
            var index = 0
            while index < span.count {
                let end = cleanRun(span, index)
                if end > index {
                    unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[index..<end]))
                    index = end
                }
                if index < span.count { escape(span, &index, &bytes, escapesNonASCII) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The end of the printable ASCII without quotes and backslashes that begins at `start`.
    private static func cleanRun(_ text: Span<UInt8>, _ start: Int) -> Int {
        var index = start
        let words = unsafe text.bytes
        while index + 8 <= text.count {
            let word = unsafe words.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            if needsEscape(word) { break }
            index += 8
        }
        while index < text.count {
            let byte = text[index]
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            index += 1
        }
        return index
    }

    /// One of the eight bytes is a control character, a quote, a backslash, DEL, or not ASCII.
    ///
    /// A byte below n gives a high bit in (word - n·ones) & ~word; borrows only ever make the answer too careful.
    private static func needsEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        func hasZero(_ value: UInt64) -> UInt64 { (value &- ones) & ~value }
        let control = (word &- ones &* 0x20) & ~word
        let found = control | hasZero(word ^ ones &* 0x22) | hasZero(word ^ ones &* 0x5C) | hasZero(word ^ ones &* 0x7F)
        return (found | word) & high != 0
    }

    private static func escape(_ text: Span<UInt8>, _ index: inout Int, _ bytes: inout [UInt8], _ all: Bool) {
        let byte = text[index]
        if byte >= 0x80 {
            let size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            if all {
                var code = UInt32(byte) & (0x7F >> UInt32(size))
                for offset in 1..<size { code = code << 6 | UInt32(text[index + offset] & 0x3F) }
                if code >= 0x10000 {
                    unit(0xD800 + (code - 0x10000) >> 10, &bytes)
                    unit(0xDC00 + (code - 0x10000) & 0x3FF, &bytes)
                } else {
                    unit(code, &bytes)
                }
            } else {
                for offset in 0..<size { bytes.append(text[index + offset]) }
            }
            index += size
            return
        }
        index += 1
        let short: UInt8? =
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
            case 10: UInt8(ascii: "n")
            case 13: UInt8(ascii: "r")
            case 9: UInt8(ascii: "t")
            case 8: UInt8(ascii: "b")
            case 12: UInt8(ascii: "f")
            default: nil
            }
        if let short {
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(short)
        } else if byte == 0x7F, !all {
            bytes.append(byte)
        } else {
            unit(UInt32(byte), &bytes)
        }
    }

    private static func unit(_ code: UInt32, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: "u"))
        for shift: UInt32 in [12, 8, 4, 0] {
            let digit = UInt8(code >> shift & 15)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
