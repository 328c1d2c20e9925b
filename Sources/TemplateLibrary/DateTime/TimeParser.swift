internal import Jinja

/// Python's `strptime` in the C locale.
///
/// A format is a sequence of elements; each can match in several ways, tried from the longest on, since `%d%m` may
/// have to give back a digit.
struct TimeParser {
    /// What the elements of a format found.
    struct Fields {
        var numbers: [UInt8: Int] = [:]
        var isAfternoon: Bool?
        var offset: TimeDelta?
        var zoneName: String?
        /// The letters in the order of the format.
        private var order: [UInt8] = []

        mutating func set(_ letter: UInt8, _ number: Int) {
            numbers[letter] = number
            order.append(letter)
        }

        /// The last of some directives that mean the same thing: it is the one that counts.
        func last(of letters: String) -> (letter: UnicodeScalar, number: Int)? {
            guard let letter = order.last(where: letters.utf8.contains), let number = numbers[letter] else {
                return nil
            }
            return (UnicodeScalar(letter), number)
        }
    }

    private enum Element {
        case literal(UInt8)
        case space
        case number(letter: UInt8, digits: ClosedRange<Int>, range: ClosedRange<Int>, allowsSpace: Bool)
        case fraction
        case name(letter: UInt8, [String])
        case meridiem
        case offset
        case zoneName
    }

    private let text: Text
    private let format: Text
    private let bytes: [UInt8]
    private let elements: [Element]

    init(_ text: Text, _ format: Text) throws(TemplateError) {
        self.text = text
        self.format = format
        bytes = text.bytes
        elements = try Self.elements(of: format)
    }

    func parse() throws(TemplateError) -> DateTime {
        guard let (end, fields) = match(0, 0, Fields()) else {
            let (shown, pattern) = (try Value.string(text).repr().string, try Value.string(format).repr().string)
            throw TemplateError(.value, "time data \(shown) does not match format \(pattern)")
        }
        guard end == bytes.count else {
            throw TemplateError(.value, "unconverted data remains: \(String(decoding: bytes[end...], as: UTF8.self))")
        }
        return try Self.assemble(fields)
    }
}

extension TimeParser {
    private static func elements(of format: Text) throws(TemplateError) -> [Element] {
        var elements: [Element] = []
        var seen: Set<UInt8> = []
        var rest = format.bytes[...]
        while let byte = rest.popFirst() {
            if byte == 0x20 || (9...13).contains(byte) {
                while let next = rest.first, next == 0x20 || (9...13).contains(next) { rest = rest.dropFirst() }
                elements.append(.space)
            } else if byte == UInt8(ascii: "%") {
                guard let letter = rest.popFirst() else {
                    throw TemplateError(.value, "stray % in format \(try Value.string(format).repr().string)")
                }
                let (added, names) = try directive(letter, format)
                for name in names where !seen.insert(name).inserted {
                    throw TemplateError(.regex, "redefinition of group name '\(Character(UnicodeScalar(name)))'")
                }
                elements += added
            } else {
                elements.append(.literal(byte))
            }
        }
        return elements
    }

    /// The elements of one directive, and the letters that may occur only once.
    private static func directive(_ letter: UInt8, _ format: Text) throws(TemplateError) -> ([Element], [UInt8]) {
        func number(_ digits: ClosedRange<Int>, _ range: ClosedRange<Int>, space: Bool = false) -> ([Element], [UInt8])
        {
            ([.number(letter: letter, digits: digits, range: range, allowsSpace: space)], [letter])
        }
        switch UnicodeScalar(letter) {
        case "%": return ([.literal(letter)], [])
        case "d": return number(1...2, 1...31, space: true)
        case "f": return ([.fraction], [letter])
        case "H": return number(1...2, 0...23)
        case "I": return number(1...2, 1...12)
        case "G", "Y": return number(4...4, 0...9999)
        case "j": return number(1...3, 1...366)
        case "m": return number(1...2, 1...12)
        case "M": return number(1...2, 0...59)
        case "S": return number(1...2, 0...61)
        case "U", "W": return number(1...2, 0...53)
        case "w": return number(1...1, 0...6)
        case "u": return number(1...1, 1...7)
        case "V": return number(1...2, 1...53)
        case "y": return number(2...2, 0...99)
        case "z": return ([.offset], [letter])
        case "Z": return ([.zoneName], [letter])
        case "p": return ([.meridiem], [letter])
        case "A": return ([.name(letter: letter, TimeFormatter.weekdays)], [letter])
        case "a": return ([.name(letter: letter, TimeFormatter.weekdays.map { String($0.prefix(3)) })], [letter])
        case "B": return ([.name(letter: letter, TimeFormatter.months)], [letter])
        case "b": return ([.name(letter: letter, TimeFormatter.months.map { String($0.prefix(3)) })], [letter])
        case "c": return (try elements(of: "%a %b %d %H:%M:%S %Y"), Array("abdHMSY".utf8))
        case "x": return (try elements(of: "%m/%d/%y"), Array("mdy".utf8))
        case "X": return (try elements(of: "%H:%M:%S"), Array("HMS".utf8))
        default:
            let directive = Character(UnicodeScalar(letter))
            throw TemplateError(
                .value, "'\(directive)' is a bad directive in format \(try Value.string(format).repr().string)")
        }
    }

