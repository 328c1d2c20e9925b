internal import Jinja

/// `modules.itertools`: the functions of Python's `itertools` that dbt exports, all of them lazy.
enum ItertoolsModule {
    static func make(_ host: any TemplateHost) -> Value {
        let dict = DictObject()
        let names = [
            "count", "cycle", "repeat", "accumulate", "chain", "compress", "islice", "starmap", "tee", "zip_longest",
            "product", "permutations", "combinations", "combinations_with_replacement",
        ]
        for name in names {
            dict[name] = .function(name) { arguments, renderer throws(TemplateError) in
                host.deprecate("modules-itertools-usage-deprecation")
                return try call(name, arguments, renderer)
            }
        }
        return .dict(dict)
    }

    private static func call(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "count": try count(arguments)
        case "cycle": try cycle(arguments)
        case "repeat": try repeated(arguments)
        case "accumulate": try accumulate(arguments, renderer)
        case "chain": try chain(arguments)
        case "compress": try compress(arguments)
        case "islice": try slice(arguments)
        case "starmap": try starmap(arguments, renderer)
        case "tee": try tee(arguments)
        case "zip_longest": try zipLongest(arguments)
        case "product": try product(arguments)
        default: try selections(name, arguments)
        }
    }

    private static func items(_ value: Value?) throws(TemplateError) -> [Value] { try (value ?? .null).allItems() }
}

// MARK: - One source

extension ItertoolsModule {
    private static func count(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("count", optional: ["start", "step"]).bind(arguments)
        let step = bound[1] ?? 1
        var next = bound[0] ?? 0
        guard next.real != nil, step.real != nil else { throw TemplateError(.type, "a number is required") }
        let suffix = try step.isEqual(to: 1) ? "" : ", \(try step.repr().string)"
        return .iterator("itertools.count", shown: "count(\(try next.repr().string)\(suffix))") {
            () throws(TemplateError) in
            defer { next = Value.sum(next, step) }
            return next
        }
    }

    private static func cycle(_ arguments: Arguments) throws(TemplateError) -> Value {
        let source = try (Signature("cycle", required: ["iterable"]).bind(arguments)[0] ?? .null).makeIterator()
        var saved: [Value] = []
        var position: Int?
        return .iterator("itertools.cycle") { () throws(TemplateError) in
            if position == nil, let value = try source.next() {
                saved.append(value)
                return value
            }
            guard !saved.isEmpty else { return nil }
            let index = position ?? 0
            position = (index + 1) % saved.count
            return saved[index]
        }
    }

    private static func repeated(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("repeat", required: ["object"], optional: ["times"]).bind(arguments)
        let value = bound[0] ?? .null
        let shown = try value.repr().string
        guard bound[1] != nil else {
            return .iterator("itertools.repeat", shown: "repeat(\(shown))") { () throws(TemplateError) in value }
        }
        var rest = max(0, try bound[1].index(default: 0))
        return .iterator("itertools.repeat", shown: "repeat(\(shown), \(rest))") { () throws(TemplateError) in
            guard rest > 0 else { return nil }
            rest -= 1
            return value
        }
    }

    private static func accumulate(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let signature = Signature("accumulate", required: ["iterable"], optional: ["func"], keywordOnly: ["initial"])
        let bound = try signature.bind(arguments)
        let source = try (bound[0] ?? .null).makeIterator()
        let function = bound[1].given
        var initial = bound[2].given
        var total: Value?
        return .iterator("itertools.accumulate") { () throws(TemplateError) in
            if let first = initial {
                initial = nil
                total = first
                return first
            }
            guard let value = try source.next() else { return nil }
            let sum: Value
            if let last = total {
                if let function {
                    sum = try renderer.call(function, Arguments([last, value]))
                } else {
                    sum = try last.adding(value)
                }
            } else {
                sum = value
            }
            total = sum
            return sum
        }
    }

