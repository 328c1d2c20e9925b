extension Array where Element == UInt8 {
    /// The end of the white space, as Python's `\s` sees it, that begins at `start`.
    func endOfSpace(from start: Int) -> Int {
        var index = start
        while index < count {
            let width = spaceWidth(at: index)
            if width == 0 { break }
            index += width
        }
        return index
    }

    /// The start of the white space that ends at `end`, going back to `limit` at most.
    func startOfSpace(endingAt end: Int, notBefore limit: Int) -> Int {
        var start = end
        while start > limit {
            var candidate = start - 1
            while candidate > limit, self[candidate] & 0xC0 == 0x80 { candidate -= 1 }
            let width = spaceWidth(at: candidate)
            guard width > 0, candidate + width == start else { break }
            start = candidate
        }
        return start
    }

    /// The number of bytes of the white space character at `index`; 0 when something else stands there.
    func spaceWidth(at index: Int) -> Int {
        switch self[index] {
        case 0x20, 0x09...0x0D, 0x1C...0x1F:
            return 1
        case 0xC2 where index + 1 < count:
            return self[index + 1] == 0x85 || self[index + 1] == 0xA0 ? 2 : 0
        case 0xE1...0xE3 where index + 2 < count:
            switch (self[index], self[index + 1], self[index + 2]) {
            case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
                (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
                return 3
            default: return 0
            }
        default:
            return 0
        }
    }
}
