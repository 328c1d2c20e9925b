/// Filters of text.
enum StringFilters {
    static let all: [String: Environment.Filter] = [
        "capitalize": BuiltinFilters.make("do_capitalize") { value, _, _ throws(TemplateError) in
            let text = try value.softString()
            return .string(text.capitalized.marked(text.markupOrPlain))
        },
        "center": BuiltinFilters.make("do_center", optional: ["width"]) { value, bound, _ throws(TemplateError) in
            let text = try value.softString()
            return .string(try text.padded(to: MethodArguments.int(bound[0] ?? 80), .center).marked(text.markupOrPlain))
        },
        "lower": BuiltinFilters.make("do_lower") { value, _, _ throws(TemplateError) in
            let text = try value.softString()
            return .string(text.lowercased.marked(text.markupOrPlain))
        },
        "upper": BuiltinFilters.make("do_upper") { value, _, _ throws(TemplateError) in
            let text = try value.softString()
            return .string(text.uppercased.marked(text.markupOrPlain))
        },
        "title": BuiltinFilters.make("do_title") { value, _, _ throws(TemplateError) in
            .string(title(try value.softString()))
        },
        "trim": BuiltinFilters.make("do_trim", optional: ["chars"]) { value, bound, _ throws(TemplateError) in
            let text = try value.softString()
            var characters: Text?
            if let given = bound[0], !given.isNone {
                guard case .string(let set) = given else { throw TemplateError(.type, "strip arg must be None or str") }
                characters = set
            }
            return .string(text.stripped(characters).marked(text.markupOrPlain))
        },
        "replace": BuiltinFilters.make("do_replace", required: ["old", "new"], optional: ["count"]) {
            value, bound, renderer throws(TemplateError) in
            if renderer.autoescapes { return try replaceEscaping(value, bound) }
            let old = try (bound[0] ?? .null).str()
            let new = try (bound[1] ?? .null).str()
            var limit = -1
            if let count = bound[2], !count.isNone { limit = try MethodArguments.int(count) }
            return .string(try value.str().replacing(old, with: new, limit: limit))
        },
        "string": BuiltinFilters.make("soft_str") { value, _, _ throws(TemplateError) in .string(try value.softString())
        },
        "format": Environment.Filter { value, arguments, _ throws(TemplateError) in
            guard arguments.positional.isEmpty || arguments.keyword.isEmpty else {
                throw TemplateError(.filterArgument, "can't handle positional and keyword arguments at the same time")
            }
            let dict = DictObject()
            for (name, value) in arguments.keyword { dict.set(Text(name), value) }
            return .string(
                try PercentFormat.format(
                    value.softString(), dict.isEmpty ? .tuple(arguments.positional) : .dict(dict)))
        },
        "indent": BuiltinFilters.make("do_indent", optional: ["width", "first", "blank"]) {
            value, bound, _ throws(TemplateError) in try indent(value, bound)
        },
        "truncate": BuiltinFilters.make("do_truncate", optional: ["length", "killwords", "end", "leeway"]) {
            value, bound, _ throws(TemplateError) in try truncate(value, bound)
        },
        "wordcount": BuiltinFilters.make("do_wordcount") { value, _, _ throws(TemplateError) in
            var count = 0
            var inWord = false
            for point in try value.softString().codePoints {
                let isWord =
                    point == 95
                    || Unicode.Scalar(point).map { CharacterClasses.isLetter($0) || $0.properties.numericType != nil }
                        ?? false
                if isWord && !inWord { count += 1 }
                inWord = isWord
            }
            return .int(count)
        },
        "wordwrap": BuiltinFilters.make(
            "do_wordwrap", optional: ["width", "break_long_words", "wrapstring", "break_on_hyphens"]
        ) { value, bound, _ throws(TemplateError) in
            let wrap = TextWrapper(
                width: try MethodArguments.int(bound[0] ?? .int(79)),
                breaksLongWords: try bound[1]?.isTrue() ?? true, breaksOnHyphens: try bound[3]?.isTrue() ?? true)
            var separator = Text("\n")
            if case .string(let given)? = bound[2] { separator = given }
            var lines: [Text] = []
            for line in try value.requireText("splitlines").lines() {
                lines.append(try Text.joined(wrap.wrap(line), separator))
            }
            return .string(try Text.joined(lines, separator))
        },
        "pprint": BuiltinFilters.make("do_pprint") { value, _, _ throws(TemplateError) in
            .string(try PrettyPrinter.format(value))
        },
    ]

    /// `replace` under autoescape, where `Markup` escapes what it meets.
    private static func replaceEscaping(_ value: Value, _ bound: BoundArguments) throws(TemplateError) -> Value {
        let old = try (bound[0] ?? .null).softString()
        var new = try (bound[1] ?? .null).softString()
        var text = try value.softString()
        if old.marker == .markup || new.marker == .markup { text = text.escaped }
        if text.marker == .markup { new = new.escaped }
        var limit = -1
        if let count = bound[2], !count.isNone { limit = try MethodArguments.int(count) }
        return .string(try text.replacing(old, with: new, limit: limit).marked(text.markupOrPlain))
    }

