extension Value {
    /// A new iterator over the value's items: Python's `iter`.
    /// - Throws: a type error when it cannot be iterated.
    public func makeIterator() throws(TemplateError) -> ValueIterator {
        switch self {
        case .list(let list): return ListIterator(list)
        case .tuple(let tuple): return ArrayIterator(tuple.items)
        case .string(let text): return CharacterIterator(text)
        case .dict(let dict): return DictIterator(dict, .keys)
        case .set(let set): return ArrayIterator(set.orderedItems)
        case .undefined(let undefined):
            if undefined.behavior == .unsafe { throw undefined.error }
            return ArrayIterator([])
        case .object(let object):
            if let iterator = try object.makeIterator() { return iterator }
        default: break
        }
        throw TemplateError(.type, "'\(typeName)' object is not iterable")
    }

    /// All items of the value: Python's `list(value)`.
    public func allItems() throws(TemplateError) -> [Value] {
        switch self {
        case .list(let list): return list.items
        case .tuple(let tuple): return tuple.items
        default:
            var items: [Value] = []
            try makeIterator().forEach { item throws(TemplateError) in
                items.append(item)
                try MemoryLimit.taken(items: items.count)
            }
            return items
        }
    }

    /// Walks the value's items.
    /// - Throws: a type error when it cannot be iterated.
    func forEachItem(_ body: (Value) throws(TemplateError) -> Void) throws(TemplateError) {
        guard case .list(let list) = self else { return try makeIterator().forEach(body) }
        try ListIterator(list).forEach(body)
    }

    /// The length when it can be told without iterating; nil otherwise.
    func knownLength() throws(TemplateError) -> Int? {
        switch self {
        case .string(let text): text.count
        case .list(let list): list.items.count
        case .tuple(let tuple): tuple.items.count
        case .dict(let dict): dict.count
        case .set(let set): set.count
        case .undefined: 0
        case .object(let object): try object.length()
        default: nil
        }
    }

    /// Python's `len`.
    /// - Throws: a type error for values without a length.
    public func length() throws(TemplateError) -> Int {
        if let length = try knownLength() { return length }
        throw TemplateError(.type, "object of type '\(typeName)' has no len()")
    }

    /// The entries of a mapping; nil for other values.
    public func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? {
        switch self {
        case .dict(let dict): dict.items
        case .object(let object): try object.mappingItems()
        default: nil
        }
    }

    /// Whether iteration would work: the test `iterable`.
    var isIterable: Bool {
        switch self {
        case .list, .tuple, .string, .dict, .set, .undefined: true
        case .object(let object): object.isIterable
        default: false
        }
    }
}

/// Walks a list that may change meanwhile.
final class ListIterator: ValueIterator {
    private let list: ListObject
    @safe @exclusivity(unchecked) private var index = 0

    init(_ list: ListObject) {
        self.list = list
    }

    override func next() throws(TemplateError) -> Value? {
        guard index < list.items.count else {
            index = .max
            return nil
        }
        index += 1
        return list.items[index - 1]
    }

    override func forEach(_ body: (Value) throws(TemplateError) -> Void) throws(TemplateError) {
        while index < list.items.count {
            // Holding the items saves counting a reference to each; when the list changes it gets an array of its own.
            let items = list.items
            let span = items.span
            while index < span.count {
                index += 1
                try body(span[index - 1])
                guard list.holds(items) else { break }
            }
        }
        index = .max
    }
}

/// Walks the characters of a text.
private final class CharacterIterator: ValueIterator {
    @safe @exclusivity(unchecked) private var characters: Text.Characters

    init(_ text: Text) {
        characters = text.characters
    }

    override func next() throws(TemplateError) -> Value? { characters.next().map { .string($0) } }
}

/// Walks values that do not change.
public final class ArrayIterator: ValueIterator {
    private let items: [Value]
    @safe @exclusivity(unchecked) private var index = 0

    public init(_ items: [Value]) {
        self.items = items
    }

    public override func next() throws(TemplateError) -> Value? {
        guard index < items.count else { return nil }
        index += 1
        return items[index - 1]
    }
}

/// Walks a dict, and raises when its size changes meanwhile.
final class DictIterator: ValueIterator {
    enum Part { case keys, values, items }

    private let dict: DictObject
    private let part: Part
    private let count: Int
    @safe @exclusivity(unchecked) private var position = 0
    @safe @exclusivity(unchecked) private var given = 0

    init(_ dict: DictObject, _ part: Part) {
        self.dict = dict
        self.part = part
        count = dict.count
    }

    override func next() throws(TemplateError) -> Value? {
        guard position >= 0 else { return nil }
        guard dict.count == count else {
            position = -1
            throw TemplateError(.pythonRuntime, "dictionary changed size during iteration")
        }
        while position < dict.positions {
            position += 1
            guard let (key, value) = dict.entry(at: position - 1) else { continue }
            given += 1
            guard given <= count else {
                throw TemplateError(.pythonRuntime, "dictionary keys changed during iteration")
            }
            switch part {
            case .keys: return key
            case .values: return value
            case .items: return .tuple(TupleObject([key, value]))
            }
        }
        position = -1
        return nil
    }
}

/// An iterator made of a closure.
public final class ClosureIterator: ValueIterator {
    private let body: () throws(TemplateError) -> Value?

    public init(_ body: @escaping () throws(TemplateError) -> Value?) {
        self.body = body
    }

    public override func next() throws(TemplateError) -> Value? { try body() }
}

/// A Python iterator or generator as a value: one pass, no length, always true.
public final class IteratorObject: Object {
    private let iterator: ValueIterator
    private let name: String
    private let function: String?
    /// How many generators feed each other up to this one.
    let depth: Int

    /// - Parameter name: its Python class: `zip`, `map`.
    public init(_ iterator: ValueIterator, name: String = "generator") {
        self.iterator = iterator
        self.name = name
        function = nil
        depth = 0
    }

    /// Makes the generator that a Python function gives over the items of `source`.
    /// - Throws: a recursion error when too many generators feed each other.
    init(_ iterator: ValueIterator, of function: String, over source: Value) throws(TemplateError) {
        depth = try Nesting.generatorDepth(over: source)
        self.iterator = iterator
        name = "generator"
        self.function = function
    }

    public override var typeName: String { name }
    public override var isIterable: Bool { true }
    public override func makeIterator() throws(TemplateError) -> ValueIterator? { iterator }
    public override func isTrue() throws(TemplateError) -> Bool { true }

    public override func repr() throws(TemplateError) -> Text {
        let address = address
        return Text(function.map { "<generator object \($0) at \(address)>" } ?? "<\(name) object at \(address)>")
    }
}
