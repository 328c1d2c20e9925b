extension SetObject {
    /// The elements in the order in which CPython shows them, where that order is defined by their values.
    ///
    /// A set of small integers prints in the order of its hash table; templates show such sets, so we lay out the same
    /// table. Other elements hash differently in every Python process: they keep the order of insertion.
    /// Source: CPython 3.11, Objects/setobject.c, set_add_entry and set_table_resize.
    var orderedItems: [Value] {
        let keys = elements.keys
        var hashes: [Int] = []
        for key in keys {
            switch key {
            case .int(let number): hashes.append(number == -1 ? -2 : number % ((1 << 61) - 1))
            case .bool(let flag): hashes.append(flag ? 1 : 0)
            case .float(let number):
                guard let whole = Int(exactly: number) else { return keys }
                hashes.append(whole == -1 ? -2 : whole)
            default: return keys
            }
        }
        var table = [Int](repeating: -1, count: 8)
        var used = 0
        for index in keys.indices {
            Self.insert(index, hashes, into: &table)
            used += 1
            if used * 5 >= (table.count - 1) * 3 {
                let target = used > 50_000 ? used * 2 : used * 4
                var size = 8
                while size <= target { size *= 2 }
                let old = table
                table = [Int](repeating: -1, count: size)
                for entry in old where entry >= 0 { Self.insert(entry, hashes, into: &table) }
            }
        }
        return table.filter { $0 >= 0 }.map { keys[$0] }
    }

    private static func insert(_ entry: Int, _ hashes: [Int], into table: inout [Int]) {
        let mask = table.count - 1
        var perturb = UInt(bitPattern: hashes[entry])
        var slot = hashes[entry] & mask
        while true {
            let probes = slot + 9 <= mask ? 9 : 0
            for offset in 0...probes where table[slot + offset] < 0 {
                table[slot + offset] = entry
                return
            }
            perturb >>= 5
            slot = Int(truncatingIfNeeded: UInt(bitPattern: slot) &* 5 &+ 1 &+ perturb) & mask
        }
    }
}
