internal import Jinja

/// A compiled regular expression: `re.Pattern`.
final class PatternObject: MethodObject {
    let regex: CompiledRegex

    init(_ regex: CompiledRegex) {
        self.regex = regex
    }

    static let methods: Set<String> = [
        "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer",
    ]

    override var typeName: String { "re.Pattern" }
    override var methodNames: Set<String> { Self.methods }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "pattern": return .string(regex.pattern)
        case "flags": return .int(regex.flags)
        case "groups": return .int(regex.groupCount)
        case "groupindex":
            let dict = DictObject()
            for (name, index) in regex.groupNames { dict.set(Text(name), .int(index)) }
            return .dict(dict)
        default: return nil
        }
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "sub", "subn":
            let bound = try Signature(name, required: ["repl", "string"], optional: ["count"]).bind(arguments)
            return try regex.replace(
                bound[0] ?? .null, bound[1], count: bound[2].index(default: 0), name == "subn", renderer)
        case "split":
            let bound = try Signature(name, required: ["string"], optional: ["maxsplit"]).bind(arguments)
            return try regex.split(bound[0], limit: bound[1].index(default: 0))
        default:
            let bound = try Signature(name, required: ["string"], optional: ["pos", "endpos"]).bind(arguments)
            return try regex.run(
                name, bound[0], from: bound[1].index(default: 0),
                to: bound[2].map { end throws(TemplateError) in try end.index() })
        }
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard let other = (other.object as? PatternObject)?.regex else { return false }
        return other.pattern == regex.pattern && other.flags == regex.flags
    }

    override func hash() throws(TemplateError) -> Int { regex.pattern.hashValue }

    override func repr() throws(TemplateError) -> Text {
        let shown = regex.flags & ~RegexTranslator.Flag.unicode
        let flags = shown == 0 ? "" : ", \(RegexFlag.text(shown))"
        return Text("re.compile(\(try Value.string(regex.pattern).repr().string)\(flags))")
    }
}

extension CompiledRegex {
    /// Runs one of the searching functions on a value that must be a string.
    func run(_ name: String, _ value: Value?, from start: Int, to end: Int?) throws(TemplateError) -> Value {
        let subject = try Self.subject(value)
        let low = subject.offset(ofCharacter: start)
        let high = end.map { subject.offset(ofCharacter: $0) } ?? subject.bytes.count
        let bounds = (min(max(start, 0), subject.count), min(end ?? .max, subject.count))
        let isEmpty = high < low
        func match(_ anchor: Anchor) throws(TemplateError) -> Value {
            guard !isEmpty, let found = try find(in: subject, from: low, to: high, anchor) else { return .null }
            return .object(MatchObject(self, subject, found, bounds: bounds))
        }
        switch name {
        case "match": return try match(.start)
        case "fullmatch": return try match(.whole)
        case "search": return try match(.anywhere)
        case "findall":
            var items: [Value] = []
            if !isEmpty {
                try forEachMatch(in: subject, from: low, to: high) { found throws(TemplateError) in
                    items.append(groupText(found, subject))
                    return true
                }
            }
            return .list(items)
        default:
            guard !isEmpty else { return .object(IteratorObject(ArrayIterator([]), name: "callable_iterator")) }
            return .object(
                IteratorObject(
                    MatchIterator(self, subject, from: low, to: high, bounds: bounds), name: "callable_iterator"))
        }
    }

    /// What `findall` lists for a match: the whole, the one group, or a tuple of the groups.
    private func groupText(_ found: Found, _ subject: Text) -> Value {
        func text(_ group: Int) -> Value {
            .string(found.spans[group].map { Text(subject.bytes[$0]) } ?? .empty)
        }
        switch groupCount {
        case 0: return text(0)
        case 1: return text(1)
        default: return .tuple((1...groupCount).map(text))
        }
    }

    /// `sub` and `subn`; `replacement` is a template, or a function of a match that gives the text.
    func replace(
        _ replacement: Value, _ value: Value?, count limit: Int, _ wantsCount: Bool, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let subject = try Self.subject(value)
        var template: RegexReplacement?
        if let text = replacement.text {
            template = try RegexReplacement(text, for: self)
        } else if !replacement.isCallable {
            throw TemplateError(.type, "decoding to str: need a bytes-like object, \(replacement.typeName) found")
        }
        var out: [UInt8] = []
        var end = 0
        var count = 0
        try forEachMatch(in: subject) { found throws(TemplateError) in
            out.append(contentsOf: subject.bytes[end..<found.whole.lowerBound])
            end = found.whole.upperBound
            count += 1
            if let template {
                template.write(found, in: subject, to: &out)
            } else {
                let match = Value.object(MatchObject(self, subject, found))
                let result = try renderer.call(replacement, Arguments([match]))
                guard let text = result.text else {
                    throw TemplateError(
                        .type, "sequence item \(count): expected str instance, \(result.typeName) found")
                }
                out.append(contentsOf: text.bytes)
            }
            return limit <= 0 || count < limit
        }
        out.append(contentsOf: subject.bytes[end...])
        let text = Value.string(Text(out))
        return wantsCount ? .tuple([text, .int(count)]) : text
    }

    func split(_ value: Value?, limit: Int) throws(TemplateError) -> Value {
        let subject = try Self.subject(value)
        var items: [Value] = []
        var end = 0
        var count = 0
        if limit >= 0 {
            try forEachMatch(in: subject) { found throws(TemplateError) in
                items.append(.string(Text(subject.bytes[end..<found.whole.lowerBound])))
                for span in found.spans.dropFirst() {
                    items.append(span.map { .string(Text(subject.bytes[$0])) } ?? .null)
                }
                end = found.whole.upperBound
                count += 1
                return limit == 0 || count < limit
            }
        }
        items.append(.string(Text(subject.bytes[end...])))
        return .list(items)
    }

    private static func subject(_ value: Value?) throws(TemplateError) -> Text {
        guard let text = value?.text else {
            throw TemplateError(.type, "expected string or bytes-like object, got '\(value?.typeName ?? "NoneType")'")
        }
        return text.marked(.plain)
    }
}

/// The matches of `finditer`, found one after the other.
final class MatchIterator: ValueIterator {
    private let regex: CompiledRegex
    private let subject: Text
    private let end: Int
    private let bounds: (start: Int, end: Int)
    private var position: Int
    private var allowsEmpty = true

    init(_ regex: CompiledRegex, _ subject: Text, from start: Int, to end: Int, bounds: (start: Int, end: Int)) {
        self.regex = regex
        self.subject = subject
        self.end = end
        self.bounds = bounds
        position = start
    }

    override func next() throws(TemplateError) -> Value? {
        guard position <= end,
            let found = try regex.find(in: subject, from: position, to: end, allowsEmptyAtStart: allowsEmpty)
        else {
            position = .max
            return nil
        }
        position = found.whole.upperBound
        allowsEmpty = !found.whole.isEmpty
        return .object(MatchObject(regex, subject, found, bounds: bounds))
    }
}
