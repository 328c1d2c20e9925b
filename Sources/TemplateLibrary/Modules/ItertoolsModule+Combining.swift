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
        guard allowsRepeats ? (size == 0 || !pool.isEmpty) : size <= pool.count else {
            return .iterator("itertools.\(name)") { () throws(TemplateError) in nil }
        }
        if isPermutation {
            var arrangement: Arrangement? = Arrangement(count: pool.count, size: size)
            return .iterator("itertools.permutations") { () throws(TemplateError) in
                guard let row = arrangement?.indices.prefix(size).map({ pool[$0] }) else { return nil }
                if arrangement?.advance() == false { arrangement = nil }
                return .tuple(row)
            }
        }
        var row: [Int]? = (0..<size).map { allowsRepeats ? 0 : $0 }
        return .iterator("itertools.\(name)") { () throws(TemplateError) in
            guard let items = row?.map({ pool[$0] }) else { return nil }
            if row?.advanceCombination(of: pool.count, allowsRepeats) == false { row = nil }
            return .tuple(items)
        }
    }
}

/// The permutations of some of `count` indices in ascending order, each made from the one before by a few exchanges.
private struct Arrangement {
    /// All indices: the permutation, then those that it leaves out in ascending order.
    private(set) var indices: [Int]
    /// For each place of the permutation how many indices may still come to stand there, the present one among them.
    private var choices: [Int]

    init(count: Int, size: Int) {
        indices = Array(0..<count)
        choices = (0..<size).map { count - $0 }
    }

    /// Goes to the next permutation; false when this was the last.
    mutating func advance() -> Bool {
        for place in choices.indices.reversed() {
            choices[place] -= 1
            if choices[place] > 0 {
                indices.swapAt(place, indices.count - choices[place])
                return true
            }
            // All have stood here: back to the ascending order of what follows.
            indices.append(indices.remove(at: place))
            choices[place] = indices.count - place
        }
        return false
    }
}

extension [Int] {
    /// Goes to the next combination of `count` indices; false when this was the last.
    fileprivate mutating func advanceCombination(of count: Int, _ allowsRepeats: Bool) -> Bool {
        for place in indices.reversed() {
            let highest = allowsRepeats ? count - 1 : count - (self.count - place)
            guard self[place] < highest else { continue }
            let next = self[place] + 1
            for index in place..<self.count { self[index] = allowsRepeats ? next : next + (index - place) }
            return true
        }
        return false
    }
}
