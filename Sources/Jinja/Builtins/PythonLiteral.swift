internal import Diagnostics

/// Python's `ast.literal_eval`: literals, containers of them, and signs.
public enum PythonLiteral {
    /// The value of a literal; nil when the text is none.
    /// - Throws: a type error for dict keys and set members that cannot be hashed.
    public static func evaluate(_ text: Text) throws(TemplateError) -> Value? {
        // Python strips blanks before the first line only; further ones are bad indentation.
        var reader = Reader(text.stripped(" \t", right: false))
        let value = reader.readAll()
        if value != nil, let error = reader.unhashable { throw error }
        return value
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var index = 0
        private var depth = 0
        /// The error of the first member that could not be hashed.
        private(set) var unhashable: TemplateError?

        init(_ text: Text) {
            bytes = text.bytes
        }

        mutating func readAll() -> Value? {
            while peek() == 10 || peek() == UInt8(ascii: "#") {
                while let byte = peek(), byte != 10 {
                    index += 1
                    _ = byte
                }
                index += 1
            }
            guard let first = readExpression() else { return nil }
            skipBlanks(lines: false)
            var value = first
            if peek() == UInt8(ascii: ",") {
                var items = [first]
                while peek() == UInt8(ascii: ",") {
                    index += 1
                    skipBlanks(lines: false)
                    if index == bytes.count || peek() == 10 { break }
                    guard let next = readExpression() else { return nil }
                    items.append(next)
                    skipBlanks(lines: false)
                }
                value = .tuple(items)
            }
            skipBlanks(lines: true)
            return index == bytes.count ? value : nil
        }

        private func peek(_ offset: Int = 0) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

        private mutating func skipBlanks(lines: Bool) {
            while let byte = peek() {
                if byte == 32 || byte == 9 || byte == 12 || lines && (byte == 10 || byte == 13) {
                    index += 1
                } else if byte == UInt8(ascii: "#") {
                    while let byte = peek(), byte != 10 { index += 1; _ = byte }
                } else if byte == UInt8(ascii: "\\"), peek(1) == 10 {
                    index += 2
                } else {
                    return
                }
            }
        }

        private mutating func readExpression() -> Value? {
            depth += 1
            defer { depth -= 1 }
            guard depth < 90 else { return nil }
            guard var value = readSigned() else { return nil }
            // `1+2j` is the only operator that literals may contain.
            while true {
                let start = index
                skipBlanks(lines: depth > 1)
                guard let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
                    index = start
                    return value
                }
                index += 1
                skipBlanks(lines: depth > 1)
                guard let right = readAtom(), case .object(let object) = right, let complex = object as? ComplexNumber,
                    let real = value.number?.double
                else { return nil }
                if case .bool = value { return nil }
                value = .object(ComplexNumber(real, sign == UInt8(ascii: "-") ? -complex.imaginary : complex.imaginary))
            }
        }

