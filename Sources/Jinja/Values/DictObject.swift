/// A Python dict: keys of any hashable kind under Python's equality, in the order of their insertion.
///
/// Entries lie in one array; a table of indices, made once there are more than a few, finds them by hash.
public final class DictObject {
    @usableFromInline
    struct Entry {
        @usableFromInline var hash: Int
        @usableFromInline var key: Value
        @usableFromInline var value: Value
        @usableFromInline var isLive: Bool
    }

    /// Entries in insertion order; removed ones stay as dead entries until the next rebuild.
    @safe @exclusivity(unchecked) private(set) var entries: [Entry] = []
    /// Open addressing table of positions in `entries`, -1 for free; empty while a linear search is faster.
    @safe @exclusivity(unchecked) private var table: [Int32] = []
    @safe @exclusivity(unchecked) public private(set) var count = 0

    /// How deep the containers among the values are nested, as far as the template made them so.
    var nesting = 0

    private static let linearLimit = 8

    public init() {}

    /// Makes a dict of string keys.
    public convenience init(_ entries: [(String, Value)]) {
        self.init()
        for (key, value) in entries { set(Text(key), value) }
    }

    /// Appends an entry under a string key.
    ///
    /// - Parameter sample: a dict that probably has the same key in the same place, as the next row of a table has:
    ///   its key is then taken instead of a copy, so that lookups find all rows' keys in the processor's cache.
    public func add(_ key: String, _ value: Value, like sample: DictObject?) {
        if let sample, entries.count < sample.entries.count, case let known = sample.entries[entries.count],
            case .string(let text) = known.key, text.bytes.elementsEqual(key.utf8)
        {
            set(text, hash: known.hash, value)
        } else {
            set(Text(key), value)
        }
    }

    @inlinable public var isEmpty: Bool { count == 0 }

    /// The number of slots that iteration by position has to look at.
    var positions: Int { entries.count }

    /// The entry at a position, or nil when it was removed.
    func entry(at position: Int) -> (key: Value, value: Value)? {
        let entry = entries[position]
        return entry.isLive ? (entry.key, entry.value) : nil
    }
}

extension DictObject {
    /// The value under a string key, or nil.
    public subscript(key: String) -> Value? {
        get { get(Text(key)) }
        set {
            if let newValue { set(Text(key), newValue) } else { _ = remove(Text(key)) }
        }
    }

    public func get(_ key: Text) -> Value? {
        guard count > 0 else { return nil }
        return get(key, hash: key.pythonHash)
    }

    /// The value under a string key whose hash is known.
    func get(_ key: Text, hash: Int) -> Value? {
        let position = find(key, hash)
        return position < 0 ? nil : entries[position].value
    }

    /// The value under a key of any kind.
    /// - Throws: a type error when the key is not hashable.
    public func get(_ key: Value) throws(TemplateError) -> Value? {
        if case .string(let text) = key { return get(text) }
        let position = try find(key, key.hash())
        return position < 0 ? nil : entries[position].value
    }

    public func set(_ key: Text, _ value: Value) { set(key, hash: key.pythonHash, value) }

    /// Puts `value` under a string key whose hash is known.
    func set(_ key: Text, hash: Int, _ value: Value) {
        let position = find(key, hash)
        if position >= 0 { entries[position].value = value } else { append(hash, .string(key), value) }
    }

    /// Puts `value` under a key of any kind.
    /// - Throws: a type error when the key is not hashable.
    public func set(_ key: Value, _ value: Value) throws(TemplateError) {
        if case .string(let text) = key { return set(text, value) }
        let hash = try key.hash()
        let position = try find(key, hash)
        if position >= 0 { entries[position].value = value } else { append(hash, key, value) }
    }

    /// Adds a key without a value unless it is there: what sets do.
    /// - Returns: whether it was missing.
    func insert(_ key: Value) throws(TemplateError) -> Bool {
        let hash = try key.hash()
        let position: Int
        if case .string(let text) = key { position = find(text, hash) } else { position = try find(key, hash) }
        guard position < 0 else { return false }
        append(hash, key, .null)
        return true
    }

    /// Removes a string key and gives its value.
    public func remove(_ key: Text) -> Value? {
        remove(at: find(key, key.pythonHash))
    }

    /// Removes a key of any kind and gives its value.
    public func remove(_ key: Value) throws(TemplateError) -> Value? {
        if case .string(let text) = key { return remove(text) }
        return remove(at: try find(key, key.hash()))
    }

    /// Removes the last entry and gives it.
    public func removeLast() -> (key: Value, value: Value)? {
        guard let position = entries.lastIndex(where: \.isLive) else { return nil }
        let entry = entries[position]
        _ = remove(at: position)
        return (entry.key, entry.value)
    }

    public func removeAll() {
        entries = []
        table = []
        count = 0
    }

