internal import Formats

/// Writes data as compact JSON that may stand inside a `<script>` element of an HTML page as well as in a `.js` file.
///
/// `<` is written as `\u003c`, so that no text of a project can close the element that holds it. The text is pure
/// JSON in UTF-8; what JSON cannot express (infinities) becomes null.
struct ScriptEncoder {
    private(set) var bytes: [UInt8] = []

    private static let hexadecimal = Array("0123456789abcdef".utf8)

    static func encode(_ value: DataValue) -> [UInt8] {
        var encoder = ScriptEncoder()
        encoder.write(value)
        return encoder.bytes
    }

    mutating func write(_ value: DataValue) {
        switch value {
        case .null: write(raw: "null")
        case .bool(let flag): write(raw: flag ? "true" : "false")
        case .int(let number): write(raw: String(number))
        case .bigInt(let digits): write(raw: digits)
        case .float(let number): write(raw: number.isFinite ? number.description : "null")
        case .string(let text), .date(let text), .timestamp(let text): write(text)
        case .list(let items): write(items)
        case .mapping(let entries): write(entries)
        }
    }

    private mutating func write(_ items: [DataValue]) {
        bytes.append(UInt8(ascii: "["))
        for index in items.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(items[index])
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ entries: DataMapping) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for (key, value) in entries {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(key)
            bytes.append(UInt8(ascii: ":"))
            write(value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): write(raw: "\\n")
            case UInt8(ascii: "\t"): write(raw: "\\t")
            case 0..<0x20, UInt8(ascii: "<"):
                write(raw: "\\u00")
                bytes += [Self.hexadecimal[Int(byte >> 4)], Self.hexadecimal[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func write(raw text: String) { bytes += text.utf8 }
}
