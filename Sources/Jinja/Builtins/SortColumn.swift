/// The sort keys of all items.
struct SortColumn {
    private let items: [Value]
    /// What gets the keys of the items while they are only packed.
    private let getter: AttributeGetter?
    /// The keys; empty when all of them were packed without taking them out of the items.
    let values: [Value]
    /// The packed keys when all keys are texts or all are integers; empty otherwise.
    let keys: [PackedKey]
    /// Whether all keys are packed and keys with the same numbers are equal.
    let isWhole: Bool

    var isPacked: Bool { !keys.isEmpty }

    /// The column of the values themselves.
    init(_ values: [Value]) {
        items = []
        getter = nil
        self.values = values
        var keys = PackedKeys(count: values.count)
        let span = values.span
        for index in span.indices {
            guard keys.append(span[index].packed(ignoresCase: false, at: keys.position)) else { break }
        }
        self.keys = keys.all
        isWhole = keys.isWhole
    }

    private init(_ items: [Value], _ getter: AttributeGetter, _ keys: PackedKeys) {
        self.items = items
        self.getter = getter
        values = []
        self.keys = keys.all
        isWhole = keys.isWhole
    }

    /// The column of the keys that a getter finds in items.
    init(of items: [Value], by getter: AttributeGetter) throws(TemplateError) {
        var keys = PackedKeys(count: items.count)
        let span = items.span
        for index in span.indices { guard keys.append(getter.packed(span[index], at: keys.position)) else { break } }
        guard keys.all.isEmpty else {
            self.init(items, getter, keys)
            return
        }
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for index in items.indices { values.append(try getter.get(items[index])) }
        self.init(values)
    }

    private func key(_ index: Int) throws(TemplateError) -> Value {
        if let getter { return try getter.get(items[index]) }
        return values[index]
    }

    /// The sign of the difference of two keys; equal ones need no order.
    func compare(_ left: Int, _ right: Int) throws(TemplateError) -> Int {
        if isPacked {
            let (first, second) = (keys[left], keys[right])
            if first.high != second.high { return first.high < second.high ? -1 : 1 }
            if first.low != second.low { return first.low < second.low ? -1 : 1 }
            if first.isWhole && second.isWhole { return 0 }
        }
        let (first, second) = (try key(left), try key(right))
        if case .string(let first) = first, case .string(let second) = second { return first.order(second) }
        if try first.isIdentical(orEqualTo: second) { return 0 }
        return try first.isLess(than: second) ? -1 : 1
    }

    /// Whether two keys are equal.
    func areEqual(_ left: Int, _ right: Int) throws(TemplateError) -> Bool {
        if isPacked {
            guard keys[left].hasSameNumbers(as: keys[right]) else { return false }
            if keys[left].isWhole && keys[right].isWhole { return true }
        }
        return try key(left).isIdentical(orEqualTo: key(right))
    }
}

/// Packed keys of one kind; none at all as soon as one cannot be packed.
private struct PackedKeys {
    private(set) var all: [PackedKey] = []
    private(set) var isWhole = true
    /// The position of the next key.
    private(set) var position: Int32 = 0

    init(count: Int) {
        all.reserveCapacity(count)
    }

    /// Adds a key.
    /// - Returns: whether keys can go on to be packed.
    @inline(__always)
    mutating func append(_ key: PackedKey?) -> Bool {
        guard let key, position < .max, position == 0 || key.kind == all[0].kind else {
            all = []
            isWhole = false
            return false
        }
        isWhole = isWhole && key.isWhole
        position += 1
        all.append(key)
        return true
    }
}
