/// The first items with each of their keys.
final class Unique: ValueIterator {
    private let source: Lazily
    private let getter: AttributeGetter
    private let seen = SetObject()

    init(_ value: Value, _ getter: AttributeGetter) {
        source = Lazily(value)
        self.getter = getter
    }

    override func next() throws(TemplateError) -> Value? {
        while let item = try source.next() {
            if try seen.insert(getter.get(item)) { return item }
        }
        return nil
    }

    override func forEach(_ body: (Value) throws(TemplateError) -> Void) throws(TemplateError) {
        try source.forEach { item throws(TemplateError) in
            if try seen.insert(getter.get(item)) { try body(item) }
        }
    }
}

/// An iterator that begins its work when it is first asked, as Python generators do.
final class Lazily: ValueIterator {
    private var make: (() throws(TemplateError) -> ValueIterator)?
    private var iterator: ValueIterator?

    init(_ make: @escaping () throws(TemplateError) -> ValueIterator) {
        self.make = make
    }

    convenience init(_ value: Value) {
        self.init { () throws(TemplateError) in try value.makeIterator() }
    }

    override func next() throws(TemplateError) -> Value? {
        try start()
        return try iterator?.next()
    }

    override func forEach(_ body: (Value) throws(TemplateError) -> Void) throws(TemplateError) {
        try start()
        try iterator?.forEach(body)
    }

    private func start() throws(TemplateError) {
        guard let make else { return }
        self.make = nil
        iterator = try make()
    }
}