    private static func title(_ text: Text) -> Text {
        var out: [UInt8] = []
        var atStart = true
        var word: [UInt32] = []
        func flush() {
            guard !word.isEmpty else { return }
            let first = Text(codePoints: word.prefix(1)).uppercased
            let rest = Text(codePoints: word.dropFirst()).lowercased
            out.append(contentsOf: first.bytes + rest.bytes)
            word = []
        }
        for point in text.codePoints {
            let isBreak = [45, 40, 123, 91, 60].contains(point) || PythonSpace.isSpace(point)
            if isBreak != atStart {
                flush()
                atStart = isBreak
            }
            if isBreak { out.append(codePoint: point) } else { word.append(point) }
        }
        flush()
        return Text(out)
    }

    private static func indent(_ value: Value, _ bound: BoundArguments) throws(TemplateError) -> Value {
        let text: Text
        switch value {
        case .string(let given): text = given
        case .undefined(let undefined): throw undefined.error
        case .list(let list):
            // Python's `+=` takes a text as items.
            list.items.append(.string("\n"))
            throw TemplateError(.attribute, "'list' object has no attribute 'splitlines'")
        default:
            throw TemplateError(.type, "unsupported operand type(s) for +=: '\(value.typeName)' and 'str'")
        }
        var indention = [UInt8](repeating: 32, count: 4)
        if case .string(let given)? = bound[0] {
            indention = text.marker == .markup ? given.escaped.bytes : given.bytes
        } else if let width = bound[0] {
            indention = [UInt8](repeating: 32, count: max(0, min(try MethodArguments.int(width), 1 << 24)))
        }
        let first = try bound[1]?.isTrue() ?? false
        let blank = try bound[2]?.isTrue() ?? false
        if indention.count > 64 {
            let lines = text.bytes.reduce(1) { $1 == 10 ? $0 + 1 : $0 }
            try MemoryLimit.reserve(text: text.bytes.count + lines * indention.count)
        }
        var out: [UInt8] = []
        if text.isASCII, !text.bytes.contains(where: { $0 >= 11 && $0 <= 13 || $0 >= 28 && $0 <= 30 }) {
            return .string(indentASCII(text, indention, first: first, blank: blank))
        }
        let lines = Text(text.bytes + [10]).lines()
        out.reserveCapacity(text.bytes.count + lines.count * indention.count)
        if first { out.append(contentsOf: indention) }
        for (index, line) in lines.enumerated() {
            if index > 0 {
                out.append(10)
                if blank || !line.isEmpty { out.append(contentsOf: indention) }
            }
            out.append(contentsOf: line.bytes)
        }
        return .string(Text(out).marked(text.markupOrPlain))
    }

    /// Indents a text whose only line ends are newlines.
    private static func indentASCII(_ text: Text, _ indention: [UInt8], first: Bool, blank: Bool) -> Text {
        var out: [UInt8] = []
        let bytes = text.bytes
        out.reserveCapacity(bytes.count + bytes.count / 4 + indention.count)
        if first { out.append(contentsOf: indention) }
        var start = 0
        while let end = bytes[start...].firstIndex(of: 10) {
            out.append(contentsOf: bytes[start...end])
            start = end + 1
            if blank || start < bytes.count && bytes[start] != 10 { out.append(contentsOf: indention) }
        }
        out.append(contentsOf: bytes[start...])
        let isASCII = Text.isASCII(indention)
        return Text(bytes: out, isASCII: isASCII, marker: text.markupOrPlain)
    }

    private static func truncate(_ value: Value, _ bound: BoundArguments) throws(TemplateError) -> Value {
        let length = try MethodArguments.int(bound[0] ?? .int(255))
        let killWords = try bound[1]?.isTrue() ?? false
        let end = try (bound[2] ?? "...").str()
        var leeway = 5
        if let given = bound[3], !given.isNone { leeway = try MethodArguments.int(given) }
        guard length >= end.count else {
            throw TemplateError(.pythonAssert, "expected length >= \(end.count), got \(length)")
        }
        guard leeway >= 0 else { throw TemplateError(.pythonAssert, "expected leeway >= 0, got \(leeway)") }
        let text: Text
        switch value {
        case .string(let given): text = given
        case .undefined: return value
        default:
            let count = try value.length()
            if count <= length + leeway { return value }
            throw TemplateError(.attribute, "'\(value.typeName)' object has no attribute 'rsplit'")
        }
        if text.count <= length + leeway { return value }
        let head = text.slice(0..<(length - end.count))
        if killWords { return .string(Operators.concatenate(head.marked(text.markupOrPlain), end)) }
        let kept =
            Text.findLast([32], in: head.bytes, from: 0, to: head.bytes.count).map { Text(head.bytes[..<$0]) } ?? head
        return .string(Operators.concatenate(kept.marked(text.markupOrPlain), end))
    }
}

extension Text {
    /// What `str` methods give: `Markup` for `Markup`, a plain string for everything else.
    var markupOrPlain: Marker { marker == .markup ? .markup : .plain }

    /// - Throws: an error when the result would be too long.
    static func joined(_ parts: [Text], _ separator: Text) throws(TemplateError) -> Text {
        var out: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { out.append(contentsOf: separator.bytes) }
            out.append(contentsOf: part.bytes)
            try MemoryLimit.grown(text: out.count)
        }
        return Text(out)
    }
}
