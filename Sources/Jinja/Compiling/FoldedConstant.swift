/// The value of a constant expression, kept so that every evaluation gets containers of its own.
indirect enum FoldedConstant: Sendable {
    case scalar(Constant)
    case list([FoldedConstant])
    case tuple([FoldedConstant])
    case dict([(key: FoldedConstant, value: FoldedConstant)])
    case set([FoldedConstant])
    case range(start: Int, stop: Int, step: Int)

    /// Keeps a value that could stand in compiled Python code; nil for undefined values, iterators and objects.
    /// Source: jinja2/compiler.py, has_safe_repr.
    init?(_ value: Value, depth: Int) {
        guard depth < 100 else { return nil }
        switch value {
        case .null: self = .scalar(.null)
        case .bool(let flag): self = .scalar(.bool(flag))
        case .int(let number): self = .scalar(.int(number))
        case .bigInt(let number): self = .scalar(.bigInt(number))
        case .float(let number): self = .scalar(.float(number))
        case .string(let text):
            guard text.marker == .plain || text.marker == .markup else { return nil }
            self = .scalar(.string(text))
        case .list(let list):
            guard let items = Self.all(list.items, depth) else { return nil }
            self = .list(items)
        case .tuple(let tuple):
            guard tuple.names == nil, let items = Self.all(tuple.items, depth) else { return nil }
            self = .tuple(items)
        case .dict(let dict):
            guard let keys = Self.all(dict.keys, depth), let values = Self.all(dict.values, depth) else { return nil }
            self = .dict(zip(keys, values).map { ($0, $1) })
        case .set(let set):
            guard let items = Self.all(set.elements.keys, depth) else { return nil }
            self = .set(items)
        case .object(let object):
            guard let range = object as? RangeObject else { return nil }
            self = .range(start: range.start, stop: range.stop, step: range.step)
        case .undefined, .decimal: return nil
        }
    }

    private static func all(_ values: [Value], _ depth: Int) -> [FoldedConstant]? {
        var constants: [FoldedConstant] = []
        for value in values {
            guard let constant = FoldedConstant(value, depth: depth + 1) else { return nil }
            constants.append(constant)
        }
        return constants
    }

    /// The value, with new containers.
    var value: Value {
        switch self {
        case .scalar(let constant): return constant.value
        case .list(let items): return .list(items.map(\.value))
        case .tuple(let items): return .tuple(items.map(\.value))
        case .dict(let items):
            let dict = DictObject()
            // The keys were hashed before, so this cannot fail.
            for item in items { try? dict.set(item.key.value, item.value.value) }
            return .dict(dict)
        case .set(let items):
            let set = SetObject()
            for item in items { _ = try? set.insert(item.value) }
            return .set(set)
        case .range(let start, let stop, let step): return .object(RangeObject(start: start, stop: stop, step: step))
        }
    }
}

/// A constant expression that was computed when the template was compiled.
final class FoldedNode: Evaluable {
    let folded: FoldedConstant
    private let scalar: ConstantNode?

    init(_ folded: FoldedConstant) {
        self.folded = folded
        if case .scalar(let constant) = folded { scalar = ConstantNode(constant) } else { scalar = nil }
    }

    var constant: Value? { scalar?.constant }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        if let scalar { return try scalar.evaluate(frame) }
        return folded.value
    }

    func writeScalar(_ frame: Frame) throws(TemplateError) -> Value? {
        if let scalar { return try scalar.writeScalar(frame) }
        return folded.value
    }
}
