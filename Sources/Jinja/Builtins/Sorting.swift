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
        if comparesLists || !column.keys.isEmpty { return try order(by: [column], reverse: reverse) }
        return try mergeSort(Array(keys.indices)) { left, right throws(TemplateError) in
            try reverse ? keys[left].isLess(than: keys[right]) : keys[right].isLess(than: keys[left])
        }
    }

    /// The positions in the order of several columns of keys, the first one first.
    static func order(by columns: [SortColumn], reverse: Bool) throws(TemplateError) -> [Int] {
        guard let first = columns.first else { return [] }
        guard !first.keys.isEmpty else {
            return try mergeSort(Array(first.values.indices)) { left, right throws(TemplateError) in
                try isAfter(left, right, columns, reverse)
            }
        }
        // The packed keys of the first column are what is sorted: they mostly decide without looking anywhere else.
        let isOnly = columns.count == 1
        return try mergeSort(first.keys) { left, right throws(TemplateError) in
            if left.high != right.high { return (left.high > right.high) != reverse }
            if left.low != right.low { return (left.low > right.low) != reverse }
            if isOnly && left.isWhole && right.isWhole { return false }
            return try isAfter(left.position, right.position, columns, reverse)
        }.map(\.position)
    }

    private static func isAfter(
        _ left: Int, _ right: Int, _ columns: [SortColumn], _ reverse: Bool
    ) throws(TemplateError) -> Bool {
        for column in columns {
            let sign = try column.compare(left, right)
            if sign != 0 { return reverse ? sign < 0 : sign > 0 }
        }
        return false
    }

    /// Sorts by insertion into short runs and by merging these; `isAfter(a, b)` tells whether `b`, which came later,
    /// must come before `a`.
    private static func mergeSort<Element: BitwiseCopyable>(
        _ elements: [Element], isAfter: (Element, Element) throws(TemplateError) -> Bool
    ) throws(TemplateError) -> [Element] {
        let (count, run) = (elements.count, 6)
        var source = elements
        for start in stride(from: 0, to: count, by: run) {
            for index in start..<min(start + run, count) {
                let element = source[index]
                var place = index
                while place > start {
                    guard try isAfter(source[place - 1], element) else { break }
                    source[place] = source[place - 1]
                    place -= 1
                }
                source[place] = element
            }
        }
        var target = source
        var width = run
        while width < count {
            for start in stride(from: 0, to: count, by: 2 * width) {
                try merge(source.span, start, start + width, into: &target, isAfter)
            }
            swap(&source, &target)
            width *= 2
        }
        return source
    }

    /// Merges two sorted runs that follow each other from `start` on; the second one may be shorter or missing.
    @inline(__always)
    private static func merge<Element: BitwiseCopyable>(
        _ source: Span<Element>, _ start: Int, _ second: Int, into target: inout [Element],
        _ isAfter: (Element, Element) throws(TemplateError) -> Bool
    ) throws(TemplateError) {
        let middle = min(second, source.count)
        let end = min(2 * second - start, source.count)
        var (left, right) = (start, middle)
        var target = target.mutableSpan
        for place in start..<end {
            var takesRight = right < end
            if takesRight && left < middle { takesRight = try isAfter(source[left], source[right]) }
            if takesRight {
                target[place] = source[right]
                right += 1
            } else {
                target[place] = source[left]
                left += 1
            }
        }
    }
}

/// The sort keys of all items.
struct SortColumn {
    /// The beginning of a key as numbers of the same order.
    struct Packed: BitwiseCopyable {
        var high: UInt64
        var low: UInt64 = 0
        var position: Int
        /// Whether keys with the same numbers are equal when this holds of both.
        var isWhole = true
    }

    let values: [Value]
    /// The packed keys when all keys are texts or all are integers; empty otherwise.
    let keys: [Packed]

    init(_ values: [Value]) {
        self.values = values
        var keys: [Packed] = []
        keys.reserveCapacity(values.count)
        if case .string? = values.first {
            for case .string(let text) in values { keys.append(text.packed(at: keys.count)) }
        } else {
            for case .int(let number) in values {
                keys.append(Packed(high: UInt64(bitPattern: Int64(number)) ^ 1 << 63, position: keys.count))
            }
        }
        self.keys = keys.count == values.count ? keys : []
    }

    /// The sign of the difference of two keys; equal ones need no order.
    func compare(_ left: Int, _ right: Int) throws(TemplateError) -> Int {
        if case .string(let first) = values[left], case .string(let second) = values[right] {
            return first.order(second)
        }
        if try values[left].isIdentical(orEqualTo: values[right]) { return 0 }
        return try values[left].isLess(than: values[right]) ? -1 : 1
    }
}

extension Text {
    /// The first sixteen bytes as numbers, zeros after the end.
    fileprivate func packed(at position: Int) -> SortColumn.Packed {
        let span = bytes.span
        var key = SortColumn.Packed(high: 0, position: position)
        // A zero at the end looks like the filling.
        key.isWhole = span.isEmpty || span.count <= 16 && span[span.count - 1] != 0
        for index in 0..<min(8, span.count) { key.high |= UInt64(span[index]) &<< UInt64(56 &- 8 &* index) }
        guard span.count > 8 else { return key }
        for index in 8..<min(16, span.count) { key.low |= UInt64(span[index]) &<< UInt64(120 &- 8 &* index) }
        return key
    }
}
