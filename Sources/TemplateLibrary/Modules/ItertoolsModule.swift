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

    static func items(_ value: Value?) throws(TemplateError) -> [Value] { try (value ?? .null).allItems() }
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
