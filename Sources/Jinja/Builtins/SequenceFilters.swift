/// Filters of sequences and mappings.
enum SequenceFilters {
    static let all: [String: Environment.Filter] = [
        "length": BuiltinFilters.make("len") { value, _, _ throws(TemplateError) in .int(try value.length()) },
        "count": BuiltinFilters.make("len") { value, _, _ throws(TemplateError) in .int(try value.length()) },
        "default": BuiltinFilters.make("do_default", optional: ["default_value", "boolean"], fallback),
        "d": BuiltinFilters.make("do_default", optional: ["default_value", "boolean"], fallback),
        "list": BuiltinFilters.make("do_list") { value, _, _ throws(TemplateError) in .list(try value.allItems()) },
        "join": BuiltinFilters.make("do_join", optional: ["d", "attribute"]) {
            value, bound, renderer throws(TemplateError) in
            try join(value, bound, renderer)
        },
        "first": BuiltinFilters.make("do_first") { value, _, renderer throws(TemplateError) in
            try value.makeIterator().next() ?? renderer.undefined(hint: "No first item, sequence was empty.")
        },
        "last": BuiltinFilters.make("do_last") { value, _, renderer throws(TemplateError) in
            let last = try reversed(value).next() ?? renderer.undefined(hint: "No last item, sequence was empty.")
            // `reversed` asks a `Markup` for its characters by index, which keeps them `Markup`.
            if case .string(let text) = value, case .string(let character) = last {
                return .string(character.marked(text.markupOrPlain))
            }
            return last
        },
        "random": BuiltinFilters.make("do_random", needsContext: true) { value, _, renderer throws(TemplateError) in
            let count = try value.length()
            guard count > 0 else { return renderer.undefined(hint: "No random item, sequence was empty.") }
            return try Lookup.item(of: value, .int(Int.random(in: 0..<count)), renderer)
        },
        "reverse": BuiltinFilters.make("do_reverse") { value, _, _ throws(TemplateError) in
            if case .string(let text) = value {
                return .string(Text(codePoints: text.codePoints.reversed()).marked(text.markupOrPlain))
            }
            if canReverse(value) { return .object(IteratorObject(try reversed(value), name: reversedName(value))) }
            guard let items = try? value.allItems() else {
                throw TemplateError(.filterArgument, "argument must be iterable")
            }
            return .list(items.reversed())
        },
        "sort": BuiltinFilters.make("do_sort", optional: ["reverse", "case_sensitive", "attribute"]) {
            value, bound, renderer throws(TemplateError) in
            let getters = AttributeGetter.several(bound[2], ignoresCase: try !(bound[1]?.isTrue() ?? false), renderer)
            let items = try value.allItems()
            var columns: [SortColumn] = []
            for getter in getters { columns.append(try SortColumn(of: items, by: getter)) }
            return .list(try Sorting.order(by: columns, reverse: Sorting.isReversed(bound[0])).map { items[$0] })
        },
        "unique": BuiltinFilters.make("do_unique", optional: ["case_sensitive", "attribute"]) {
            value, bound, renderer throws(TemplateError) in
            let getter = AttributeGetter(bound[1], ignoresCase: try !(bound[0]?.isTrue() ?? false), renderer)
            return .object(try IteratorObject(Unique(value, getter), of: "sync_do_unique", over: value))
        },
        "min": BuiltinFilters.make("do_min", optional: ["case_sensitive", "attribute"]) {
            value, bound, renderer throws(TemplateError) in try extreme(value, bound, renderer, greatest: false)
        },
        "max": BuiltinFilters.make("do_max", optional: ["case_sensitive", "attribute"]) {
            value, bound, renderer throws(TemplateError) in try extreme(value, bound, renderer, greatest: true)
        },
        "sum": BuiltinFilters.make("do_sum", optional: ["attribute", "start"]) {
            value, bound, renderer throws(TemplateError) in
            var attribute = bound[0]
            if attribute?.isNone ?? false { attribute = nil }
            let getter = AttributeGetter(attribute, renderer)
            var total = bound[1] ?? .int(0)
            if case .string = total { throw TemplateError(.type, "sum() can't sum strings [use ''.join(seq) instead]") }
            try value.forEachItem { item throws(TemplateError) in
                total = try Operators.apply(.add, total, getter.get(item))
            }
            return total
        },
        "batch": BuiltinFilters.make("do_batch", required: ["linecount"], optional: ["fill_with"]) {
            value, bound, _ throws(TemplateError) in try batch(value, bound)
        },
        "slice": BuiltinFilters.make("do_slice", required: ["slices"], optional: ["fill_with"]) {
            value, bound, _ throws(TemplateError) in try slices(value, bound)
        },
        "groupby": BuiltinFilters.make("do_groupby", required: ["attribute"], optional: ["default", "case_sensitive"]) {
            value, bound, renderer throws(TemplateError) in try group(value, bound, renderer)
        },
        "items": BuiltinFilters.make("do_items") { value, _, _ throws(TemplateError) in
            if value.isUndefined { return .object(try IteratorObject(ArrayIterator([]), of: "do_items", over: value)) }
            let source = Lazily { () throws(TemplateError) in
                guard let entries = try value.mappingItems() else {
                    throw TemplateError(.type, "Can only get item pairs from a mapping.")
                }
                return ArrayIterator(entries.map { .tuple([$0.key, $0.value]) })
            }
            return .object(try IteratorObject(source, of: "do_items", over: value))
        },
        "dictsort": BuiltinFilters.make("do_dictsort", optional: ["case_sensitive", "by", "reverse"]) {
            value, bound, _ throws(TemplateError) in try dictSort(value, bound)
        },
        "attr": BuiltinFilters.make("do_attr", required: ["name"]) { value, bound, renderer throws(TemplateError) in
            guard case .string(let name)? = bound[0] else {
                throw TemplateError(.type, "attribute name must be string, not '\(bound[0]?.typeName ?? "")'")
            }
            let key = AttributeKey(name.string)
            if case .dict = value, key.method.map({ Methods.has(value, $0) }) != true, !key.isPrivate {
                return renderer.undefined(of: value, name: key.name)
            }
            if case .object(let object) = value, !key.isPrivate {
                return try object.attribute(key.name) ?? renderer.undefined(of: value, name: key.name)
            }
            return try Lookup.attribute(of: value, key, renderer)
        },
    ]

