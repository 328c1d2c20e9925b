/// Finds where a broken element of a JSON file ends, so that those after it can be read.
struct JSONRecovery {
    /// How far an end is searched, in bytes.
    static let reach = 1 << 20

    let bytes: [UInt8]
    let isAtEnd: Bool

    /// Two signs are searched, and the first counts: the brace that closes the element, where its braces are in order;
    /// and a line that begins as deep as the element's with an opening brace, behind what is wrong.
    /// - Returns: the end of the broken part; nil when there is no sign of it.
    func end(ofElementAt start: Int, brokenAt offset: Int, isBalanced: Bool) -> Int? {
        let limit = min(bytes.count, start + Self.reach)
        let signs = [
            isBalanced ? closingBrace(from: start, to: limit) : nil, nextElement(from: start, offset, to: limit),
        ]
        if let end = signs.compactMap(\.self).min() { return end }
        return isAtEnd && limit == bytes.count ? limit : nil
    }

    func hasComma(at position: Int) -> Bool {
        bytes[position...].first { !$0.isJSONBlank } == UInt8(ascii: ",")
    }

    /// Behind the brace that closes the one at `start`. A string ends at its line's end at the latest.
    private func closingBrace(from start: Int, to limit: Int) -> Int? {
        var depth = 0
        var isString = false
        var index = start
        while index < limit {
            let byte = bytes[index]
            index += 1
            if isString {
                if byte == UInt8(ascii: "\\") { index += 1 }
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") { isString = false }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth <= 0, isFollowedByElement(index) { return index }
            default: break
            }
        }
        return nil
    }

    /// Whether what follows is another object, or the end of the array and nothing else.
    private func isFollowedByElement(_ position: Int) -> Bool {
        var rest = bytes[position...].drop(while: \.isJSONBlank)
        if rest.first == UInt8(ascii: ",") {
            rest = rest.dropFirst().drop(while: \.isJSONBlank)
            return rest.first == UInt8(ascii: "{")
        }
        if rest.first == UInt8(ascii: "]") { rest = rest.dropFirst().drop(while: \.isJSONBlank) }
        return rest.isEmpty && isAtEnd || rest.first == UInt8(ascii: "{") || rest.first == UInt8(ascii: "[")
    }

    private func nextElement(from start: Int, _ offset: Int, to limit: Int) -> Int? {
        let newline = UInt8(ascii: "\n")
        let lineStart = bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let indentation = bytes[lineStart...].prefix { $0 == 32 || $0 == 9 }
        var index = min(offset, limit)
        // An element that is cut off at its line's end is found wrong at the first word of the next line.
        while index > start, bytes[index - 1].isJSONBlank { index -= 1 }
        while let end = bytes[index..<limit].firstIndex(of: newline) {
            let line = bytes[(end + 1)..<limit]
            if line.starts(with: indentation), let first = line.dropFirst(indentation.count).first {
                if first == UInt8(ascii: "{") { return end + 1 }
                // `,{` is written too.
                if first == UInt8(ascii: ",") || first == UInt8(ascii: "]"), indentation.isEmpty { return end + 1 }
            }
            index = end + 1
        }
        return nil
    }
}
