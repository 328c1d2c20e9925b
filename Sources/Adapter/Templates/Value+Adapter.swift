internal import Diagnostics
public import Jinja
internal import TemplateLibrary

/// An iterator over an array of values.
final class ArrayIterator: ValueIterator {
    private var rest: ArraySlice<Value>

    init(_ items: [Value]) { rest = items[...] }

    override func next() throws(TemplateError) -> Value? { rest.popFirst() }
}

/// Runs `body` and carries its diagnostic through the template.
func carrying<Result>(_ body: () throws(Diagnostic) -> Result) throws(TemplateError) -> Result {
    do throws(Diagnostic) {
        return try body()
    } catch {
        throw TemplateError(error)
    }
}

extension Value {
    /// A text, or None.
    init(_ text: String?) { self = text.map { .string(Text($0)) } ?? .null }

    init(_ number: Int?) { self = number.map { .int($0) } ?? .null }

    /// A table's cell as templates see it: numbers are decimals, dates are date objects.
    public init(_ cell: Cell) {
        switch cell {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .number(let text): self = DecimalNumber(text).map { .decimal($0) } ?? .string(Text(text))
        case .date(let text): self = Value.isoDate(text) ?? .string(Text(text))
        case .timestamp(let text): self = Value.isoDateTime(text) ?? .string(Text(text))
        case .text(let text): self = .string(Text(text))
        }
    }

    /// None and undefined values count as nothing.
    var isMissing: Bool { isNone || isUndefined }

    /// What `dict.get` or attribute access finds in a dict or an object.
    func entry(_ name: String) throws(TemplateError) -> Value? {
        switch self {
        case .dict(let dict): return dict[name]
        case .object(let object):
            if let item = try object.item(.string(Text(name))) { return item }
            return try object.attribute(name)
        default: return nil
        }
    }

    /// The items of a list, a tuple, a set or an object that can be iterated.
    func sequence() throws(TemplateError) -> [Value]? {
        switch self {
        case .list, .tuple, .set: return try allItems()
        case .object(let object) where object.isIterable: return try allItems()
        default: return nil
        }
    }

    /// The value as a cell, for putting it into a statement.
    func cell() throws(TemplateError) -> Cell {
        switch self {
        case .null, .undefined: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .float, .decimal, .bigInt: return .number(try str().string)
        case .string(let text): return .text(text.string)
        case .object(let object):
            let text = try object.str().string
            switch object.typeName {
            case "datetime.date": return .date(text)
            case "datetime.datetime": return .timestamp(text)
            default: return .text(text)
            }
        default: return .text(try str().string)
        }
    }
}
