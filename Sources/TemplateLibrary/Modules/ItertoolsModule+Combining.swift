internal import Jinja

// MARK: - Several sources

extension ItertoolsModule {
    static func chain(_ arguments: Arguments) throws(TemplateError) -> Value {
        try arguments.refuseKeywords("chain")
        var rest = arguments.positional[...]
        var source: ValueIterator?
        return .iterator("itertools.chain") { () throws(TemplateError) in
            while true {
                if let value = try source?.next() { return value }
                guard let next = rest.popFirst() else { return nil }
                source = try next.makeIterator()
            }
        }
    }

    static func zipLongest(_ arguments: Arguments) throws(TemplateError) -> Value {
        var arguments = arguments
        let fill = arguments.take("fillvalue") ?? .null
        try arguments.refuseKeywords("zip_longest")
        var sources: [ValueIterator?] = []
        for value in arguments.positional { sources.append(try value.makeIterator()) }
        return .iterator("itertools.zip_longest") { () throws(TemplateError) in
            var row: [Value] = []
            for index in sources.indices {
                if let value = try sources[index]?.next() {
                    row.append(value)
                } else {
                    sources[index] = nil
                    row.append(fill)
                }
            }
            return sources.allSatisfy({ $0 == nil }) ? nil : .tuple(row)
        }
    }

    static func product(_ arguments: Arguments) throws(TemplateError) -> Value {
        var arguments = arguments
        let times = try arguments.take("repeat").index(default: 1)
        try arguments.refuseKeywords("product")
        guard times >= 0 else { throw TemplateError(.value, "repeat argument cannot be negative") }
        var pools: [[Value]] = []
        for value in arguments.positional { pools.append(try items(value)) }
        pools = Array(repeatElement(pools, count: times).joined())
        var indices: [Int]? = pools.contains(where: \.isEmpty) ? nil : pools.map { _ in 0 }
        return .iterator("itertools.product") { () throws(TemplateError) in
            guard var current = indices else { return nil }
            let row = zip(pools, current).map { $0[$1] }
            var place = current.count - 1
            while place >= 0 {
                current[place] += 1
                if current[place] < pools[place].count { break }
                current[place] = 0
                place -= 1
            }
            indices = place < 0 ? nil : current
            return .tuple(row)
        }
    }

    /// `permutations`, `combinations` and `combinations_with_replacement`: rows of indices that ascend in order.
    static func selections(_ name: String, _ arguments: Arguments) throws(TemplateError) -> Value {
        let isPermutation = name == "permutations"
        let signature = Signature(
            name, required: isPermutation ? ["iterable"] : ["iterable", "r"], optional: isPermutation ? ["r"] : [])
        let bound = try signature.bind(arguments)
        let pool = try items(bound[0])
        let size = try bound[1].given.index(default: pool.count)
        guard size >= 0 else { throw TemplateError(.value, "r must be non-negative") }
        let allowsRepeats = name == "combinations_with_replacement"
        var row: [Int]?
        if allowsRepeats ? (size == 0 || !pool.isEmpty) : size <= pool.count {
            row = (0..<size).map { allowsRepeats ? 0 : $0 }
        }
        return .iterator("itertools.\(name)") { () throws(TemplateError) in
            guard let current = row else { return nil }
            row =
                isPermutation
                ? nextPermutation(current, pool.count) : nextCombination(current, pool.count, allowsRepeats)
            return .tuple(current.map { pool[$0] })
        }
    }

    static func nextCombination(_ row: [Int], _ count: Int, _ allowsRepeats: Bool) -> [Int]? {
        var row = row
        for place in row.indices.reversed() {
            let highest = allowsRepeats ? count - 1 : count - (row.count - place)
            guard row[place] < highest else { continue }
            let next = row[place] + 1
            for (offset, index) in (place..<row.count).enumerated() {
                row[index] = allowsRepeats ? next : next + offset
            }
            return row
        }
        return nil
    }

    static func nextPermutation(_ row: [Int], _ count: Int) -> [Int]? {
        var row = row
        var used = Set(row)
        for place in row.indices.reversed() {
            used.remove(row[place])
            guard let next = ((row[place] + 1)..<max(count, row[place] + 1)).first(where: { !used.contains($0) }) else {
                continue
            }
            row[place] = next
            used.insert(next)
            var free = (0..<count).filter { !used.contains($0) }[...]
            for index in (place + 1)..<max(row.count, place + 1) { row[index] = free.popFirst() ?? 0 }
            return row
        }
        return nil
    }
}
