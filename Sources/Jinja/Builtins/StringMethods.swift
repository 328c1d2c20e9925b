/// Methods of strings.
enum StringMethods {
    static func call(
        _ text: Text, _ name: Methods.Name, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let result = try apply(name, to: text, arguments, renderer)
        guard text.marker == .markup, name != .unescape, name != .striptags else { return result }
        return markup(result)
    }

    /// What a method of `Markup` gives: `Markup` again. Source: markupsafe 3.0.
    private static func markup(_ value: Value) -> Value {
        switch value {
        case .string(let text): .string(text.marked(.markup))
        case .list(let list): .list(list.items.map(markup))
        case .tuple(let tuple): .tuple(tuple.items.map(markup))
        default: value
        }
    }

    private static func apply(
        _ name: Methods.Name, to text: Text, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case .format: return .string(try FormatString(text, renderer).format(arguments))
        case .format_map:
            let given = try MethodArguments("str.format_map", arguments, 1...1)
            return .string(try FormatString(text, renderer).format(mapping: given.values[0]))
        case .join: return try join(text, MethodArguments("str.join", arguments, 1...1).values[0])
        case .replace: return try replace(text, arguments)
        case .split, .rsplit: return try split(text, name, arguments)
        case .splitlines:
            let given = try MethodArguments("str.splitlines", arguments, 0...1, keywords: ["keepends"])
            let keep = try given.value(0, "keepends")?.isTrue() ?? false
            return .list(text.lines(keepingEnds: keep).map { .string($0) })
        case .partition, .rpartition: return try partition(text, name, arguments)
        case .strip, .lstrip, .rstrip:
            let given = try MethodArguments("str.\(name.rawValue)", arguments, 0...1)
            var characters: Text?
            if let value = given.value(0), !value.isNone {
                guard case .string(let set) = value else {
                    throw TemplateError(.type, "\(name.rawValue) arg must be None or str")
                }
                characters = set
            }
            return .string(text.stripped(characters, left: name != .rstrip, right: name != .lstrip).marked(.plain))
        case .startswith, .endswith: return try affix(text, name, arguments)
        case .find, .rfind, .index, .rindex: return try find(text, name, arguments)
        case .count: return try count(text, arguments)
        case .center, .ljust, .rjust: return try justify(text, name, arguments)
        case .zfill: return try zeroFill(text, arguments)
        case .expandtabs:
            let given = try MethodArguments("str.expandtabs", arguments, 0...1, keywords: ["tabsize"])
            return .string(expandTabs(text, try given.int(0, "tabsize") ?? 8))
        case .removeprefix:
            let prefix = try MethodArguments("str.removeprefix", arguments, 1...1).text(0)
            return .string(text.starts(with: prefix) ? Text(text.bytes[prefix.bytes.count...]) : text)
        case .removesuffix:
            let suffix = try MethodArguments("str.removesuffix", arguments, 1...1).text(0)
            return .string(
                !suffix.isEmpty && text.ends(with: suffix)
                    ? Text(text.bytes[..<(text.bytes.count - suffix.bytes.count)]) : text)
        case .encode:
            let given = try MethodArguments("str.encode", arguments, 0...2, keywords: ["encoding", "errors"])
            return .object(try BytesObject(encoding: text, given.value(0, "encoding")?.string ?? "utf-8"))
        case .maketrans: return try makeTranslation(arguments)
        case .translate: return try translate(text, MethodArguments("str.translate", arguments, 1...1).values[0])
        case .unescape: return .string(text.marked(.plain).unescapedHTML)
        case .striptags: return .string(text.strippedTags)
        case .escape: return .string(try MethodArguments("Markup.escape", arguments, 1...1).values[0].str().escaped)
        default: return try simple(text, name, arguments)
        }
    }

    /// The methods without arguments.
    private static func simple(_ text: Text, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError)
        -> Value
    {
        _ = try MethodArguments("str.\(name.rawValue)", arguments, 0...0)
        switch name {
        case .lower: return .string(text.lowercased.marked(.plain))
        case .upper: return .string(text.uppercased.marked(.plain))
        case .capitalize: return .string(text.capitalized.marked(.plain))
        case .casefold: return .string(text.caseFolded.marked(.plain))
        case .title: return .string(text.titled.marked(.plain))
        case .swapcase: return .string(text.caseSwapped.marked(.plain))
        default: return .bool(CharacterClasses.test(text, name))
        }
    }

    private static func join(_ separator: Text, _ value: Value) throws(TemplateError) -> Value {
        guard value.isIterable else { throw TemplateError(.type, "can only join an iterable") }
        var out: [UInt8] = []
        let isMarkup = separator.marker == .markup
        for (index, item) in try value.allItems().enumerated() {
            guard case .string(var text) = item else {
                if isMarkup {
                    if index > 0 { out.append(contentsOf: separator.bytes) }
                    out.append(contentsOf: try item.str().escaped.bytes)
                    continue
                }
                throw TemplateError(.type, "sequence item \(index): expected str instance, \(item.typeName) found")
            }
            if isMarkup && text.marker != .markup { text = text.escaped }
            if index > 0 { out.append(contentsOf: separator.bytes) }
            out.append(contentsOf: text.bytes)
            try MemoryLimit.grown(text: out.count)
        }
        return .string(Text(out))
    }

    private static func replace(_ text: Text, _ arguments: Arguments) throws(TemplateError) -> Value {
        let given = try MethodArguments("str.replace", arguments, 2...3)
        let old = try given.text(0)
        var new = try given.text(1)
        if text.marker == .markup && new.marker != .markup { new = new.escaped }
        let result = try text.replacing(old, with: new, limit: try given.int(2) ?? -1)
        return .string(result.marked(.plain))
    }

    private static func split(_ text: Text, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError) -> Value
    {
        let given = try MethodArguments("str.\(name.rawValue)", arguments, 0...2, keywords: ["sep", "maxsplit"])
        let limit = try given.int(1, "maxsplit") ?? -1
        let fromRight = name == .rsplit
        guard let separator = given.value(0, "sep"), !separator.isNone else {
            return .list(text.words(limit: limit, fromRight: fromRight).map { .string($0.marked(.plain)) })
        }
        guard case .string(let part) = separator else {
            throw TemplateError(.type, "must be str or None, not \(separator.typeName)")
        }
        guard !part.isEmpty else { throw TemplateError(.value, "empty separator") }
        return .list(text.split(by: part, limit: limit, fromRight: fromRight).map { .string($0.marked(.plain)) })
    }

    private static func partition(_ text: Text, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError)
        -> Value
    {
        let separator = try MethodArguments("str.\(name.rawValue)", arguments, 1...1).text(0)
        guard !separator.isEmpty else { throw TemplateError(.value, "empty separator") }
        let found =
            name == .partition
            ? text.find(separator, from: 0)
            : Text.findLast(separator.bytes, in: text.bytes, from: 0, to: text.bytes.count)
        guard let found else {
            let parts = name == .partition ? [text, .empty, .empty] : [.empty, .empty, text]
            return .tuple(parts.map { .string($0) })
        }
        let parts = [
            Text(text.bytes[..<found]), separator, Text(text.bytes[(found + separator.bytes.count)...]),
        ]
        return .tuple(parts.map { .string($0) })
    }

    private static func affix(_ text: Text, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError) -> Value
    {
        let given = try MethodArguments("str.\(name.rawValue)", arguments, 1...3)
        let length = text.count
        let (start, end) = try given.bounds(from: 1, count: length)
        let candidates: [Value]
        if case .tuple(let tuple) = given.values[0] { candidates = tuple.items } else { candidates = [given.values[0]] }
        let isWhole = start == 0 && end >= length
        let part = isWhole ? text : start <= min(end, length) ? text.slice(start..<min(end, length)) : nil
        for candidate in candidates {
            guard case .string(let affix) = candidate else {
                throw TemplateError(
                    .type, "\(name.rawValue) first arg must be str or a tuple of str, not \(candidate.typeName)")
            }
            guard let part else { continue }
            if name == .startswith ? part.starts(with: affix) : part.ends(with: affix) { return true }
        }
        return false
    }

    private static func find(_ text: Text, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError) -> Value
    {
        let given = try MethodArguments("str.\(name.rawValue)", arguments, 1...3)
        guard case .string(let part) = given.values[0] else {
            throw TemplateError(.type, "must be str, not \(given.values[0].typeName)")
        }
        let length = text.count
        let (start, end) = try given.bounds(from: 1, count: length)
        if start <= min(end, length) {
            let (first, last) = (text.byteOffset(of: start), text.byteOffset(of: min(end, length)))
            let found =
                name == .find || name == .index
                ? Text.find(part.bytes, in: text.bytes, from: first, to: last)
                : Text.findLast(part.bytes, in: text.bytes, from: first, to: last)
            if let found { return .int(text.isASCII ? found : Text(text.bytes[..<found]).count) }
        }
        if name == .find || name == .rfind { return .int(-1) }
        throw TemplateError(.value, "substring not found")
    }

    private static func count(_ text: Text, _ arguments: Arguments) throws(TemplateError) -> Value {
        let given = try MethodArguments("str.count", arguments, 1...3)
        guard case .string(let part) = given.values[0] else {
            throw TemplateError(.type, "must be str, not \(given.values[0].typeName)")
        }
        let length = text.count
        let (start, end) = try given.bounds(from: 1, count: length)
        guard start <= min(end, length) else { return .int(0) }
        if part.isEmpty { return .int(min(end, length) - start + 1) }
        var position = text.byteOffset(of: start)
        let last = text.byteOffset(of: min(end, length))
        var count = 0
        while let found = Text.find(part.bytes, in: text.bytes, from: position, to: last) {
            count += 1
            position = found + part.bytes.count
        }
        return .int(count)
    }

    private static func justify(_ text: Text, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError)
        -> Value
    {
        let given = try MethodArguments("str.\(name.rawValue)", arguments, 1...2)
        let width = try given.int(0) ?? 0
        var fill = Text(" ")
        if let value = given.value(1) {
            guard case .string(let character) = value else {
                throw TemplateError(.type, "The fill character must be a unicode character, not \(value.typeName)")
            }
            guard character.count == 1 else {
                throw TemplateError(.type, "The fill character must be exactly one character long")
            }
            fill = character
        }
        return .string(
            try text.padded(to: width, fill: fill, name == .ljust ? .left : name == .rjust ? .right : .center))
    }

    private static func zeroFill(_ text: Text, _ arguments: Arguments) throws(TemplateError) -> Value {
        let width = try MethodArguments("str.zfill", arguments, 1...1).int(0) ?? 0
        let missing = width - text.count
        guard missing > 0 else { return .string(text) }
        guard missing < 1 << 28 else { throw TemplateError(.overflow, "the padded string is too long") }
        let hasSign = text.bytes.first == UInt8(ascii: "-") || text.bytes.first == UInt8(ascii: "+")
        let zeros = [UInt8](repeating: 48, count: missing)
        return .string(Text(text.bytes.prefix(hasSign ? 1 : 0) + zeros + text.bytes.dropFirst(hasSign ? 1 : 0)))
    }

    private static func expandTabs(_ text: Text, _ size: Int) -> Text {
        var out: [UInt8] = []
        var column = 0
        for character in text.characters {
            switch character.bytes.first {
            case UInt8(ascii: "\t"):
                guard size > 0 else { continue }
                let count = size - column % size
                out.append(contentsOf: [UInt8](repeating: 32, count: min(count, 1 << 20)))
                column += count
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                out.append(contentsOf: character.bytes)
                column = 0
            default:
                out.append(contentsOf: character.bytes)
                column += 1
            }
        }
        return Text(out)
    }

    private static func makeTranslation(_ arguments: Arguments) throws(TemplateError) -> Value {
        let given = try MethodArguments("str.maketrans", arguments, 1...3)
        let table = DictObject()
        if given.values.count == 1 {
            guard case .dict(let dict) = given.values[0] else {
                throw TemplateError(.type, "if you give only one argument to maketrans it must be a dict")
            }
            for (key, value) in dict.items {
                guard case .string(let text) = key else {
                    try table.set(key, value)
                    continue
                }
                guard text.count == 1 else {
                    throw TemplateError(.value, "string keys in translate table must be of length 1")
                }
                try table.set(.int(Int(text.codePoints[0])), value)
            }
            return .dict(table)
        }
        let (from, to) = (try given.text(0).codePoints, try given.text(1).codePoints)
        guard from.count == to.count else {
            throw TemplateError(.value, "the first two maketrans arguments must have equal length")
        }
        for (key, value) in zip(from, to) { try table.set(.int(Int(key)), .int(Int(value))) }
        if given.values.count == 3 {
            for key in try given.text(2).codePoints { try table.set(.int(Int(key)), .null) }
        }
        return .dict(table)
    }

    private static func translate(_ text: Text, _ table: Value) throws(TemplateError) -> Value {
        guard case .dict(let dict) = table else {
            throw TemplateError(.type, "'\(table.typeName)' object is not subscriptable")
        }
        var out: [UInt8] = []
        for point in text.codePoints {
            switch try dict.get(.int(Int(point))) {
            case nil: out.append(codePoint: point)
            case .null?: break
            case .int(let value)?: out.append(codePoint: UInt32(clamping: value))
            case .string(let replacement)?: out.append(contentsOf: replacement.bytes)
            default: throw TemplateError(.type, "character mapping must return integer, None or str")
            }
        }
        return .string(Text(out))
    }
}
