/// A Python set: hashable values without order.
///
/// It keeps the order of insertion; see `SetObject+Order.swift` for the order in which Python shows small integers.
public final class SetObject {
    let elements: DictObject
    /// A frozenset can be hashed and has no methods that change it.
    public let isFrozen: Bool

    public init(isFrozen: Bool = false) {
        elements = DictObject()
        self.isFrozen = isFrozen
    }

    /// Makes a set of the distinct values among `items`.
    /// - Throws: a type error when an item is not hashable.
    public convenience init(_ items: [Value], isFrozen: Bool = false) throws(TemplateError) {
        self.init(isFrozen: isFrozen)
        for item in items { try insert(item) }
    }

    init(elements: DictObject, isFrozen: Bool = false) {
        self.elements = elements
        self.isFrozen = isFrozen
    }

    public var count: Int { elements.count }

    /// Adds an element; an equal one that is there already stays, as in Python.
    /// - Returns: whether it was missing.
    @discardableResult
    public func insert(_ value: Value) throws(TemplateError) -> Bool { try elements.insert(value) }

    public func contains(_ value: Value) throws(TemplateError) -> Bool { try elements.get(value) != nil }

    public func remove(_ value: Value) throws(TemplateError) -> Bool { try elements.remove(value) != nil }
}
