public import Jinja

/// A dict whose values are made when they are asked for: `graph`, `context`, a manifest's nodes.
///
/// Looking up one key makes one value; everything that needs the whole turns it into an ordinary dict once.
public final class LazyMapping: MethodObject {
    private let keys: () -> [String]
    private let lookup: (String) -> Value?
    private var known: [String: Value] = [:]
    private var whole: DictObject?

    /// - Parameters:
    ///   - keys: the keys in order, asked for at most once.
    ///   - lookup: makes the value of a key; nil for a key that is not there.
    public init(keys: @escaping () -> [String], lookup: @escaping (String) -> Value?) {
        self.keys = keys
        self.lookup = lookup
    }

    /// All entries, as an ordinary dict that belongs to this mapping.
    public var dict: DictObject {
        if let whole { return whole }
        let dict = DictObject()
        for key in keys() {
            if let value = value(key) { dict.set(Text(key), value) }
        }
        whole = dict
        return dict
    }

    private func value(_ key: String) -> Value? {
        if let whole { return whole[key] }
        if let value = known[key] { return value }
        guard let value = lookup(key) else { return nil }
        known[key] = value
        return value
    }

    private static let methods: Set<String> = [
        "get", "items", "keys", "values", "copy", "update", "pop", "popitem", "setdefault", "clear",
    ]

    public override var typeName: String { "dict" }
    public override var isMapping: Bool { true }
    public override var isSequence: Bool { true }
    public override var isIterable: Bool { true }
    public override var methodNames: Set<String> { Self.methods }

    public override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let text = key.string else { return try dict.get(key) }
        return value(text)
    }

    public override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        if name == "get", arguments.keyword.isEmpty, let key = arguments.positional.first?.string {
            return value(key) ?? (arguments.positional.count > 1 ? arguments.positional[1] : .null)
        }
        return try Value.dict(dict).callMethod(name, arguments, renderer)
    }

    public override func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? { dict.items }
    public override func jsonValue() throws(TemplateError) -> Value? { .dict(dict) }
    public override func length() throws(TemplateError) -> Int? { dict.count }
    public override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }
    public override func makeIterator() throws(TemplateError) -> ValueIterator? { ArrayIterator(dict.keys) }
    public override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        try Value.dict(dict).isEqual(to: (other.object as? LazyMapping).map { .dict($0.dict) } ?? other)
    }
    public override func hash() throws(TemplateError) -> Int { throw TemplateError(.type, "unhashable type: 'dict'") }
    public override func writeRepr(_ printer: inout Printer, to out: inout [UInt8]) throws(TemplateError) {
        try printer.write(.dict(dict), to: &out)
    }
}
