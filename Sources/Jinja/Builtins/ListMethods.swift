/// Methods of lists and tuples.
enum ListMethods {
    static func call(
        _ list: ListObject, _ name: Methods.Name, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case .append:
            let given = try MethodArguments("list.append", arguments, 1...1)
            list.nesting = try Nesting.depth(list.nesting, adding: given.values[0])
            list.items.append(given.values[0])
        case .clear:
            _ = try MethodArguments("list.clear", arguments, 0...0)
            list.items = []
        case .copy:
            _ = try MethodArguments("list.copy", arguments, 0...0)
            return .list(list.items)
        case .extend:
            let given = try MethodArguments("list.extend", arguments, 1...1)
            let items = try given.values[0].allItems()
            list.nesting = try max(list.nesting, Nesting.depth(of: items))
            list.items.append(contentsOf: items)
        case .insert:
            let given = try MethodArguments("list.insert", arguments, 2...2)
            let index = try MethodArguments.int(given.values[0])
            let position = index < 0 ? max(0, index + list.items.count) : min(index, list.items.count)
            list.nesting = try Nesting.depth(list.nesting, adding: given.values[1])
            list.items.insert(given.values[1], at: position)
        case .pop:
            let given = try MethodArguments("list.pop", arguments, 0...1)
            let index = try given.int(0) ?? -1
            guard !list.items.isEmpty else { throw TemplateError(.index, "pop from empty list") }
            guard let position = Lookup.position(.int(index), list.items.count) else {
                throw TemplateError(.index, "pop index out of range")
            }
            return list.items.remove(at: position)
        case .remove:
            let given = try MethodArguments("list.remove", arguments, 1...1)
            guard let index = try find(given.values[0], in: list.items, 0, list.items.count) else {
                throw TemplateError(.value, "list.remove(x): x not in list")
            }
            list.items.remove(at: index)
        case .reverse:
            _ = try MethodArguments("list.reverse", arguments, 0...0)
            list.items.reverse()
        case .sort:
            let given = try MethodArguments("list.sort", arguments, 0...0, keywords: ["key", "reverse"])
            let key = given.value(1, "key")
            let reverse = try Sorting.isReversed(given.value(1, "reverse"))
            list.items = try Sorting.sorted(list.items, reverse: reverse) { item throws(TemplateError) in
                guard let key, !key.isNone else { return item }
                return try renderer.call(key, Arguments([item]))
            }
        default: return try call(list.items, name, arguments, "list")
        }
        return .null
    }

    /// The methods that lists and tuples share.
    static func call(
        _ items: [Value], _ name: Methods.Name, _ arguments: Arguments, _ type: String
    ) throws(TemplateError) -> Value {
        switch name {
        case .count:
            let given = try MethodArguments("\(type).count", arguments, 1...1)
            var count = 0
            for item in items {
                if try item.isIdentical(orEqualTo: given.values[0]) { count += 1 }
            }
            return .int(count)
        default:
            let given = try MethodArguments("\(type).index", arguments, 1...3)
            let (start, end) = try given.bounds(from: 1, count: items.count)
            guard let index = try find(given.values[0], in: items, start, end) else {
                throw TemplateError(
                    .value,
                    type == "list" ? "\(try given.values[0].repr()) is not in list" : "tuple.index(x): x not in tuple")
            }
            return .int(index)
        }
    }

    private static func find(_ value: Value, in items: [Value], _ start: Int, _ end: Int) throws(TemplateError) -> Int?
    {
        var index = start
        while index < min(end, items.count) {
            if try items[index].isIdentical(orEqualTo: value) { return index }
            index += 1
        }
        return nil
    }
}

/// Stable sorting by Python's `<`.
enum Sorting {
    /// The meaning of an argument `reverse`, which must be an integer or bool.
    static func isReversed(_ value: Value?) throws(TemplateError) -> Bool {
        guard let value else { return false }
        return try MethodArguments.int(value) != 0
    }

    static func sorted(
        _ items: [Value], reverse: Bool = false, comparesLists: Bool = false,
        key: (Value) throws(TemplateError) -> Value
    ) throws(TemplateError) -> [Value] {
        var keys: [Value] = []
        keys.reserveCapacity(items.count)
        for item in items { keys.append(try key(item)) }
        return try order(of: keys, reverse: reverse, comparesLists: comparesLists).map { items[$0] }
    }

