/// Turns libyaml's offsets, which count Unicode scalars, into byte offsets and back into marks.
struct ByteOffsets {
    private let bytes: [UInt8]
    /// The byte offset of every 64th scalar; empty for a text of ASCII only, where both offsets are the same.
    private var checkpoints: [Int] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if Self.isASCII(bytes.span) { return }
        var count = 0
        for index in bytes.indices where !Self.isContinuation(bytes[index]) {
            if count & 63 == 0 { checkpoints.append(index) }
            count += 1
        }
    }

    private static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        var all: UInt8 = 0
        for index in bytes.indices { all |= bytes[index] }
        return all < 0x80
    }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

    /// The byte offset of the scalar number `offset`.
    subscript(offset: Int) -> Int {
        guard !checkpoints.isEmpty else { return min(offset, bytes.count) }
        guard offset >> 6 < checkpoints.count else { return bytes.count }
        var index = checkpoints[offset >> 6]
        var rest = offset & 63
        while rest > 0, index < bytes.count {
            index += 1
            while index < bytes.count, Self.isContinuation(bytes[index]) { index += 1 }
            rest -= 1
        }
        return index
    }

    /// Line and column of a byte, for messages: looks at the whole text before it.
    func mark(atByte offset: Int) -> YAMLMark {
        var mark = YAMLMark()
        for index in 0..<min(offset, bytes.count) where !Self.isContinuation(bytes[index]) {
            mark.offset += 1
            mark.column += 1
            let isReturn = bytes[index] == 13 && !(index + 1 < bytes.count && bytes[index + 1] == 10)
            if bytes[index] == 10 || isReturn {
                mark.line += 1
                mark.column = 0
            }
        }
        return mark
    }
}
