/// Jinja2's own filters.
/// Source: jinja2/filters.py.
enum BuiltinFilters {
    static let all: [String: Environment.Filter] = {
        var filters: [String: Environment.Filter] = [:]
        filters.merge(StringFilters.all) { $1 }
        filters.merge(SequenceFilters.all) { $1 }
        filters.merge(SelectionFilters.all) { $1 }
        filters.merge(NumberFilters.all) { $1 }
        filters.merge(HTMLFilters.all) { $1 }
        return filters
    }()

    /// A filter with a signature: its body gets one value or nil for each parameter.
    static func make(
        _ function: String, required: [String] = [], optional: [String] = [], needsContext: Bool = false,
        _ body: @escaping @Sendable (Value, [Value?], Renderer) throws(TemplateError) -> Value
    ) -> Environment.Filter {
        let signature = Signature(function, required: required, optional: optional)
        return Environment.Filter(needsContext: needsContext) { value, arguments, renderer throws(TemplateError) in
            if arguments.isEmpty && signature.requiredCount == 0 {
                return try body(value, [Value?](repeating: nil, count: signature.parameters.count), renderer)
            }
            return try body(value, signature.bind(arguments), renderer)
        }
    }
}

extension Value {
    /// `soft_str`: strings stay what they are, other values are printed.
    func softString() throws(TemplateError) -> Text {
        if case .string(let text) = self { return text }
        return try str()
    }

    /// The text of a value that must be a string.
    func requireText(_ what: String) throws(TemplateError) -> Text {
        switch self {
        case .string(let text): return text
        case .undefined(let undefined): throw undefined.error
        default: throw TemplateError(.attribute, "'\(typeName)' object has no attribute '\(what)'")
        }
    }
}

/// Looks up dotted attributes of items: `attribute='a.b'`, integer parts as indices.
struct AttributeGetter {
    /// A class, so that looking at a part costs one retain.
    private final class Part {
        let value: Value
        /// The prepared name of a part that is no number.
        let key: AttributeKey?

        init(_ value: Value) {
            self.value = value
            key = value.string.map { AttributeKey($0) }
        }
    }

    private let parts: [Part]
    private let ignoresCase: Bool
    private let fallback: Value?
    private let renderer: Renderer

    init(_ attribute: Value?, ignoresCase: Bool = false, default fallback: Value? = nil, _ renderer: Renderer) {
        parts = (attribute.map(Self.parts) ?? []).map(Part.init)
        self.ignoresCase = ignoresCase
        self.fallback = fallback.flatMap { $0.isNone ? nil : $0 }
        self.renderer = renderer
    }

    private static func parts(_ attribute: Value) -> [Value] {
        switch attribute {
        case .null: return []
        case .string(let text):
            return text.split(by: ".").map { part in
                CharacterClasses.test(part, .isdigit)
                    ? (Int(part.string).map { .int($0) } ?? .string(part)) : .string(part)
            }
        default: return [attribute]
        }
    }

    /// One getter for each of the attributes in `'a,b'`.
    static func several(_ attribute: Value?, ignoresCase: Bool, _ renderer: Renderer) -> [AttributeGetter] {
        guard case .string(let text)? = attribute else {
            return [AttributeGetter(attribute, ignoresCase: ignoresCase, renderer)]
        }
        return text.split(by: ",").map { AttributeGetter(.string($0), ignoresCase: ignoresCase, renderer) }
    }

    func get(_ item: Value) throws(TemplateError) -> Value {
        var value = item
        for part in parts {
            if case .dict(let dict) = value, let key = part.key, let found = dict.get(key.text, hash: key.hash) {
                value = found
                continue
            }
            value = try Lookup.item(of: value, part.value, renderer)
            if let fallback, value.isUndefined { value = fallback }
        }
        if ignoresCase, case .string(let text) = value { return .string(text.lowercased) }
        return value
    }
}
