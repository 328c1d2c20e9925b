/// A value of a template: what Python objects are to Jinja2.
///
/// Values belong to one render and one thread. Scalars are stored in place; everything mutable is a reference, as in Python.
@frozen
public enum Value {
    case undefined(Undefined)
    /// Python's `None`.
    case null
    case bool(Bool)
    case int(Int)
    /// An integer outside of 64 bits.
    case bigInt(BigInteger)
    case float(Double)
    case decimal(DecimalNumber)
    case string(Text)
    case list(ListObject)
    case tuple(TupleObject)
    case dict(DictObject)
    case set(SetObject)
    /// Everything else: functions, macros, iterators, ranges, dates, and the objects of other modules.
    case object(Object)
}

extension Value {
    /// A string value; copies the bytes.
    @inlinable
    public static func string(_ string: String) -> Value { .string(Text(string)) }

    /// A new list of `items`.
    public static func list(_ items: [Value]) -> Value { .list(ListObject(items)) }

    /// A new tuple of `items`.
    public static func tuple(_ items: [Value]) -> Value { .tuple(TupleObject(items)) }

    /// A new dict with string keys, in the order given.
    public static func dict(_ entries: KeyValuePairs<String, Value>) -> Value {
        let dict = DictObject()
        for (key, value) in entries { dict.set(Text(key), value) }
        return .dict(dict)
    }

    /// An integer of any size: big ones that fit in 64 bits become `.int`.
    public static func integer(_ number: BigInteger) -> Value {
        if let small = number.int { return .int(small) }
        return .bigInt(number)
    }

    /// A plain undefined value with the name that was looked up.
    public static func undefined(name: String) -> Value {
        .undefined(Undefined(name: name))
    }

    @inlinable
    public var isUndefined: Bool {
        if case .undefined = self { return true }
        return false
    }

    @inlinable
    public var isNone: Bool {
        if case .null = self { return true }
        return false
    }

    /// The Swift string of a string value; nil for every other value.
    public var string: String? { text?.string }

    /// The text of a string value; nil for every other value.
    @inlinable
    public var text: Text? {
        switch self {
        case .string(let text): text
        case .object(let object): object.textValue
        default: nil
        }
    }

    /// The number of an int or bool that fits in 64 bits; nil for every other value.
    public var int: Int? {
        switch self {
        case .int(let number): number
        case .bool(let flag): flag ? 1 : 0
        default: nil
        }
    }

    public var bool: Bool? {
        guard case .bool(let flag) = self else { return nil }
        return flag
    }

    public var list: ListObject? {
        guard case .list(let list) = self else { return nil }
        return list
    }

    public var dict: DictObject? {
        guard case .dict(let dict) = self else { return nil }
        return dict
    }

    public var object: Object? {
        guard case .object(let object) = self else { return nil }
        return object
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .string(Text(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .int(value) }
}