    private static func fallback(_ value: Value, _ bound: BoundArguments, _ renderer: Renderer) throws(TemplateError)
        -> Value
    {
        if value.isUndefined { return bound[0] ?? .string(Text.empty) }
        if try bound[1]?.isTrue() ?? false, try !value.isTrue() { return bound[0] ?? .string(Text.empty) }
        return value
    }

    private static func join(_ value: Value, _ bound: BoundArguments, _ renderer: Renderer) throws(TemplateError)
        -> Value
    {
        let getter = AttributeGetter(bound[1], renderer)
        if renderer.autoescapes { return try joinEscaping(value, bound[0], getter) }
        let separator = try bound[0]?.str() ?? .empty
        var out: [UInt8] = []
        var count = 0
        try value.forEachItem { item throws(TemplateError) in
            if count > 0 { out.append(contentsOf: separator.bytes) }
            count += 1
            try getter.get(item).writeStr(to: &out)
            try MemoryLimit.grown(text: out.count)
            try MemoryLimit.taken(items: count)
        }
        return .string(Text(out))
    }

    /// `join` under autoescape: one `Markup` among the parts escapes all others.
    private static func joinEscaping(
        _ value: Value, _ separator: Value?, _ getter: AttributeGetter
    ) throws(TemplateError) -> Value {
        let separator = try (separator ?? .string(Text.empty)).softString()
        var parts: [Text] = []
        for item in try value.allItems() { parts.append(try getter.get(item).softString()) }
        guard separator.marker == .markup || parts.contains(where: { $0.marker == .markup }) else {
            return .string(try Text.joined(parts, separator))
        }
        return .string(try Text.joined(parts.map(\.escaped), separator.escaped).marked(.markup))
    }

    /// Whether Python's `reversed` accepts the value.
    private static func canReverse(_ value: Value) -> Bool {
        switch value {
        case .list, .tuple, .dict, .string, .undefined: true
        case .object(let object): object is RangeObject || object is DictView || object.isSequence
        default: false
        }
    }

    private static func reversedName(_ value: Value) -> String {
        switch value {
        case .list: "list_reverseiterator"
        case .dict: "dict_reversekeyiterator"
        case .object(let object) where object is RangeObject: "range_iterator"
        default: "reversed"
        }
    }

    private static func reversed(_ value: Value) throws(TemplateError) -> ValueIterator {
        guard canReverse(value) else { throw TemplateError(.type, "'\(value.typeName)' object is not reversible") }
        return ArrayIterator(try value.allItems().reversed())
    }