    private static func compress(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("compress", required: ["data", "selectors"]).bind(arguments)
        let (data, selectors) = (try (bound[0] ?? .null).makeIterator(), try (bound[1] ?? .null).makeIterator())
        return .iterator("itertools.compress") { () throws(TemplateError) in
            while let value = try data.next(), let selector = try selectors.next() {
                if try selector.isTrue() { return value }
            }
            return nil
        }
    }

    private static func slice(_ arguments: Arguments) throws(TemplateError) -> Value {
        try arguments.refuseKeywords("islice")
        let values = arguments.positional
        guard (2...4).contains(values.count) else {
            throw TemplateError(.type, "islice expected at least 2 arguments, got \(values.count)")
        }
        func number(_ index: Int, _ standard: Int) throws(TemplateError) -> Int {
            guard index < values.count, let value = values[index].unlessNull else { return standard }
            guard let number = value.int, number >= 0 else {
                throw TemplateError(
                    .value, "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
            }
            return number
        }
        let start = values.count == 2 ? 0 : try number(1, 0)
        let stop = try number(values.count == 2 ? 1 : 2, .max)
        let step = try number(3, 1)
        guard step > 0 else { throw TemplateError(.value, "Step for islice() must be a positive integer or None.") }
        let source = try values[0].makeIterator()
        var position = 0
        var wanted = start
        return .iterator("itertools.islice") { () throws(TemplateError) in
            guard wanted < stop else { return nil }
            while let value = try source.next() {
                defer { position += 1 }
                if position == wanted {
                    wanted = wanted.addingReportingOverflow(step).partialValue
                    return value
                }
            }
            return nil
        }
    }

    private static func starmap(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("starmap", required: ["function", "iterable"]).bind(arguments)
        let source = try (bound[1] ?? .null).makeIterator()
        let function = bound[0] ?? .null
        return .iterator("itertools.starmap") { () throws(TemplateError) in
            guard let next = try source.next() else { return nil }
            return try renderer.call(function, Arguments(try next.allItems()))
        }
    }

    private static func tee(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("tee", required: ["iterable"], optional: ["n"]).bind(arguments)
        let count = try bound[1].index(default: 2)
        guard count >= 0 else { throw TemplateError(.value, "n must be >= 0") }
        let buffer = SharedBuffer(try (bound[0] ?? .null).makeIterator())
        return .tuple(
            (0..<count).map { _ in
                var position = 0
                return .iterator("itertools._tee") { () throws(TemplateError) in
                    defer { position += 1 }
                    return try buffer.item(position)
                }
            })
    }

    /// The values of one iterator, kept for several readers.
    private final class SharedBuffer {
        private let source: ValueIterator
        private var items: [Value] = []

        init(_ source: ValueIterator) {
            self.source = source
        }

        func item(_ position: Int) throws(TemplateError) -> Value? {
            while items.count <= position {
                guard let next = try source.next() else { return nil }
                items.append(next)
            }
            return items[position]
        }
    }
}

// MARK: - Several sources

extension ItertoolsModule {
    private static func chain(_ arguments: Arguments) throws(TemplateError) -> Value {
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

    private static func zipLongest(_ arguments: Arguments) throws(TemplateError) -> Value {
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

    private static func product(_ arguments: Arguments) throws(TemplateError) -> Value {
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
    private static func selections(_ name: String, _ arguments: Arguments) throws(TemplateError) -> Value {
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

    private static func nextCombination(_ row: [Int], _ count: Int, _ allowsRepeats: Bool) -> [Int]? {
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

    private static func nextPermutation(_ row: [Int], _ count: Int) -> [Int]? {
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

extension Value {
    /// The sum of two numbers.
    fileprivate static func sum(_ left: Value, _ right: Value) -> Value {
        if let left = left.int, let right = right.int {
            let (sum, overflows) = left.addingReportingOverflow(right)
            if !overflows { return .int(sum) }
        }
        return .float((left.real ?? 0) + (right.real ?? 0))
    }
}
