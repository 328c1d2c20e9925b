internal import Jinja

/// What `re.sub` puts in place of a match: literal text and groups.
struct RegexReplacement {
    private enum Part {
        case literal([UInt8])
        case group(Int)
    }

    private var parts: [Part] = []

    /// Reads a replacement template: `\1`, `\g<name>`, `\n` and the other escapes of Python.
    /// - Throws: Python's `re.error` for an unknown escape, and an index error for an unknown group name.
    init(_ template: Text, for regex: CompiledRegex) throws(TemplateError) {
        let bytes = template.bytes
        var literal: [UInt8] = []
        var index = 0

        func fail(_ message: String, at position: Int) -> TemplateError {
            TemplateError(.regex, "\(message) at position \(bytes[..<position].count { $0 & 0xC0 != 0x80 })")
        }
        func isDigit(_ position: Int, upTo highest: UInt8 = 57) -> Bool {
            position < bytes.count && (48...highest).contains(bytes[position])
        }
        func addGroup(_ number: Int, at position: Int) throws(TemplateError) {
            guard number <= regex.groupCount else { throw fail("invalid group reference \(number)", at: position) }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = []
            parts.append(.group(number))
        }

        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\") else {
                literal.append(bytes[index])
                index += 1
                continue
            }
            let start = index
            guard index + 1 < bytes.count else { throw fail("bad escape (end of pattern)", at: start) }
            let letter = bytes[index + 1]
            index += 2
            switch UnicodeScalar(letter) {
            case "g":
                guard index < bytes.count, bytes[index] == UInt8(ascii: "<") else { throw fail("missing <", at: index) }
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) else {
                    throw fail("missing >, unterminated name", at: index + 1)
                }
                let name = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
                guard !name.isEmpty else { throw fail("missing group name", at: index + 1) }
                if let number = Int(name), number >= 0 {
                    try addGroup(number, at: index + 1)
                } else {
                    guard let group = regex.groupNames.first(where: { $0.name == name }) else {
                        throw TemplateError(.index, "unknown group name '\(name)'")
                    }
                    try addGroup(group.index, at: start)
                }
                index = end + 1
            case "0"..."9":
                var number = Int(letter) - 48
                let isOctal = letter == 48 || (letter <= 51 && isDigit(index, upTo: 55) && isDigit(index + 1, upTo: 55))
                if isOctal {
                    for _ in 0..<2 where isDigit(index, upTo: 55) {
                        number = number * 8 + Int(bytes[index]) - 48
                        index += 1
                    }
                    literal.append(contentsOf: String(UnicodeScalar(UInt8(truncatingIfNeeded: number))).utf8)
                } else {
                    if isDigit(index) {
                        number = number * 10 + Int(bytes[index]) - 48
                        index += 1
                    }
                    try addGroup(number, at: start + 1)
                }
            case "a": literal.append(7)
            case "b": literal.append(8)
            case "f": literal.append(12)
            case "n": literal.append(10)
            case "r": literal.append(13)
            case "t": literal.append(9)
            case "v": literal.append(11)
            case "\\": literal.append(letter)
            case "A"..."Z", "a"..."z":
                throw fail("bad escape \\\(Character(UnicodeScalar(letter)))", at: start)
            default: literal += [UInt8(ascii: "\\"), letter]
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
    }

    /// Appends the replacement of one match to `out`; groups that took no part are empty.
    func write(_ found: CompiledRegex.Found, in subject: Text, to out: inout [UInt8]) {
        for part in parts {
            switch part {
            case .literal(let bytes): out.append(contentsOf: bytes)
            case .group(let number):
                if let span = found.spans[number] { out.append(contentsOf: subject.bytes[span]) }
            }
        }
    }
}