    /// The positions of the keys in sorted order; equal keys keep their order, also in a reversed sort.
    /// - Parameter comparesLists: whether keys are compared as members of lists, where equal ones need no order.
    static func order(of keys: [Value], reverse: Bool = false, comparesLists: Bool = false) throws(TemplateError)
        -> [Int]
    {
        let column = SortColumn(keys)
        if comparesLists || column.isTotal { return try order(by: [column], reverse: reverse) }
        return try mergeSort(keys.count) { left, right throws(TemplateError) in
            try reverse ? keys[left].isLess(than: keys[right]) : keys[right].isLess(than: keys[left])
        }
    }

    /// The positions in the order of several columns of keys, the first one first.
    static func order(by columns: [SortColumn], reverse: Bool) throws(TemplateError) -> [Int] {
        try mergeSort(columns.first?.count ?? 0) { left, right throws(TemplateError) in
            for column in columns {
                let sign = try column.compare(left, right)
                if sign != 0 { return reverse ? sign < 0 : sign > 0 }
            }
            return false
        }
    }

    /// Sorts positions by merging runs; `isAfter(a, b)` tells whether `b`, which came later, must come before `a`.
    private static func mergeSort<Failure: Error>(
        _ count: Int, isAfter: (Int, Int) throws(Failure) -> Bool
    ) throws(Failure) -> [Int] {
        var source = Array(0..<count)
        var target = source
        var width = 1
        while width < count {
            var start = 0
            while start < count {
                let middle = min(start + width, count)
                let end = min(start + 2 * width, count)
                var (left, right, place) = (start, middle, start)
                while left < middle && right < end {
                    if try isAfter(source[left], source[right]) {
                        target[place] = source[right]
                        right += 1
                    } else {
                        target[place] = source[left]
                        left += 1
                    }
                    place += 1
                }
                while left < middle {
                    target[place] = source[left]
                    left += 1
                    place += 1
                }
                while right < end {
                    target[place] = source[right]
                    right += 1
                    place += 1
                }
                start = end
            }
            swap(&source, &target)
            width *= 2
        }
        return source
    }
}

/// The sort keys of all items, kept by type where they have only one.
enum SortColumn {
    /// Texts, with their first eight bytes as a number of the same order, which mostly decides.
    case texts([Text], prefixes: [UInt64])
    case ints([Int])
    case values([Value])

    init(_ keys: [Value]) {
        var texts: [Text] = []
        var ints: [Int] = []
        for key in keys {
            if case .string(let text) = key {
                texts.append(text)
            } else if case .int(let number) = key {
                ints.append(number)
            }
        }
        if texts.count == keys.count {
            self = .texts(texts, prefixes: texts.map(\.prefix))
        } else {
            self = ints.count == keys.count ? .ints(ints) : .values(keys)
        }
    }

    var count: Int {
        switch self {
        case .texts(let texts, _): texts.count
        case .ints(let ints): ints.count
        case .values(let values): values.count
        }
    }

    /// Whether any two keys can be compared.
    var isTotal: Bool {
        if case .values = self { return false }
        return true
    }

    /// The sign of the difference of two keys; equal ones need no order.
    func compare(_ left: Int, _ right: Int) throws(TemplateError) -> Int {
        switch self {
        case .texts(let texts, let prefixes):
            let (first, second) = (prefixes[left], prefixes[right])
            return first == second ? texts[left].order(texts[right]) : first < second ? -1 : 1
        case .ints(let ints): return ints[left] < ints[right] ? -1 : ints[left] == ints[right] ? 0 : 1
        case .values(let values):
            if try values[left].isIdentical(orEqualTo: values[right]) { return 0 }
            return try values[left].isLess(than: values[right]) ? -1 : 1
        }
    }
}

extension Text {
    /// The first eight bytes as a number, zeros after the end: texts with different prefixes have their order.
    fileprivate var prefix: UInt64 {
        let span = bytes.span
        var prefix: UInt64 = 0
        for index in 0..<8 {
            prefix = prefix &<< 8 | (index < span.count ? UInt64(span[index]) : 0)
        }
        return prefix
    }
}
