/// `str.format`, with the sandbox's rules for attributes.
struct FormatString {
    private let text: Text
    private let renderer: Renderer
    private let isMarkup: Bool

    init(_ text: Text, _ renderer: Renderer) {
        self.text = text
        self.renderer = renderer
        isMarkup = text.marker == .markup
    }

    /// Where fields find their values.
    private struct Source {
        var positional: [Value] = []
        var named: [(name: String, value: Value)] = []
        var mapping: Value?
        /// The next automatic number; nil once fields are numbered by hand.
        var automatic: Int? = 0
        var isManual = false
    }

    func format(_ arguments: Arguments) throws(TemplateError) -> Text {
        var source = Source(positional: arguments.positional, named: arguments.keyword)
        return Text(try expand(text.codePoints, &source, depth: 2)).marked(isMarkup ? .markup : .plain)
    }

    func format(mapping: Value) throws(TemplateError) -> Text {
        var source = Source(mapping: mapping)
        return Text(try expand(text.codePoints, &source, depth: 2)).marked(isMarkup ? .markup : .plain)
    }

    private func expand(_ points: [UInt32], _ source: inout Source, depth: Int) throws(TemplateError) -> [UInt8] {
        guard depth >= 0 else { throw TemplateError(.value, "Max string recursion exceeded") }
        var out: [UInt8] = []
        var index = 0
        while index < points.count {
            let point = points[index]
            index += 1
            if point == 123 {
                if index < points.count, points[index] == 123 {
                    out.append(123)
                    index += 1
                    continue
                }
                guard index < points.count else {
                    throw TemplateError(.value, "Single '{' encountered in format string")
                }
                let field = try fieldEnd(points, &index)
                out.append(contentsOf: try replacement(field, &source, depth: depth))
            } else if point == 125 {
                guard index < points.count, points[index] == 125 else {
                    throw TemplateError(.value, "Single '}' encountered in format string")
                }
                out.append(125)
                index += 1
            } else {
                out.append(codePoint: point)
            }
        }
        return out
    }

    /// The text of a field up to its closing brace.
    private func fieldEnd(_ points: [UInt32], _ index: inout Int) throws(TemplateError) -> [UInt32] {
        let start = index
        var nesting = 1
        var inBrackets = false
        while index < points.count {
            let point = points[index]
            index += 1
            if point == 91 && !inBrackets && nesting == 1 { inBrackets = true }
            if point == 93 { inBrackets = false }
            if inBrackets { continue }
            if point == 123 { nesting += 1 }
            if point == 125 {
                nesting -= 1
                if nesting == 0 { return Array(points[start..<(index - 1)]) }
            }
        }
        throw TemplateError(.value, "expected '}' before end of string")
    }

    private func replacement(_ field: [UInt32], _ source: inout Source, depth: Int) throws(TemplateError) -> [UInt8] {
        var index = 0
        var inBrackets = false
        while index < field.count, inBrackets || (field[index] != 33 && field[index] != 58) {
            if field[index] == 91 { inBrackets = true }
            if field[index] == 93 { inBrackets = false }
            if field[index] == 123 && !inBrackets { throw TemplateError(.value, "unexpected '{' in field name") }
            index += 1
        }
        let name = Array(field[..<index])
        var conversion: UInt32?
        if index < field.count, field[index] == 33 {
            guard index + 1 < field.count else {
                throw TemplateError(.value, "end of string while looking for conversion specifier")
            }
            conversion = field[index + 1]
            index += 2
            guard index == field.count || field[index] == 58 else {
                throw TemplateError(.value, "expected ':' after conversion specifier")
            }
        }
        var value = try lookup(name, &source)
        if let conversion {
            switch conversion {
            case 115: value = .string(try value.str())
            case 114: value = .string(try value.repr())
            case 97: value = .string(try value.repr().asciiEscaped)
            default:
                throw TemplateError(
                    .value, "Unknown conversion specifier '\(Text(codePoints: CollectionOfOne(conversion)))'")
            }
        }
        let specification = index < field.count ? Array(field[(index + 1)...]) : []
        let expanded =
            try specification.contains(123) || specification.contains(125)
            ? expand(specification, &source, depth: depth - 1) : Text(codePoints: specification).bytes
        if isMarkup {
            if case .string(let text) = value, text.marker == .markup { return text.bytes }
            return try FormatSpecification.format(value, Text(expanded)).escaped.bytes
        }
        return try FormatSpecification.format(value, Text(expanded)).bytes
    }

