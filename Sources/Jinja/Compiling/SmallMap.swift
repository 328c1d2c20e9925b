/// Something with a number that is mostly different for different ones.
protocol Numbered: Equatable {
    var number: Int { get }
}

/// Values by key in the order of their insertion: searched from the start while it is small, by number from then on.
struct SmallMap<Key: Numbered, Value> {
    private(set) var entries: [(key: Key, value: Value)] = []
    /// Open addressing table of positions in `entries`, -1 for free; empty while there are few.
    private var slots: [Int32] = []
    private static var searchLimit: Int { 16 }

    subscript(key: Key) -> Value? {
        get {
            let position = position(of: key)
            return position < 0 ? nil : entries[position].value
        }
        set {
            guard let newValue else { return }
            let position = position(of: key)
            if position >= 0 { entries[position].value = newValue } else { append(key, newValue) }
        }
    }

    func contains(_ key: Key) -> Bool { position(of: key) >= 0 }

    /// Adds a value under a key that is not there yet.
    private mutating func append(_ key: Key, _ value: Value) {
        entries.append((key, value))
        if entries.count * 2 > slots.count, entries.count > Self.searchLimit {
            slots = [Int32](repeating: -1, count: max(64, slots.count * 4))
            for position in entries.indices { insert(position) }
        } else if !slots.isEmpty {
            insert(entries.count - 1)
        }
    }

    private mutating func insert(_ position: Int) {
        let mask = slots.count - 1
        var slot = entries[position].key.number & mask
        while slots[slot] >= 0 { slot = (slot + 1) & mask }
        slots[slot] = Int32(position)
    }

    /// The position of a key, or -1.
    private func position(of key: Key) -> Int {
        guard !slots.isEmpty else {
            for position in entries.indices where entries[position].key == key { return position }
            return -1
        }
        let mask = slots.count - 1
        var slot = key.number & mask
        while slots[slot] >= 0 {
            let position = Int(slots[slot])
            if entries[position].key == key { return position }
            slot = (slot + 1) & mask
        }
        return -1
    }
}

extension Name: Numbered {
    var number: Int { id }
}
