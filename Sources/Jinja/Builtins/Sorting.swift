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
        try order(by: SortColumn(keys), reverse: reverse, comparesLists: comparesLists)
    }

    /// The positions in the order of one column of keys.
    static func order(
        by column: SortColumn, reverse: Bool = false, comparesLists: Bool = false
    ) throws(TemplateError) -> [Int] {
        if comparesLists || column.isPacked { return try order(by: [column], reverse: reverse) }
        let keys = column.values
        return try mergeSort(Array(keys.indices)) { left, right throws(TemplateError) in
            try reverse ? keys[left].isLess(than: keys[right]) : keys[right].isLess(than: keys[left])
        }
    }

    /// The positions in the order of several columns of keys, the first one first.
    static func order(by columns: [SortColumn], reverse: Bool) throws(TemplateError) -> [Int] {
        guard let first = columns.first else { return [] }
        guard first.isPacked else {
            return try mergeSort(Array(first.values.indices)) { left, right throws(TemplateError) in
                try isAfter(left, right, columns, reverse)
            }
        }
        if columns.allSatisfy(\.isWhole) { return order(byPacked: columns, reverse: reverse) }
        // The packed keys of the first column are what is sorted: they mostly decide without looking anywhere else.
        var keys = PackedKey.sorted(first.keys, reverse: reverse)
        var start = 0
        while start < keys.count {
            var end = start + 1
            var isWhole = keys[start].isWhole
            while end < keys.count && keys[end].hasSameNumbers(as: keys[start]) {
                isWhole = isWhole && keys[end].isWhole
                end += 1
            }
            if end > start + 1 && (columns.count > 1 || !isWhole) {
                let run = try mergeSort(Array(keys[start..<end])) { left, right throws(TemplateError) in
                    try isAfter(Int(left.position), Int(right.position), columns, reverse)
                }
                for index in run.indices { keys[start + index] = run[index] }
            }
            start = end
        }
        return keys.map { Int($0.position) }
    }

    /// The order when the packed keys tell all: sorting keeps the order of equal ones, so the last column comes first.
    private static func order(byPacked columns: [SortColumn], reverse: Bool) -> [Int] {
        var keys: [PackedKey] = []
        for column in columns.reversed() {
            let current = keys.isEmpty ? column.keys : keys.map { column.keys[Int($0.position)] }
            keys = PackedKey.sorted(current, reverse: reverse)
        }
        return keys.map { Int($0.position) }
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
    static func mergeSort<Element: BitwiseCopyable, Failure: Error>(
        _ elements: [Element], isAfter: (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) -> [Element] {
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
    private static func merge<Element: BitwiseCopyable, Failure: Error>(
        _ source: Span<Element>, _ start: Int, _ second: Int, into target: inout [Element],
        _ isAfter: (Element, Element) throws(Failure) -> Bool
    ) throws(Failure) {
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