        private mutating func readSigned() -> Value? {
            guard let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return readAtom() }
            index += 1
            skipBlanks(lines: depth > 1)
            guard let value = readAtom() else { return nil }
            switch value {
            case .int, .bigInt, .float: return sign == UInt8(ascii: "-") ? try? Operators.negate(value) : value
            case .object(let object):
                guard let complex = object as? ComplexNumber else { return nil }
                return sign == UInt8(ascii: "-") ? .object(ComplexNumber(-complex.real, -complex.imaginary)) : value
            default: return nil
            }
        }

        private mutating func readAtom() -> Value? {
            guard let byte = peek() else { return nil }
            switch byte {
            case UInt8(ascii: "["): return readSequence(UInt8(ascii: "]")).map { .list($0.items) }
            case UInt8(ascii: "("):
                guard let (items, hasComma) = readSequence(UInt8(ascii: ")")) else { return nil }
                return items.count == 1 && !hasComma ? items[0] : .tuple(items)
            case UInt8(ascii: "{"): return readBraces()
            case UInt8(ascii: "'"), UInt8(ascii: "\""): return readStrings()
            case 48...57, UInt8(ascii: "."): return readNumber()
            default: return readWord()
            }
        }

        private mutating func readSequence(_ closing: UInt8) -> (items: [Value], hasComma: Bool)? {
            index += 1
            var items: [Value] = []
            var hasComma = false
            while true {
                skipBlanks(lines: true)
                guard let byte = peek() else { return nil }
                if byte == closing {
                    index += 1
                    return hasComma && items.isEmpty ? nil : (items, hasComma)
                }
                if !items.isEmpty && !hasComma { return nil }
                guard let item = readExpression() else { return nil }
                items.append(item)
                hasComma = false
                skipBlanks(lines: true)
                if peek() == UInt8(ascii: ",") {
                    index += 1
                    hasComma = true
                }
            }
        }

        private mutating func readBraces() -> Value? {
            index += 1
            skipBlanks(lines: true)
            let dict = DictObject()
            if peek() == UInt8(ascii: "}") {
                index += 1
                return .dict(dict)
            }
            var items: [Value] = []
            var isDict: Bool?
            while true {
                guard let key = readExpression() else { return nil }
                skipBlanks(lines: true)
                if peek() == UInt8(ascii: ":") {
                    guard isDict != false else { return nil }
                    isDict = true
                    index += 1
                    skipBlanks(lines: true)
                    guard let value = readExpression() else { return nil }
                    do throws(TemplateError) {
                        try dict.set(key, value)
                    } catch {
                        unhashable = unhashable ?? error
                    }
                } else {
                    guard isDict != true else { return nil }
                    isDict = false
                    items.append(key)
                }
                skipBlanks(lines: true)
                if peek() == UInt8(ascii: ",") {
                    index += 1
                    skipBlanks(lines: true)
                    if peek() != UInt8(ascii: "}") { continue }
                }
                guard peek() == UInt8(ascii: "}") else { return nil }
                index += 1
                if isDict == true { return .dict(dict) }
                do throws(TemplateError) {
                    return .set(try SetObject(items))
                } catch {
                    unhashable = unhashable ?? error
                    return .null
                }
            }
        }

        private mutating func readWord() -> Value? {
            let start = index
            while let byte = peek(),
                byte == 95 || (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 48 && byte <= 57
            {
                index += 1
            }
            let word = String(decoding: bytes[start..<index], as: UTF8.self)
            if let quote = peek(), quote == 39 || quote == 34 {
                index = start
                return readStrings()
            }
            switch word {
            case "True": return true
            case "False": return false
            case "None": return .null
            case "set":
                guard peek() == UInt8(ascii: "("), peek(1) == UInt8(ascii: ")") else { return nil }
                index += 2
                return .set(SetObject())
            default: return nil
            }
        }

        private mutating func readNumber() -> Value? {
            let start = index
            while let byte = peek() {
                let isWord =
                    byte == 95 || byte == 46 || (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 48 && byte <= 57
                let isSign =
                    (byte == 43 || byte == 45) && index > start && (bytes[index - 1] | 0x20) == UInt8(ascii: "e")
                    && !(bytes[start] == 48 && start + 1 < bytes.count
                        && (bytes[start + 1] | 0x20) == UInt8(ascii: "x"))
                guard isWord || isSign else { break }
                index += 1
            }
            let literal = Text(bytes[start..<index])
            let digits = literal.bytes
            if let last = digits.last, last | 0x20 == UInt8(ascii: "j") {
                return PythonNumber.parseFloat(Text(digits.dropLast())).map { .object(ComplexNumber(0, $0)) }
            }
            if digits.contains(46)
                || digits.contains(where: { $0 | 0x20 == 101 })
                    && !(digits.count > 1 && digits[0] == 48 && digits[1] | 0x20 == 120)
            {
                return PythonNumber.parseFloat(literal).map { .float($0) }
            }
            return try? PythonNumber.parseInt(literal, base: 0)
        }

        private mutating func readStrings() -> Value? {
            var text = Text.empty
            var raw: [UInt8]?
            var isFirst = true
            while true {
                let start = index
                var prefix = ""
                while let byte = peek(), (byte | 0x20) >= 97 && (byte | 0x20) <= 122 {
                    prefix.append(Character(Unicode.Scalar(byte | 0x20)))
                    index += 1
                }
                guard let quote = peek(), quote == 39 || quote == 34, ["", "u", "r", "b", "br", "rb"].contains(prefix)
                else {
                    index = start
                    break
                }
                let isBytes = prefix.contains("b")
                guard isFirst || isBytes == (raw != nil), let part = readString(quote, isRaw: prefix.contains("r"))
                else { return nil }
                if isBytes {
                    let points = part.codePoints
                    guard points.allSatisfy({ $0 < 256 }) else { return nil }
                    raw = (raw ?? []) + points.map { UInt8($0) }
                } else {
                    text = Text(text.bytes + part.bytes)
                }
                isFirst = false
                skipBlanks(lines: depth > 1)
            }
            guard !isFirst else { return nil }
            return raw.map { .object(BytesObject($0)) } ?? .string(text)
        }

        private mutating func readString(_ quote: UInt8, isRaw: Bool) -> Text? {
            let isTriple = peek(1) == quote && peek(2) == quote
            index += isTriple ? 3 : 1
            let start = index
            while let byte = peek() {
                if byte == UInt8(ascii: "\\") {
                    index += 2
                    continue
                }
                if byte == 10 && !isTriple { return nil }
                if byte == quote, !isTriple || peek(1) == quote && peek(2) == quote {
                    let body = bytes[start..<index]
                    index += isTriple ? 3 : 1
                    if isRaw { return Text(body) }
                    let source = SourceText(path: "", String(decoding: [39] + body + [39], as: UTF8.self))
                    return try? StringLiteral.decode(source, Token(kind: .string, start: 0, end: source.bytes.count))
                }
                index += 1
            }
            return nil
        }
    }
}
