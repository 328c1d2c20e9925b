/// Finds what is wrong with a text that should be UTF-8.
enum UTF8Check {
    /// The offset of the first byte that belongs to no UTF-8 sequence; nil when all is well.
    static func firstInvalid(_ bytes: [UInt8]) -> Int? {
        let span = bytes.span
        var all: UInt8 = 0
        for index in span.indices { all |= span[index] }
        if all < 0x80 || String(validating: bytes, as: UTF8.self) != nil { return nil }
        var decoder = UTF8()
        var position = 0
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): position += UTF8.width(scalar)
            case .emptyInput: return nil
            case .error: return position
            }
        }
    }
}