    /// Matches the elements from `index` on against the bytes from `position` on.
    private func match(_ index: Int, _ position: Int, _ fields: Fields) -> (Int, Fields)? {
        guard index < elements.count else { return (position, fields) }
        func go(_ end: Int, _ change: (inout Fields) -> Void = { _ in }) -> (Int, Fields)? {
            var changed = fields
            change(&changed)
            return match(index + 1, end, changed)
        }
        switch elements[index] {
        case .literal(let byte):
            guard position < bytes.count, Self.lower(bytes[position]) == Self.lower(byte) else { return nil }
            return go(position + 1)
        case .space:
            let end = bytes.endOfSpace(from: position)
            var stop = end
            while stop > position {
                if let found = go(stop) { return found }
                stop -= 1
            }
            return nil
        case .number(let letter, let digits, let range, let allowsSpace):
            for count in digits.reversed() {
                if let number = number(at: position, count), range.contains(number),
                    let found = go(position + count, { $0.set(letter, number) })
                {
                    return found
                }
            }
            if allowsSpace, position < bytes.count, bytes[position] == 0x20, let number = number(at: position + 1, 1),
                range.contains(number)
            {
                return go(position + 2) { $0.set(letter, number) }
            }
            return nil
        case .fraction:
            for count in (1...6).reversed() {
                guard let number = number(at: position, count) else { continue }
                let scale = [100_000, 10_000, 1_000, 100, 10, 1][count - 1]
                if let found = go(position + count, { $0.set(UInt8(ascii: "f"), number * scale) }) { return found }
            }
            return nil
        case .name(let letter, let names):
            // Longer names first, as in Python: none of ours is the beginning of another but "May".
            for (number, name) in names.enumerated() {
                if hasPrefix(name, at: position),
                    let found = go(position + name.utf8.count, { $0.set(letter, number) })
                {
                    return found
                }
            }
            return nil
        case .meridiem:
            for name in ["am", "pm"] where hasPrefix(name, at: position) {
                return go(position + 2) { $0.isAfternoon = name == "pm" }
            }
            return nil
        case .offset:
            for (end, delta) in offsets(at: position) {
                if let found = go(end, { $0.offset = delta }) { return found }
            }
            return nil
        case .zoneName:
            for name in ["utc", "gmt"] where hasPrefix(name, at: position) {
                return go(position + 3) { $0.zoneName = name.uppercased() }
            }
            return nil
        }
    }

    private func number(at position: Int, _ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var number = 0
        for byte in bytes[position..<position + count] {
            guard (48...57).contains(byte) else { return nil }
            number = number * 10 + Int(byte) - 48
        }
        return number
    }

    private func hasPrefix(_ name: String, at position: Int) -> Bool {
        bytes[position...].prefix(name.utf8.count).elementsEqual(name.utf8) { Self.lower($0) == Self.lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

    /// The ways to read `Z`, `+02`, `+0200`, `+02:00:30.5` at `position`, longest first.
    private func offsets(at position: Int) -> [(Int, TimeDelta)] {
        guard position < bytes.count else { return [] }
        if bytes[position] == UInt8(ascii: "Z") { return [(position + 1, .zero)] }
        let isNegative = bytes[position] == UInt8(ascii: "-")
        guard isNegative || bytes[position] == UInt8(ascii: "+") else { return [] }
        var found: [(Int, TimeDelta)] = []
        var cursor = position + 1
        guard let hours = number(at: cursor, 2) else { return [] }
        cursor += 2
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: ":") { cursor += 1 }
        guard let minutes = number(at: cursor, 2), minutes < 60 else { return [] }
        cursor += 2
        func add(_ seconds: Int, _ microseconds: Int) {
            let size = Int128(((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + microseconds)
            if let delta = try? TimeDelta(microseconds: isNegative ? -size : size) {
                found.insert((cursor, delta), at: 0)
            }
        }
        add(0, 0)
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: ":") { cursor += 1 }
        guard let seconds = number(at: cursor, 2), seconds < 60 else { return found }
        cursor += 2
        add(seconds, 0)
        guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: ".") else { return found }
        cursor += 1
        var scale = 100_000
        var fraction = 0
        while scale > 0, let digit = number(at: cursor, 1) {
            fraction += digit * scale
            scale /= 10
            cursor += 1
            add(seconds, fraction)
        }
        return found
    }
}