    /// A new dict with the same entries.
    public func copy() -> DictObject {
        let copy = DictObject()
        copy.entries = entries
        copy.table = table
        copy.count = count
        copy.nesting = nesting
        return copy
    }

    public var keys: [Value] { entries.lazy.filter(\.isLive).map(\.key) }
    public var values: [Value] { entries.lazy.filter(\.isLive).map(\.value) }

    /// All entries in order.
    public var items: [(key: Value, value: Value)] {
        entries.lazy.filter(\.isLive).map { ($0.key, $0.value) }
    }
}

/// Looks for one string key that stands at about the same place in many dicts, as in the rows of a table.
struct DictProbe {
    private var key: Text
    private let hash: Int
    /// Where the last dict had the key.
    private var hint = -1

    init(_ key: Text) {
        self.key = key
        hash = key.pythonHash
    }

    /// The key's position, negative when it is not there.
    @inline(__always)
    mutating func find(in dict: DictObject) -> Int {
        dict.has(key, hash, at: hint) ? hint : search(dict)
    }

    private mutating func search(_ dict: DictObject) -> Int {
        let position = dict.find(key, hash)
        guard position >= 0 else { return -1 }
        hint = position
        // Rows often share the bytes of their keys: then comparing them is comparing two addresses.
        if case .string(let text) = dict.entries[position].key { key = text }
        return position
    }
}

extension DictObject {
    @inline(__always)
    fileprivate func has(_ key: Text, _ hash: Int, at position: Int) -> Bool {
        guard position >= 0, position < entries.count else { return false }
        return unsafe key.bytes.withUnsafeBytes { unsafe Self.matches(entries[position], $0, hash) }
    }

    /// The value at a position that was found; nil for a negative one.
    @inline(__always)
    func value(at position: Int) -> Value? { position < 0 ? nil : entries[position].value }

    /// The value at a position as a packed sort key.
    @inline(__always)
    func packed(at position: Int, ignoresCase: Bool, _ place: Int32) -> PackedKey? {
        entries[position].value.packed(ignoresCase: ignoresCase, at: place)
    }

    fileprivate func find(_ key: Text, _ hash: Int) -> Int {
        unsafe key.bytes.withUnsafeBytes { key in
            guard !table.isEmpty else {
                for position in entries.indices where unsafe Self.matches(entries[position], key, hash) {
                    return position
                }
                return -1
            }
            let mask = table.count &- 1
            var slot = hash & mask
            while true {
                let position = Int(table[slot])
                if unsafe position < 0 || Self.matches(entries[position], key, hash) { return position }
                slot = (slot &+ 1) & mask
            }
        }
    }

    @inline(__always)
    private static func matches(_ entry: Entry, _ key: UnsafeRawBufferPointer, _ hash: Int) -> Bool {
        guard entry.hash == hash, entry.isLive else { return false }
        return unsafe entry.key.isText(key)
    }

    private func find(_ key: Value, _ hash: Int) throws(TemplateError) -> Int {
        if table.isEmpty {
            for position in entries.indices where entries[position].hash == hash && entries[position].isLive {
                if try entries[position].key.isIdentical(orEqualTo: key) { return position }
            }
            return -1
        }
        let mask = table.count &- 1
        var slot = hash & mask
        while true {
            let position = Int(table[slot])
            if position < 0 { return -1 }
            if entries[position].hash == hash, entries[position].isLive,
                try entries[position].key.isIdentical(orEqualTo: key)
            {
                return position
            }
            slot = (slot &+ 1) & mask
        }
    }

    private func append(_ hash: Int, _ key: Value, _ value: Value) {
        entries.append(Entry(hash: hash, key: key, value: value, isLive: true))
        count += 1
        if table.isEmpty {
            if entries.count > Self.linearLimit { rebuild() }
        } else if entries.count &* 3 > table.count &* 2 {
            rebuild()
        } else {
            insert(entries.count - 1)
        }
    }

    private func insert(_ position: Int) {
        let mask = table.count &- 1
        var slot = entries[position].hash & mask
        while table[slot] >= 0 { slot = (slot &+ 1) & mask }
        table[slot] = Int32(truncatingIfNeeded: position)
    }

    private func rebuild() {
        if count < entries.count { entries.removeAll { !$0.isLive } }
        var size = 32
        while entries.count &* 2 > size { size &*= 2 }
        table = [Int32](repeating: -1, count: size)
        for position in entries.indices { insert(position) }
    }

    private func remove(at position: Int) -> Value? {
        guard position >= 0 else { return nil }
        let value = entries[position].value
        count -= 1
        if position == entries.count - 1 && table.isEmpty {
            entries.removeLast()
        } else {
            // Dead entries keep their place, so that the table and running iterations stay valid.
            entries[position].isLive = false
            entries[position].key = .null
            entries[position].value = .null
            if table.isEmpty && entries.count > 2 * count + 8 { entries.removeAll { !$0.isLive } }
        }
        return value
    }
}
