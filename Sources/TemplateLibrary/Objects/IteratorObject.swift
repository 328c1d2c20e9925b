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
///
/// Some never end (`count()`), some not in a lifetime (`permutations(range(20))`), and filters such as `first` take from
/// them until they find something: so what one gives is limited as what a list may hold is.
final class GeneratingIterator: ValueIterator {
    /// How many values one iterator gives, those inside of rows counted too.
    private static let limit = 10_000_000
    private let body: () throws(TemplateError) -> Value?
    private var isFinished = false
    private var given = 0

    init(_ body: @escaping () throws(TemplateError) -> Value?) {
        self.body = body
    }

    override func next() throws(TemplateError) -> Value? {
        guard !isFinished, let value = try body() else {
            isFinished = true
            return nil
        }
        given += 1
        if case .tuple(let row) = value { given += row.items.count }
        guard given <= Self.limit else { throw TemplateError(.overflow, "the iterator gives too many items") }
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
