public import Formats
public import Jinja

extension Value {
    /// A document's value as templates see it: new lists and dicts; dates and times become Python's date objects.
    public init(_ data: DataValue) {
        switch data {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .bigInt(let text): self = BigInteger(decimal: text).map(Value.integer) ?? .string(text)
        case .float(let number): self = .float(number)
        case .string(let text): self = .string(Text(text))
        case .date(let text): self = Value.isoDate(text) ?? .string(text)
        case .timestamp(let text): self = Value.isoDateTime(text) ?? .string(text)
        case .list(let items): self = .list(Self.values(items))
        case .mapping(let mapping): self = .dict(DictObject(mapping))
        }
    }

    /// The values of a list; mappings in it share their keys.
    private static func values(_ items: [DataValue]) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(items.count)
        var row: DictObject?
        for item in items {
            guard case .mapping(let mapping) = item else {
                values.append(Value(item))
                continue
            }
            let dict = DictObject(mapping, like: row)
            values.append(.dict(dict))
            row = dict
        }
        return values
    }

    /// A YAML node as `yaml.safe_load` gives it: unlike documents, with keys of any kind.
    /// - Throws: a type error for a key that is not hashable.
    public init(_ node: YAMLNode) throws(TemplateError) {
        if let entries = node.entries {
            let dict = DictObject()
            for entry in entries { try dict.set(try Value(entry.key).asKey, try Value(entry.value)) }
            self = .dict(dict)
        } else if let nodes = node.items {
            var items: [Value] = []
            items.reserveCapacity(nodes.count)
            for node in nodes { items.append(try Value(node)) }
            self = .list(items)
        } else {
            self = Value(node.scalar?.dataValue ?? .null)
        }
    }

    /// PyYAML makes tuples of sequences that are keys.
    private var asKey: Value {
        guard case .list(let list) = self else { return self }
        return .tuple(list.items.map(\.asKey))
    }
}

extension BigInteger {
    /// The number of a decimal text with an optional minus.
    fileprivate init?(decimal text: String) {
        let isNegative = text.hasPrefix("-")
        guard let size = BigInteger(digits: isNegative ? text.dropFirst().utf8 : text[...].utf8) else { return nil }
        self = isNegative ? -size : size
    }
}

extension DictObject {
    /// A new dict with the entries of a document's mapping.
    /// - Parameter sample: a dict whose keys it probably has, too; they are shared then.
    public convenience init(_ mapping: DataMapping, like sample: DictObject? = nil) {
        self.init()
        for (key, value) in mapping { add(key, Value(value), like: sample) }
    }
}

extension DataValue {
    /// What a template made, as a value of a document.
    ///
    /// Keys of dicts become text as in JSON; tuples and sets become lists; objects become what they print.
    /// - Throws: a type error for an undefined value, and a value error for a container that holds itself.
    public init(_ value: Value) throws(TemplateError) {
        self = try Self.convert(
            value, depth: 0, objects: { object throws(TemplateError) in .string(try object.str().string) })
    }

    /// Converts a value; `objects` decides about everything that documents have no form for.
    static func convert(
        _ value: Value, depth: Int, objects: (Object) throws(TemplateError) -> DataValue
    ) throws(TemplateError) -> DataValue {
        guard depth < 500 else { throw TemplateError(.value, "Circular reference detected") }
        func list(_ items: [Value]) throws(TemplateError) -> DataValue {
            var result: [DataValue] = []
            result.reserveCapacity(items.count)
            for item in items { result.append(try convert(item, depth: depth + 1, objects: objects)) }
            return .list(result)
        }
        switch value {
        case .undefined(let undefined): throw undefined.error
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .bigInt(let number): return .bigInt(number.description)
        case .float(let number): return .float(number)
        case .decimal(let number): return .string(number.description)
        case .string(let text): return .string(text.string)
        case .list(let items): return try list(items.items)
        case .tuple(let items): return try list(items.items)
        case .set: return try list(value.allItems())
        case .dict(let dict):
            var mapping = DataMapping(minimumCapacity: dict.count)
            for (key, item) in dict.items {
                mapping[try keyText(key)] = try convert(item, depth: depth + 1, objects: objects)
            }
            return .mapping(mapping)
        case .object(let object):
            switch object {
            case let object as DateObject: return .date(object.date.isoformat)
            case let object as DateTimeObject: return .timestamp(object.time.isoformat(separator: "T"))
            case let object as LazyMapping:
                return try convert(.dict(object.dict), depth: depth, objects: objects)
            default: return try objects(object)
            }
        }
    }

    private static func keyText(_ key: Value) throws(TemplateError) -> String {
        switch key {
        case .string(let text): text.string
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .float(let number): PythonFloat.text(number)
        default: try key.str().string
        }
    }
}