    private static func extreme(
        _ value: Value, _ bound: BoundArguments, _ renderer: Renderer, greatest: Bool
    ) throws(TemplateError) -> Value {
        let items = try value.makeIterator()
        guard var best = try items.next() else {
            return renderer.undefined(hint: "No aggregated item, sequence was empty.")
        }
        let getter = AttributeGetter(bound[1], ignoresCase: try !(bound[0]?.isTrue() ?? false), renderer)
        var bestKey = try getter.get(best)
        try items.forEach { item throws(TemplateError) in
            let key = try getter.get(item)
            if try greatest ? key.order(bestKey, ">", accept: { $0 > 0 }) : key.isLess(than: bestKey) {
                best = item
                bestKey = key
            }
        }
        return best
    }

    private static func batch(_ value: Value, _ bound: BoundArguments) throws(TemplateError) -> Value {
        let size = bound[0] ?? .null
        let filler = bound[1].flatMap { $0.isNone ? nil : $0 }
        let source = Lazily(value)
        var isDone = false
        var held: Value?
        return .object(
            try IteratorObject(
                ClosureIterator { () throws(TemplateError) in
                    guard !isDone else { return nil }
                    var items: [Value] = []
                    if let first = held { items.append(first) }
                    held = nil
                    while let item = try source.next() {
                        if try size.isEqual(to: .int(items.count)) {
                            held = item
                            return .list(items)
                        }
                        items.append(item)
                    }
                    isDone = true
                    guard !items.isEmpty else { return nil }
                    if let filler, try Value.int(items.count).isLess(than: size) {
                        let missing = try MethodArguments.int(size) - items.count
                        guard missing < 10_000_000 else { throw TemplateError(.overflow, "the batch is too long") }
                        items += [Value](repeating: filler, count: missing)
                    }
                    return .list(items)
                }, of: "do_batch", over: value))
    }

    private static func slices(_ value: Value, _ bound: BoundArguments) throws(TemplateError) -> Value {
        let filler = bound[1].flatMap { $0.isNone ? nil : $0 }
        return .object(
            try IteratorObject(
                Lazily { () throws(TemplateError) in
                    let items = try value.allItems()
                    let count = try MethodArguments.int(bound[0] ?? .null)
                    guard count != 0 else { throw TemplateError(.zeroDivision, "integer division or modulo by zero") }
                    guard count > 0 else { return ArrayIterator([]) }
                    let (size, extra) = (items.count / count, items.count % count)
                    var slices: [Value] = []
                    var start = 0
                    for index in 0..<min(count, 10_000_000) {
                        let end = start + size + (index < extra ? 1 : 0)
                        var slice = Array(items[start..<end])
                        if let filler, index >= extra { slice.append(filler) }
                        slices.append(.list(slice))
                        start = end
                    }
                    return ArrayIterator(slices)
                }, of: "sync_do_slice", over: value))
    }

    private static func group(_ value: Value, _ bound: BoundArguments, _ renderer: Renderer) throws(TemplateError)
        -> Value
    {
        let ignoresCase = try !(bound[2]?.isTrue() ?? false)
        let key = AttributeGetter(bound[0], ignoresCase: ignoresCase, default: bound[1], renderer)
        let shown = AttributeGetter(bound[0], default: bound[1], renderer)
        let items = try value.allItems()
        let keys = try SortColumn(of: items, by: key)
        let order = try Sorting.order(by: keys)
        var groups: [Value] = []
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, try keys.areEqual(order[start], order[end]) { end += 1 }
            let members = order[start..<end].map { items[$0] }
            let name = try (ignoresCase ? shown : key).get(members[0])
            groups.append(.tuple(TupleObject([name, .list(members)], names: ["grouper", "list"])))
            start = end
        }
        return .list(groups)
    }

    private static func dictSort(_ value: Value, _ bound: BoundArguments) throws(TemplateError) -> Value {
        let by = try (bound[1] ?? "key").str().string
        guard by == "key" || by == "value" else {
            throw TemplateError(.filterArgument, "You can only sort by either \"key\" or \"value\"")
        }
        guard let entries = try value.mappingItems() else {
            if case .undefined(let undefined) = value {
                // dbt's class answers `value.items()` with itself, which is empty.
                guard undefined.behavior == .capture else { throw undefined.error }
                return .list([])
            }
            throw TemplateError(.attribute, "'\(value.typeName)' object has no attribute 'items'")
        }
        let isSensitive = try bound[0]?.isTrue() ?? false
        return .list(
            try Sorting.sorted(entries.map { .tuple([$0.key, $0.value]) }, reverse: Sorting.isReversed(bound[2])) {
                pair throws(TemplateError) in
                guard case .tuple(let tuple) = pair else { return pair }
                let part = tuple.items[by == "key" ? 0 : 1]
                if !isSensitive, case .string(let text) = part { return .string(text.lowercased) }
                return part
            })
    }
}
