extension Text {
    /// The code points of the text: what Python indexes.
    public var codePoints: [UInt32] {
        if isASCII { return bytes.map { UInt32($0) } }
        var points: [UInt32] = []
        points.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count { points.append(Self.decode(bytes, &index)) }
        return points
    }

    /// Makes a text of code points; surrogates are allowed.
    public init(codePoints: some Sequence<UInt32>) {
        var bytes: [UInt8] = []
        for point in codePoints { bytes.append(codePoint: point) }
        self.init(bytes)
    }

    /// Reads the code point at `index` and moves past it; a malformed byte counts as U+FFFD.
    static func decode(_ bytes: [UInt8], _ index: inout Int) -> UInt32 {
        let first = UInt32(bytes[index])
        let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
        guard length > 0, index + length <= bytes.count else {
            index += 1
            return 0xFFFD
        }
        if length == 1 {
            index += 1
            return first
        }
        var point = first & (length == 2 ? 0x1F : length == 3 ? 0x0F : 0x07)
        for offset in 1..<length {
            let byte = UInt32(bytes[index + offset])
            guard byte & 0xC0 == 0x80 else {
                index += 1
                return 0xFFFD
            }
            point = point << 6 | byte & 0x3F
        }
        index += length
        return point
    }

    /// The byte offset of the code point with the given index, which must lie in `0...count`.
    func byteOffset(of index: Int) -> Int {
        if isASCII { return index }
        var seen = 0
        var offset = 0
        while offset < bytes.count {
            if bytes[offset] & 0xC0 != 0x80 {
                if seen == index { return offset }
                seen += 1
            }
            offset += 1
        }
        return bytes.count
    }

    /// The code points in a range, as a text.
    func slice(_ range: Range<Int>) -> Text {
        let start = byteOffset(of: range.lowerBound)
        let end = isASCII ? range.upperBound : byteOffset(of: range.upperBound)
        if start == 0 && end == bytes.count { return marker == .plain ? self : marked(.plain) }
        if isASCII { return Text(bytes: Array(bytes[start..<end]), isASCII: true) }
        return Text(bytes[start..<end])
    }

    /// The single-character texts of the text, each made when it is asked for.
    var characters: Characters { Characters(text: self) }

    struct Characters: Sequence, IteratorProtocol {
        let text: Text
        private var index = 0

        init(text: Text) {
            self.text = text
        }

        mutating func next() -> Text? {
            guard index < text.bytes.count else { return nil }
            if text.isASCII {
                index += 1
                return Text(bytes: [text.bytes[index - 1]], isASCII: true)
            }
            return Text(codePoints: CollectionOfOne(Text.decode(text.bytes, &index)))
        }
    }
}
