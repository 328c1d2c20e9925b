/// Looks up dotted attributes of items: `attribute='a.b'`, integer parts as indices.
final class AttributeGetter {
    private let parts: [Value]
    /// Whether the attribute is a single name, and then the name and its hash: what most are.
    private let isName: Bool
    private let name: Text
    private let hash: Int
    /// Where the last dict had the name.
    @safe @exclusivity(unchecked) private var hint = 0
    private let ignoresCase: Bool
    private let fallback: Value?
    private let renderer: Renderer

    init(_ attribute: Value?, ignoresCase: Bool = false, default fallback: Value? = nil, _ renderer: Renderer) {
        parts = attribute.map(Self.parts) ?? []
        isName = parts.count == 1 && parts[0].text != nil
        name = isName ? parts[0].text ?? .empty : .empty
        hash = name.pythonHash
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
        if isName, case .dict(let dict) = item, let found = dict.get(name, hash: hash, near: &hint) {
            return ignoresCase ? found.caseFolded : found
        }
        var value = item
        for part in parts {
            if case .dict(let dict) = value, case .string(let name) = part, let found = dict.get(name) {
                value = found
                continue
            }
            value = try Lookup.item(of: value, part, renderer)
            if let fallback, value.isUndefined { value = fallback }
        }
        return ignoresCase ? value.caseFolded : value
    }
}

extension Value {
    /// Texts in lower case, other values as they are.
    fileprivate var caseFolded: Value {
        guard case .string(let text) = self else { return self }
        return .string(text.lowercased)
    }
}
