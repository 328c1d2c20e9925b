/// A Python list: a mutable sequence with identity.
public final class ListObject {
    @safe @exclusivity(unchecked) public var items: [Value]
    /// How deep the containers among the items are nested, as far as the template made them so.
    @usableFromInline var nesting = 0

    @inlinable
    public init(_ items: [Value] = []) {
        self.items = items
    }

    /// Whether the items lie in the very same memory as others, and so have not changed since these were taken.
    @inline(__always)
    func holds(_ others: [Value]) -> Bool {
        unsafe items.withUnsafeBufferPointer { $0.baseAddress }
            == others.withUnsafeBufferPointer { $0.baseAddress }
    }
}

/// A Python tuple: an immutable sequence.
public final class TupleObject {
    public let items: [Value]
    /// The names of a named tuple, as `groupby` gives it; nil for a plain tuple.
    public let names: [String]?
    @usableFromInline var nesting = 0

    @inlinable
    public init(_ items: [Value], names: [String]? = nil) {
        self.items = items
        self.names = names
    }
}
