internal import Diagnostics

/// A literal that is immutable, so that one value serves every evaluation.
@safe
final class ConstantNode: Evaluable {
    /// Values cannot be sent to other threads in general; those that literals can have are immutable.
    private nonisolated(unsafe) let value: Value

    init(_ constant: Constant) {
        unsafe value = constant.value
    }

    var constant: Value? { unsafe value }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { unsafe value }

    func writeScalar(_ frame: Frame) throws(TemplateError) -> Value? {
        guard case .string(let text) = unsafe value else {
            try frame.renderer.write(unsafe value)
            return nil
        }
        frame.renderer.output.append(text)
        return nil
    }
}

/// A literal such as `1e400`: Jinja2 writes it into Python code as `inf`, a name that nobody defined.
final class NonFiniteNode: Evaluable {
    private let number: Double
    private let range: SourceRange

    init(_ number: Double, range: SourceRange) {
        self.number = number
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        if frame.renderer.isFolding { return .float(number) }
        let name = number.isNaN ? "nan" : "inf"
        throw TemplateError(.pythonName, "name '\(name)' is not defined").at(range, in: frame.source)
    }
}

/// A variable in a slot of the running function.
final class SlotNode: Evaluable {
    let slot: Int
    let name: String

    init(slot: Int, name: String) {
        self.slot = slot
        self.name = name
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        guard let value = frame[slot] else { return missing(frame) }
        return value
    }

    @inline(never)
    private func missing(_ frame: Frame) -> Value { frame.renderer.undefined(name: name) }
}

/// A variable in a slot of an enclosing function.
final class OuterSlotNode: Evaluable {
    let depth: Int
    let slot: Int
    let name: String

    init(depth: Int, slot: Int, name: String) {
        self.depth = depth
        self.slot = slot
        self.name = name
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        frame.outer(depth)[slot] ?? frame.renderer.undefined(name: name)
    }
}

/// A name of the context.
final class FreeNameNode: Evaluable {
    let index: Int
    let name: String
    let range: SourceRange

    init(index: Int, name: String, range: SourceRange) {
        self.index = index
        self.name = name
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        do throws(TemplateError) {
            return try frame.renderer.value(ofFreeName: index, in: frame.names) ?? frame.renderer.undefined(name: name)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// A name in a block: a variable that the template's top level has assigned by now, or a name of the context.
final class ExportedNameNode: Evaluable {
    let depth: Int
    let slot: Int
    let name: FreeNameNode

    init(depth: Int, slot: Int, name: FreeNameNode) {
        self.depth = depth
        self.slot = slot
        self.name = name
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        if let value = frame.outer(depth)[slot] { return value }
        return try name.evaluate(frame)
    }
}

/// Assignment to a variable.
final class SlotTarget: Assignable {
    let slot: Int

    init(slot: Int) {
        self.slot = slot
    }

    func assign(_ value: Value, _ frame: Frame) throws(TemplateError) { frame[slot] = value }
}

/// Assignment of the items of a value to several targets.
final class TupleTarget: Assignable {
    let targets: [any Assignable]
    let range: SourceRange

    init(_ targets: [any Assignable], range: SourceRange) {
        self.targets = targets
        self.range = range
    }

    func prepare(_ frame: Frame) throws(TemplateError) {
        for target in targets { try target.prepare(frame) }
    }

    func assign(_ value: Value, _ frame: Frame) throws(TemplateError) {
        if case .tuple(let tuple) = value, tuple.items.count == targets.count {
            for index in targets.indices { try targets[index].assign(tuple.items[index], frame) }
            return
        }
        do throws(TemplateError) {
            let items = try unpack(value)
            for index in targets.indices { try targets[index].assign(items[index], frame) }
        } catch {
            throw error.at(range, in: frame.source)
        }
    }

    private func unpack(_ value: Value) throws(TemplateError) -> [Value] {
        let iterator: ValueIterator
        do throws(TemplateError) {
            iterator = try value.makeIterator()
        } catch  where error.kind == .type {
            throw TemplateError(.type, "cannot unpack non-iterable \(value.typeName) object")
        }
        var items: [Value] = []
        while let item = try iterator.next() {
            items.append(item)
            if items.count > targets.count {
                throw TemplateError(.value, "too many values to unpack (expected \(targets.count))")
            }
        }
        guard items.count == targets.count else {
            throw TemplateError(.value, "not enough values to unpack (expected \(targets.count), got \(items.count))")
        }
        return items
    }
}

/// Assignment to an attribute of a namespace.
final class NamespaceTarget: Assignable {
    let base: any Evaluable
    let attribute: AttributeKey
    let range: SourceRange

    init(base: any Evaluable, attribute: AttributeKey, range: SourceRange) {
        self.base = base
        self.attribute = attribute
        self.range = range
    }

    private func namespace(_ frame: Frame) throws(TemplateError) -> NamespaceObject {
        guard case .object(let object) = try base.evaluate(frame), let namespace = object as? NamespaceObject else {
            throw TemplateError(.runtime, "cannot assign attribute on non-namespace object").at(range, in: frame.source)
        }
        return namespace
    }

    func prepare(_ frame: Frame) throws(TemplateError) { _ = try namespace(frame) }

    func assign(_ value: Value, _ frame: Frame) throws(TemplateError) {
        try namespace(frame).values.set(attribute.text, hash: attribute.hash, value)
    }

    func assign(evaluating value: any Evaluable, _ frame: Frame) throws(TemplateError) {
        let namespace = try namespace(frame)
        namespace.values.set(attribute.text, hash: attribute.hash, try value.evaluate(frame))
    }
}
