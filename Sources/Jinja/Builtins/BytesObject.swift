/// Python `bytes`: what `str.encode` gives; templates print it or decode it again.
public final class BytesObject: Object {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(encoding text: Text, _ encoding: String) throws(TemplateError) {
        switch encoding.lowercased().split(separator: "_").joined(separator: "-") {
        case "utf-8", "utf8": bytes = text.bytes
        case "ascii", "us-ascii":
            guard text.isASCII else { throw Self.unencodable("ascii", text, 128) }
            bytes = text.bytes
        case "latin-1", "latin1", "iso-8859-1", "iso8859-1":
            let points = text.codePoints
            guard points.allSatisfy({ $0 < 256 }) else { throw Self.unencodable("latin-1", text, 256) }
            bytes = points.map { UInt8($0) }
        default: throw TemplateError(.other, "unknown encoding: \(encoding)", pythonClass: "LookupError")
        }
    }

    private static func unencodable(_ codec: String, _ text: Text, _ limit: UInt32) -> TemplateError {
        let position = text.codePoints.firstIndex { $0 >= limit } ?? 0
        let point = text.codePoints[position]
        let escape = point < 256 ? "\\x" + String(point, radix: 16) : "\\u" + String(point, radix: 16)
        return TemplateError(
            .value,
            "'\(codec)' codec can't encode character '\(escape)' in position \(position): ordinal not in range(\(limit))",
            pythonClass: "UnicodeEncodeError")
    }

    public override var typeName: String { "bytes" }
    public override var isIterable: Bool { true }
    public override var isSequence: Bool { true }
    public override func length() throws(TemplateError) -> Int? { bytes.count }

    public override func makeIterator() throws(TemplateError) -> ValueIterator? {
        ArrayIterator(bytes.map { .int(Int($0)) })
    }

    public override func item(_ key: Value) throws(TemplateError) -> Value? {
        Lookup.position(key, bytes.count).map { .int(Int(bytes[$0])) }
    }

    public override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "decode":
            return .function("decode") { [bytes] _, _ throws(TemplateError) in .string(Text(bytes)) }
        case "hex":
            return .function("hex") { [bytes] _, _ throws(TemplateError) in
                var out: [UInt8] = []
                for byte in bytes { out.append(hex: UInt32(byte), width: 2) }
                return .string(Text(bytes: out, isASCII: true))
            }
        default: return nil
        }
    }

    public override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard case .object(let object) = other, let right = object as? BytesObject else { return false }
        return bytes == right.bytes
    }

    public override func hash() throws(TemplateError) -> Int { bytes.hashValue }

    public override func repr() throws(TemplateError) -> Text {
        let quote: UInt8 = bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\"")) ? 34 : 39
        var out: [UInt8] = [UInt8(ascii: "b"), quote]
        for byte in bytes {
            switch byte {
            case quote, UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
            case 10: out.append("\\n")
            case 13: out.append("\\r")
            case 9: out.append("\\t")
            case 32..<127: out.append(byte)
            default:
                out.append("\\x")
                out.append(hex: UInt32(byte), width: 2)
            }
        }
        out.append(quote)
        return Text(bytes: out, isASCII: true)
    }
}
