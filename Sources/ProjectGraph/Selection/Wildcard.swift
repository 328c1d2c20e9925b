/// Python's `fnmatch`: `*`, `?`, `[seq]`, `[!seq]`, on bytes; `*` matches dots and slashes too.
struct Wildcard {
    private let pattern: [UInt8]
    private let isLiteral: Bool

    init(_ pattern: String) {
        self.pattern = Array(pattern.utf8)
        isLiteral = !Self.isWildcard(pattern)
    }

    /// Whether a text has a character that stands for others.
    static func isWildcard(_ text: some StringProtocol) -> Bool {
        text.utf8.contains { byte in
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "]"): true
            default: false
            }
        }
    }

    func matches(_ text: some StringProtocol) -> Bool {
        let bytes = Array(text.utf8)
        return isLiteral ? bytes == pattern : matches(bytes)
    }

    /// Greedy matching with one point to return to, which is enough for `*`.
    private func matches(_ text: [UInt8]) -> Bool {
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position + 1, index)
                position += 1
            } else if let width = width(at: position, of: text[index]) {
                position += width
                index += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                position = last.pattern
                index = last.text + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    /// The length of the pattern's element at `position` when it matches `byte`.
    private func width(at position: Int, of byte: UInt8) -> Int? {
        guard position < pattern.count else { return nil }
        switch pattern[position] {
        case UInt8(ascii: "?"): return 1
        case UInt8(ascii: "["):
            guard let set = set(at: position) else { return byte == UInt8(ascii: "[") ? 1 : nil }
            return set.contains(byte) ? set.width : nil
        case let literal: return literal == byte ? 1 : nil
        }
    }

    /// The `[…]` that begins at `position`; nil when it is not closed, so that the bracket stands for itself.
    private func set(at position: Int) -> (contains: (UInt8) -> Bool, width: Int)? {
        var start = position + 1
        let isNegated = start < pattern.count && pattern[start] == UInt8(ascii: "!")
        if isNegated { start += 1 }
        let first = start < pattern.count && pattern[start] == UInt8(ascii: "]") ? start + 1 : start
        guard let end = pattern[min(first, pattern.count)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        let members = Array(pattern[start..<end])
        return (
            { byte in
                var index = 0
                var isMember = false
                while index < members.count {
                    if index + 2 < members.count, members[index + 1] == UInt8(ascii: "-") {
                        isMember = isMember || (members[index] <= byte && byte <= members[index + 2])
                        index += 3
                    } else {
                        isMember = isMember || members[index] == byte
                        index += 1
                    }
                }
                return isMember != isNegated
            }, end - position + 1
        )
    }
}
