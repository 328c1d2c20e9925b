internal import Jinja

/// A match of a regular expression: `re.Match`.
final class MatchObject: MethodObject {
    private let regex: CompiledRegex
    private let subject: Text
    private let found: CompiledRegex.Found
    /// The part of the subject that was searched, in characters; nil for all of it.
    private let bounds: (start: Int, end: Int)?

    init(_ regex: CompiledRegex, _ subject: Text, _ found: CompiledRegex.Found, bounds: (start: Int, end: Int)? = nil) {
        self.regex = regex
        self.subject = subject
        self.found = found
        self.bounds = bounds
    }

    private static let methods: Set<String> = ["group", "groups", "groupdict", "start", "end", "span", "expand"]

    override var typeName: String { "re.Match" }
    override var methodNames: Set<String> { Self.methods }
    override func isTrue() throws(TemplateError) -> Bool { true }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "string": return .string(subject)
        case "re": return .object(PatternObject(regex))
        case "pos": return .int(bounds?.start ?? 0)
        case "endpos": return .int(bounds?.end ?? subject.count)
        case "lastindex": return regex.lastGroup(of: found).map(Value.int) ?? .null
        case "lastgroup":
            let last = regex.lastGroup(of: found)
            return regex.groupNames.first { $0.index == last }.map { .string($0.name) } ?? .null
        case "regs":
            return .tuple(
                found.spans.indices.map {
                    .tuple([.int(position($0, \.lowerBound)), .int(position($0, \.upperBound))])
                })
        default: return nil
        }
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        // A group that does not exist is undefined here; `group()` raises.
        guard let number = try? number(key) else { return nil }
        return text(number) ?? .null
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "group":
            try arguments.refuseKeywords("group")
            var values: [Value] = []
            for key in arguments.positional { values.append(text(try number(key)) ?? .null) }
            return values.count > 1 ? .tuple(values) : values.first ?? text(0) ?? .null
        case "groups":
            let missing = try Signature(name, optional: ["default"]).bind(arguments)[0] ?? .null
            return .tuple((1..<found.spans.count).map { text($0) ?? missing })
        case "groupdict":
            let missing = try Signature(name, optional: ["default"]).bind(arguments)[0] ?? .null
            let dict = DictObject()
            for (name, index) in regex.groupNames { dict.set(Text(name), text(index) ?? missing) }
            return .dict(dict)
        case "expand":
            let template = try Signature(name, required: ["template"]).bind(arguments)[0]
            guard let template = template?.text else { throw TemplateError(.type, "expected str instance") }
            var out: [UInt8] = []
            try RegexReplacement(template, for: regex).write(found, in: subject, to: &out)
            return .string(Text(out))
        default:
            let key = try Signature(name, optional: ["group"]).bind(arguments)[0]
            let group = try key.map { key throws(TemplateError) in try number(key) } ?? 0
            switch name {
            case "start": return .int(position(group, \.lowerBound))
            case "end": return .int(position(group, \.upperBound))
            default: return .tuple([.int(position(group, \.lowerBound)), .int(position(group, \.upperBound))])
            }
        }
    }

    /// The number of a group given by number or name.
    private func number(_ key: Value) throws(TemplateError) -> Int {
        let number = key.string.map { name in regex.groupNames.first { $0.name == name }?.index } ?? key.int
        guard let number, found.spans.indices.contains(number) else { throw TemplateError(.index, "no such group") }
        return number
    }

    private func text(_ group: Int) -> Value? {
        found.spans[group].map { .string(Text(subject.bytes[$0])) }
    }

    /// A place in the subject in characters; -1 when the group took no part.
    private func position(_ group: Int, _ bound: KeyPath<Range<Int>, Int>) -> Int {
        guard let span = found.spans[group] else { return -1 }
        return subject.characters(before: span[keyPath: bound])
    }

    override func repr() throws(TemplateError) -> Text {
        let match = try (text(0) ?? .null).repr().string
        return Text(
            "<re.Match object; span=(\(position(0, \.lowerBound)), \(position(0, \.upperBound))), match=\(match)>")
    }
}

extension Text {
    /// The number of characters before the byte at `offset`.
    func characters(before offset: Int) -> Int {
        isASCII ? offset : bytes[..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
    }

    /// The byte at which character `index` begins, or the end.
    func offset(ofCharacter index: Int) -> Int {
        if isASCII || index <= 0 { return Swift.max(0, Swift.min(index, bytes.count)) }
        var seen = -1
        for position in bytes.indices where bytes[position] & 0xC0 != 0x80 {
            seen += 1
            if seen == index { return position }
        }
        return bytes.count
    }
}
