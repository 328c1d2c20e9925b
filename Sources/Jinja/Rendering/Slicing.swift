/// Python's slices.
enum Slicing {
    static func slice(
        _ base: Value, _ lower: Value, _ upper: Value, _ step: Value, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch base {
        case .list(let list):
            let picked = try indices(lower, upper, step, list.items.count)
            return .list(pick(list.items, picked))
        case .tuple(let tuple):
            return .tuple(pick(tuple.items, try indices(lower, upper, step, tuple.items.count)))
        case .string(let text):
            let picked = try indices(lower, upper, step, text.count)
            if picked.step == 1 {
                return .string(
                    text.slice(picked.start..<max(picked.start, picked.start + picked.count)).marked(text.markupOrPlain)
                )
            }
            let points = text.codePoints
            return .string(Text(codePoints: picked.positions.map { points[$0] }).marked(text.markupOrPlain))
        case .undefined(let undefined):
            if undefined.behavior == .capture { return base }
            throw undefined.error
        case .object(let object):
            if let range = object as? RangeObject {
                let picked = try indices(lower, upper, step, range.count)
                return .object(
                    RangeObject(
                        start: try number(range.start, picked.start, times: range.step),
                        stop: try number(range.start, picked.stop, times: range.step),
                        step: try number(0, picked.step, times: range.step)))
            }
            if let value = try object.item(.object(SliceObject([lower, upper, step]))) { return value }
        case .dict: throw TemplateError(.type, "unhashable type: 'slice'")
        default: break
        }
        throw TemplateError(.type, "'\(base.typeName)' object is not subscriptable")
    }

    /// The number of a range that stands `count` steps after `start`.
    private static func number(_ start: Int, _ count: Int, times step: Int) throws(TemplateError) -> Int {
        let distance = count.multipliedReportingOverflow(by: step)
        let number = start.addingReportingOverflow(distance.partialValue)
        guard !distance.overflow, !number.overflow else {
            throw TemplateError(.overflow, "the numbers of the range are too large")
        }
        return number.partialValue
    }

    private static func pick(_ items: [Value], _ picked: Indices) -> [Value] {
        if picked.step == 1 { return Array(items[picked.start..<picked.start + picked.count]) }
        return picked.positions.map { items[$0] }
    }

    /// The positions of a slice.
    struct Indices {
        let start: Int
        let stop: Int
        let step: Int
        let count: Int
        var positions: [Int] { (0..<count).map { start + $0 * step } }
    }

    /// Source: CPython, PySlice_AdjustIndices.
    static func indices(_ lower: Value, _ upper: Value, _ step: Value, _ length: Int) throws(TemplateError) -> Indices {
        let step = try number(step) ?? 1
        guard step != 0 else { throw TemplateError(.value, "slice step cannot be zero") }
        let start = bound(try number(lower), step < 0 ? length - 1 : 0, step, length)
        let stop = bound(try number(upper), step < 0 ? -1 : length, step, length)
        let count: Int
        if step > 0 {
            count = start < stop ? (stop - start - 1) / step + 1 : 0
        } else {
            count = start > stop ? (start - stop - 1) / (0 - max(step, -Int.max)) + 1 : 0
        }
        return Indices(start: count == 0 ? min(max(start, 0), length) : start, stop: stop, step: step, count: count)
    }

    private static func bound(_ value: Int?, _ missing: Int, _ step: Int, _ length: Int) -> Int {
        guard var value else { return missing }
        if value < 0 {
            value = value < -length ? -1 : value + length
            if value < 0 { return step < 0 ? -1 : 0 }
            return value
        }
        return value >= length ? (step < 0 ? length - 1 : length) : value
    }

    private static func number(_ value: Value) throws(TemplateError) -> Int? {
        switch value {
        case .null: return nil
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        case .bigInt(let number): return number.isNegative ? -Int.max : Int.max
        default: throw TemplateError(.type, "slice indices must be integers or None or have an __index__ method")
        }
    }
}
