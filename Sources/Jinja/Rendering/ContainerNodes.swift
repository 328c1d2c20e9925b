internal import Diagnostics

final class ListNode: Evaluable {
    let items: [any Evaluable]

    init(_ items: [any Evaluable]) {
        self.items = items
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try item.evaluate(frame)) }
        let list = ListObject(values)
        list.nesting = try Nesting.depth(of: values)
        return .list(list)
    }
}

final class TupleNode: Evaluable {
    let items: [any Evaluable]

    init(_ items: [any Evaluable]) {
        self.items = items
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try item.evaluate(frame)) }
        let tuple = TupleObject(values)
        tuple.nesting = try Nesting.depth(of: values)
        return .tuple(tuple)
    }
}

final class DictNode: Evaluable {
    let items: [(key: any Evaluable, value: any Evaluable)]
    let range: SourceRange

    init(_ items: [(key: any Evaluable, value: any Evaluable)], range: SourceRange) {
        self.items = items
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let dict = DictObject()
        for item in items {
            let key = try item.key.evaluate(frame)
            let value = try item.value.evaluate(frame)
            do throws(TemplateError) {
                dict.nesting = try Nesting.depth(dict.nesting, adding: value)
                try dict.set(key, value)
            } catch {
                throw error.at(range, in: frame.source)
            }
        }
        return .dict(dict)
    }
}

/// `base.name`.
final class AttributeNode: Evaluable {
    let base: any Evaluable
    let key: AttributeKey
    let range: SourceRange

    init(_ base: any Evaluable, _ key: AttributeKey, range: SourceRange) {
        self.base = base
        self.key = key
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let base = try base.evaluate(frame)
        do throws(TemplateError) {
            return try Lookup.attribute(of: base, key, frame.renderer)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `base[index]`.
final class ItemNode: Evaluable {
    let base: any Evaluable
    let index: any Evaluable
    let range: SourceRange

    init(_ base: any Evaluable, _ index: any Evaluable, range: SourceRange) {
        self.base = base
        self.index = index
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let base = try base.evaluate(frame)
        let index = try index.evaluate(frame)
        do throws(TemplateError) {
            return try Lookup.item(of: base, index, frame.renderer)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `base[lower:upper:step]`.
final class SliceNode: Evaluable {
    let base: any Evaluable
    let lower: (any Evaluable)?
    let upper: (any Evaluable)?
    let step: (any Evaluable)?
    let range: SourceRange

    init(
        _ base: any Evaluable, _ lower: (any Evaluable)?, _ upper: (any Evaluable)?, _ step: (any Evaluable)?,
        range: SourceRange
    ) {
        self.base = base
        self.lower = lower
        self.upper = upper
        self.step = step
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let base = try base.evaluate(frame)
        let lower = try lower?.evaluate(frame) ?? .null
        let upper = try upper?.evaluate(frame) ?? .null
        let step = try step?.evaluate(frame) ?? .null
        do throws(TemplateError) {
            return try Slicing.slice(base, lower, upper, step, frame.renderer)
        } catch {
            // The optimizer looks slices up as items, which never raises.
            if frame.renderer.isFolding, error.kind == .type {
                return frame.renderer.undefined(of: base, name: "slice")
            }
            throw error.at(range, in: frame.source)
        }
    }
}

/// A slice as a value of its own, as in `x[1:2, 3]`: only objects of other modules could use it.
final class SliceValueNode: Evaluable {
    let parts: [(any Evaluable)?]

    init(_ parts: [(any Evaluable)?]) {
        self.parts = parts
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var values: [Value] = []
        for part in parts { values.append(try part?.evaluate(frame) ?? .null) }
        return .object(SliceObject(values))
    }
}