    private func lookup(_ name: [UInt32], _ source: inout Source) throws(TemplateError) -> Value {
        var index = 0
        while index < name.count, name[index] != 46, name[index] != 91 { index += 1 }
        var value = try first(Text(codePoints: name[..<index]).string, &source)
        while index < name.count {
            if name[index] == 46 {
                let start = index + 1
                index = start
                while index < name.count, name[index] != 46, name[index] != 91 { index += 1 }
                guard index > start else { throw TemplateError(.value, "Empty attribute in format string") }
                value = try Lookup.attribute(
                    of: value, AttributeKey(Text(codePoints: name[start..<index]).string), renderer)
            } else if name[index] == 91 {
                let start = index + 1
                index = start
                while index < name.count, name[index] != 93 { index += 1 }
                guard index < name.count else { throw TemplateError(.value, "Missing ']' in format string") }
                guard index > start else { throw TemplateError(.value, "Empty attribute in format string") }
                let key = Text(codePoints: name[start..<index])
                value = try Lookup.item(of: value, Self.number(key.string).map { .int($0) } ?? .string(key), renderer)
                index += 1
            } else {
                throw TemplateError(.value, "Only '.' or '[' may follow ']' in format field specifier")
            }
        }
        return value
    }

    private static func number(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return Int(text)
    }

    private func first(_ name: String, _ source: inout Source) throws(TemplateError) -> Value {
        var index = Self.number(name)
        if name.isEmpty {
            guard !source.isManual, let next = source.automatic else {
                throw TemplateError(
                    .value, "cannot switch from manual field specification to automatic field numbering")
            }
            index = next
            source.automatic = next + 1
        } else if index != nil {
            guard source.automatic == 0 || source.isManual else {
                throw TemplateError(
                    .value, "cannot switch from automatic field numbering to manual field specification")
            }
            source.isManual = true
        }
        if let index {
            if source.mapping != nil { throw TemplateError(.value, "Format string contains positional fields") }
            guard index < source.positional.count else {
                throw TemplateError(.index, "Replacement index \(index) out of range for positional args tuple")
            }
            return source.positional[index]
        }
        if let mapping = source.mapping {
            if case .dict(let dict) = mapping {
                guard let value = dict.get(Text(name)) else { throw TemplateError(.key, "'\(name)'") }
                return value
            }
            if case .object(let object) = mapping, let value = try object.item(.string(name)) { return value }
            throw TemplateError(.type, "'\(mapping.typeName)' object is not subscriptable")
        }
        guard let value = source.named.first(where: { $0.name == name })?.value else {
            throw TemplateError(.key, "'\(name)'")
        }
        return value
    }
}

extension Text {
    /// Python's `ascii()` of a text that is already a repr: everything beyond ASCII as escapes.
    var asciiEscaped: Text {
        if isASCII { return self }
        var out: [UInt8] = []
        for point in codePoints {
            switch point {
            case 0..<0x80: out.append(UInt8(point))
            case 0x80..<0x100:
                out.append("\\x")
                out.append(hex: point, width: 2)
            case 0x100..<0x10000:
                out.append("\\u")
                out.append(hex: point, width: 4)
            default:
                out.append("\\U")
                out.append(hex: point, width: 8)
            }
        }
        return Text(bytes: out, isASCII: true)
    }
}
