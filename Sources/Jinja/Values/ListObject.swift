/// A Python list: a mutable sequence with identity.
public final class ListObject {
    public var items: [Value]

    @inlinable
    public init(_ items: [Value] = []) {
        self.items = items
    }
}

/// A Python tuple: an immutable sequence.
public final class TupleObject {
    public let items: [Value]
    /// The names of a named tuple, as `groupby` gives it; nil for a plain tuple.
    public let names: [String]?

    @inlinable
    public init(_ items: [Value], names: [String]? = nil) {
        self.items = items
        self.names = names
    }
}
