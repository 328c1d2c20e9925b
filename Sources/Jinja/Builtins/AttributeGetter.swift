/// Looks up dotted attributes of items: `attribute='a.b'`, integer parts as indices.
final class AttributeGetter {
    private let parts: [Value]
    /// Whether the attribute is a single name, as most are; the probe looks for it.
    private let isName: Bool
    @safe @exclusivity(unchecked) private var probe: DictProbe
    private let ignoresCase: Bool
    private let fallback: Value?
    private let renderer: Renderer

    init(_ attribute: Value?, ignoresCase: Bool = false, default fallback: Value? = nil, _ renderer: Renderer) {
        parts = attribute.map(Self.parts) ?? []
        isName = parts.count == 1 && parts[0].text != nil
        probe = DictProbe(isName ? parts[0].text ?? .empty : .empty)
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

    /// The attribute of an item as a packed sort key; nil when it takes more than a look to get it.
    @inline(__always)
    func packed(_ item: Value, at position: Int32) -> PackedKey? {
        if parts.isEmpty { return item.packed(ignoresCase: ignoresCase, at: position) }
        guard isName else { return nil }
        return item.withDict { dict in
            let place = probe.find(in: dict)
            return place < 0 ? nil : dict.packed(at: place, ignoresCase: ignoresCase, position)
        }
    }

    func get(_ item: Value) throws(TemplateError) -> Value {
        if isName && !ignoresCase, let found = item.withDict({ dict in dict.value(at: probe.find(in: dict)) }) {
            return found
        }
        return try find(item)
    }

    /// Goes along all parts of the attribute.
    private func find(_ item: Value) throws(TemplateError) -> Value {
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
