/// The variable `loop`.
/// Source: jinja2/runtime.py, LoopContext.
final class LoopContext: Object {
    private let items: ValueIterator
    private let iterable: Value?
    private let renderer: Renderer
    private let recursive: RecursiveLoop?
    private let depth: Int
    @safe @exclusivity(unchecked) private var index = -1
    private var known: Int?
    @safe @exclusivity(unchecked) private var current: Value?
    @safe @exclusivity(unchecked) private var before: Value?
    @safe @exclusivity(unchecked) private var after: Value?
    @safe @exclusivity(unchecked) private var hasPeeked = false
    private var lastChanged: [Value]?

    init(_ items: ValueIterator, over iterable: Value?, _ renderer: Renderer, _ recursive: RecursiveLoop?) {
        self.items = items
        self.iterable = iterable
        self.renderer = renderer
        self.recursive = recursive
        depth = recursive?.depth ?? 0
    }

    /// Moves to the next item.
    func advance() throws(TemplateError) -> Value? {
        let item: Value?
        if hasPeeked {
            item = after
            hasPeeked = false
            after = nil
        } else {
            item = try pull()
        }
        guard let item else { return nil }
        index += 1
        before = current
        current = item
        return item
    }

    private func peek() throws(TemplateError) -> Value? {
        if !hasPeeked {
            after = try pull()
            hasPeeked = true
        }
        return after
    }

    /// The next item that was read ahead, or else of the source.
    private func pull() throws(TemplateError) -> Value? {
        guard !buffered.isEmpty else { return try items.next() }
        return buffered.removeFirst()
    }

    /// The number of items; a source that has no length is read to its end.
    private func count() throws(TemplateError) -> Int {
        if let known { return known }
        if let iterable, let length = try iterable.knownLength() {
            known = length
            return length
        }
        var rest: ArraySlice<Value> = []
        if hasPeeked, let after { rest.append(after) }
        while let item = try items.next() {
            try renderer.step()
            rest.append(item)
        }
        buffered = rest
        hasPeeked = false
        after = nil
        known = index + 1 + rest.count
        return index + 1 + rest.count
    }

    @safe @exclusivity(unchecked) private var buffered: ArraySlice<Value> = []

    override var typeName: String { "jinja2.runtime.LoopContext" }
    override var isCallable: Bool { true }

    /// The attributes of `loop`.
    enum Attribute: String, Sendable {
        case index, index0, first, last, length, revindex, revindex0, depth, depth0, previtem, nextitem, cycle, changed
    }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        try Attribute(rawValue: name).map { attribute throws(TemplateError) in try value(of: attribute) }
    }

    override func attribute(_ key: AttributeKey) throws(TemplateError) -> Value? {
        guard let attribute = key.loop else { return nil }
        return try value(of: attribute)
    }

    private func value(of attribute: Attribute) throws(TemplateError) -> Value {
        switch attribute {
        case .index: .int(index + 1)
        case .index0: .int(index)
        case .first: .bool(index == 0)
        case .last: .bool(try peek() == nil)
        case .length: .int(try count())
        case .revindex: .int(try count() - index)
        case .revindex0: .int(try count() - index - 1)
        case .depth: .int(depth + 1)
        case .depth0: .int(depth)
        case .previtem: (index == 0 ? nil : before) ?? renderer.undefined(hint: "there is no previous item")
        case .nextitem: try peek() ?? renderer.undefined(hint: "there is no next item")
        case .cycle: cycle
        case .changed: changed
        }
    }

    private var cycle: Value {
        .function("cycle") { [self] arguments, _ throws(TemplateError) in
            guard !arguments.positional.isEmpty else { throw TemplateError(.type, "no items for cycling given") }
            return arguments.positional[index % arguments.positional.count]
        }
    }

    private var changed: Value {
        .function("changed") { [self] arguments, _ throws(TemplateError) in
            if let last = lastChanged, try Value.tuple(last).isEqual(to: .tuple(arguments.positional)) { return false }
            lastChanged = arguments.positional
            return true
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        guard let recursive else {
            throw TemplateError(
                .type, "The loop must have the 'recursive' marker to be called recursively.")
        }
        guard let value = arguments.positional.first ?? arguments["iterable"] else {
            throw TemplateError(.type, "LoopContext.__call__() missing 1 required positional argument: 'iterable'")
        }
        return .string(try recursive.text(over: value, depth: depth + 1))
    }

    override func length() throws(TemplateError) -> Int? { try count() }
    override func isTrue() throws(TemplateError) -> Bool { try count() != 0 }

    override func makeIterator() throws(TemplateError) -> ValueIterator? {
        ClosureIterator { [self] () throws(TemplateError) in
            guard let item = try advance() else { return nil }
            return .tuple([item, .object(self)])
        }
    }

    override func repr() throws(TemplateError) -> Text { Text("<LoopContext \(index + 1)/\(try count())>") }
}
