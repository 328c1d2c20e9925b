extension Text {
    /// The text with HTML's special characters escaped, as `Markup`.
    var escaped: Text {
        if marker == .markup { return self }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): out.append("&amp;")
            case UInt8(ascii: ">"): out.append("&gt;")
            case UInt8(ascii: "<"): out.append("&lt;")
            case UInt8(ascii: "'"): out.append("&#39;")
            case UInt8(ascii: "\""): out.append("&#34;")
            default: out.append(byte)
            }
        }
        return Text(bytes: out, isASCII: isASCII, marker: .markup)
    }

    private static let entities: [String: UInt32] = [
        "amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39, "nbsp": 0xA0, "copy": 0xA9, "reg": 0xAE, "eacute": 0xE9,
        "hellip": 0x2026, "mdash": 0x2014, "ndash": 0x2013, "euro": 0x20AC, "laquo": 0xAB, "raquo": 0xBB,
    ]

    /// The text with character references replaced by their characters.
    var unescapedHTML: Text {
        guard bytes.contains(UInt8(ascii: "&")) else { return self }
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "&"), let (point, next) = Self.reference(bytes, index + 1) {
                out.append(codePoint: point)
                index = next
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return Text(out)
    }

    private static func reference(_ bytes: [UInt8], _ start: Int) -> (UInt32, Int)? {
        guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        if name.hasPrefix("#x") || name.hasPrefix("#X") {
            return UInt32(name.dropFirst(2), radix: 16).map { ($0, end + 1) }
        }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).map { ($0, end + 1) } }
        return entities[name].map { ($0, end + 1) }
    }

    /// The text without tags and comments, with runs of white space as one blank.
    /// Source: MarkupSafe 3.0, Markup.striptags.
    var strippedTags: Text {
        var value = bytes
        while let start = Text.find(Array("<!--".utf8), in: value, from: 0, to: value.count) {
            guard let end = Text.find(Array("-->".utf8), in: value, from: start, to: value.count) else { break }
            value.removeSubrange(start..<(end + 3))
        }
        while let start = value.firstIndex(of: UInt8(ascii: "<")) {
            guard let end = value[start...].firstIndex(of: UInt8(ascii: ">")) else { break }
            value.removeSubrange(start...end)
        }
        var joined: [UInt8] = []
        for (index, word) in Text(value).words().enumerated() {
            if index > 0 { joined.append(32) }
            joined.append(contentsOf: word.bytes)
        }
        return Text(joined).unescapedHTML
    }
}
