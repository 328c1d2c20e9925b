internal import Jinja

/// An iterator that shows its arguments when it is printed: `count(3)`.
final class ShownIterator: Object {
    private let name: String
    private let iterator: ValueIterator
    private let shown: String

    init(_ name: String, _ iterator: ValueIterator, shown: String) {
        self.name = name
        self.iterator = iterator
        self.shown = shown
    }

    override var typeName: String { name }
    override var isIterable: Bool { true }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { iterator }
    override func repr() throws(TemplateError) -> Text { Text(shown) }
}

/// An iterator whose next value a function gives; once ended it stays ended, as in Python.
final class GeneratingIterator: ValueIterator {
    private let body: () throws(TemplateError) -> Value?
    private var isFinished = false

    init(_ body: @escaping () throws(TemplateError) -> Value?) {
        self.body = body
    }

    override func next() throws(TemplateError) -> Value? {
        guard !isFinished, let value = try body() else {
            isFinished = true
            return nil
        }
        return value
    }
}

extension Value {
    /// A one-pass iterator of the class `name`; `shown` is what printing gives where Python shows more than an address.
    static func iterator(
        _ name: String, shown: String? = nil, _ next: @escaping () throws(TemplateError) -> Value?
    ) -> Value {
        let iterator = GeneratingIterator(next)
        guard let shown else { return .object(IteratorObject(iterator, name: name)) }
        return .object(ShownIterator(name, iterator, shown: shown))
    }
}
