// Whoever imports Formats handles mappings, so the members of `OrderedDictionary` come with it.
@_exported public import OrderedCollections

/// A value of a YAML or JSON document: what properties, configs, vars and artifacts are made of.
///
/// Keys of mappings are strings and keep their order; a YAML key of another type is turned into the text that Python's
/// `json.dumps` gives it. Dates and times of YAML 1.1 stay what they are, because templates see Python date objects.
public enum DataValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    /// An integer that does not fit in 64 bits, as decimal text.
    case bigInt(String)
    case float(Double)
    case string(String)
    /// A YAML date such as `2024-01-31`, as ISO text.
    case date(String)
    /// A YAML timestamp, as Python's `isoformat()` gives it.
    case timestamp(String)
    case list([DataValue])
    case mapping(DataMapping)
}

/// A mapping whose keys keep the order in which they were written.
public typealias DataMapping = OrderedDictionary<String, DataValue>

extension DataValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
}

extension DataValue {
    public var isNull: Bool { self == .null }

    /// The text of a string; nil for every other value.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    public var bool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    public var int: Int? {
        guard case .int(let number) = self else { return nil }
        return number
    }

    public var list: [DataValue]? {
        guard case .list(let items) = self else { return nil }
        return items
    }

    public var mapping: DataMapping? {
        guard case .mapping(let entries) = self else { return nil }
        return entries
    }

    /// The value under `key` when this is a mapping that has it.
    public subscript(key: String) -> DataValue? { mapping?[key] }
}

extension DataValue {
    /// A string, or null when there is none.
    public static func text(_ text: String?) -> DataValue { text.map { .string($0) } ?? .null }

    public static func strings(_ texts: some Sequence<String>) -> DataValue { .list(texts.map { .string($0) }) }
}
