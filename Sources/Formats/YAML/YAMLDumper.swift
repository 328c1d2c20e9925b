/// Writes a value as YAML, choosing and breaking lines exactly as PyYAML does.
///
/// libyaml's emitter breaks long quoted texts elsewhere and writes empty keys otherwise, so it cannot serve here.
/// Source: the behaviour of `yaml.safe_dump` of PyYAML 6.0 (its `representer.py` and `emitter.py`).
struct YAMLDumper {
    private static let step = 2

    private let sortKeys: Bool
    private let indentsLists: Bool
    private var output = YAMLOutput()

    init(sortKeys: Bool, indentsLists: Bool) {
        self.sortKeys = sortKeys
        self.indentsLists = indentsLists
    }

    mutating func text(_ value: DataValue) -> String {
        let isPlainScalar = write(value, inMapping: false)
        output.indent = 0
        output.breakToIndent()
        if isPlainScalar {
            output.indicator("...", afterBlank: true)
            output.breakToIndent()
        }
        return String(String.UnicodeScalarView(output.scalars))
    }

    /// Writes one node; true when it is a scalar without quotes.
    @discardableResult
    private mutating func write(_ value: DataValue, inMapping: Bool) -> Bool {
        switch value {
        case .list(let items):
            if items.isEmpty { return empty("[", "]") }
            list(items, inMapping: inMapping)
            return false
        case .mapping(let entries):
            if entries.isEmpty { return empty("{", "}") }
            mapping(entries)
            return false
        case .string(let text): return string(text, asKey: false)
        case .null: return plain("null")
        case .bool(let flag): return plain(flag ? "true" : "false")
        case .int(let number): return plain(String(number))
        case .bigInt(let text), .date(let text): return plain(text)
        case .float(let number): return plain(Self.text(number))
        case .timestamp(let text): return plain(String(text.map { $0 == "T" ? " " : $0 }))
        }
    }

    private mutating func empty(_ opening: String, _ closing: String) -> Bool {
        output.indicator(opening, afterBlank: true, leavesBlank: true)
        output.indicator(closing, afterBlank: false)
        return false
    }

    private mutating func list(_ items: [DataValue], inMapping: Bool) {
        let outer = output.indent
        if outer < 0 {
            output.indent = 0
        } else if indentsLists || !inMapping || output.isIndented {
            output.indent += Self.step
        }
        for item in items {
            output.breakToIndent()
            output.indicator("-", afterBlank: true, keepsIndented: true)
            write(item, inMapping: false)
        }
        output.indent = outer
    }

    private mutating func mapping(_ entries: DataMapping) {
        let outer = output.indent
        output.indent = outer < 0 ? 0 : outer + Self.step
        let elements = sortKeys ? entries.elements.sorted { comesBefore($0.key, $1.key) } : Array(entries.elements)
        for (key, value) in elements {
            output.breakToIndent()
            if Self.isSimpleKey(key) {
                string(key, asKey: true)
                output.indicator(":", afterBlank: false)
            } else {
                output.indicator("?", afterBlank: true, keepsIndented: true)
                string(key, asKey: false)
                output.breakToIndent()
                output.indicator(":", afterBlank: true, keepsIndented: true)
            }
            write(value, inMapping: true)
        }
        output.indent = outer
    }

    /// The key fits on a line before its colon; PyYAML counts the five letters of its tag `!!str`.
    private static func isSimpleKey(_ key: String) -> Bool {
        !key.isEmpty && key.unicodeScalars.count + 5 < 128 && !key.unicodeScalars.contains(where: \.isYAMLBreak)
    }

    @discardableResult
    private mutating func string(_ text: String, asKey: Bool) -> Bool {
        // The lines of a broken scalar stand further in than what holds it.
        let outer = output.indent
        let scalars = Array(text.unicodeScalars)
        let styles = YAMLScalarStyles(scalars)
        output.indent = max(output.indent, 0) + Self.step
        defer { output.indent = outer }
        let isString = YAMLResolver.meaning(Array(text.utf8).span) == .string
        if isString, styles.allowsPlain {
            output.plain(scalars, breaks: !asKey)
            return true
        }
        if styles.allowsSingleQuotes {
            output.singleQuoted(scalars, breaks: !asKey)
        } else {
            output.doubleQuoted(scalars, breaks: !asKey)
        }
        return false
    }

    private mutating func plain(_ text: String) -> Bool {
        output.plain(Array(text.unicodeScalars), breaks: true)
        return true
    }

    /// A float as YAML 1.1 reads it back as one: it needs a point before the exponent.
    private static func text(_ number: Double) -> String {
        if number.isNaN { return ".nan" }
        if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
        let text = PythonFloat.repr(number)
        guard !text.contains("."), let mark = text.firstIndex(of: "e") else { return text }
        return text[..<mark] + ".0" + text[mark...]
    }
}

/// Python's order of strings: by code points, which is the order of their UTF-8 bytes.
func comesBefore(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
}

extension YAML {
    /// The text that Python's `yaml.safe_dump(value, sort_keys: …)` gives.
    /// - Parameter indentsLists: whether a list stands further in than the key that it belongs to; dbt writes its
    ///   files of packages so.
    public static func dump(_ value: DataValue, sortKeys: Bool = true, indentsLists: Bool = false) -> String {
        var dumper = YAMLDumper(sortKeys: sortKeys, indentsLists: indentsLists)
        return dumper.text(value)
    }
}
