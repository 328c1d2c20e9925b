internal import Diagnostics

/// `callee(arguments)`.
final class CallNode: Evaluable {
    let callee: any Evaluable
    let arguments: ArgumentsNode
    let range: SourceRange

    init(_ callee: any Evaluable, _ arguments: ArgumentsNode, range: SourceRange) {
        self.callee = callee
        self.arguments = arguments
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let callee = try callee.evaluate(frame)
        do throws(TemplateError) {
            if case .object(let object) = callee { return try object.call(arguments, in: frame) }
            return try frame.renderer.call(callee, arguments.evaluate(frame))
        } catch {
            throw error.at(range, in: frame.source)
        }
    }

    func write(_ frame: Frame) throws(TemplateError) {
        let callee = try callee.evaluate(frame)
        do throws(TemplateError) {
            if case .object(let object) = callee { return try object.writeCall(arguments, in: frame) }
            try frame.renderer.write(frame.renderer.call(callee, arguments.evaluate(frame)))
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `base.name(arguments)`: methods of built-in values run without making a bound method.
final class MethodCallNode: Evaluable {
    let base: any Evaluable
    let key: AttributeKey
    let arguments: ArgumentsNode
    let range: SourceRange

    init(_ base: any Evaluable, _ key: AttributeKey, _ arguments: ArgumentsNode, range: SourceRange) {
        self.base = base
        self.key = key
        self.arguments = arguments
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let base = try base.evaluate(frame)
        do throws(TemplateError) {
            return try call(on: base, frame)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }

    private func call(on base: Value, _ frame: Frame) throws(TemplateError) -> Value {
        if let single = arguments.single {
            // The two methods that templates call most, without an array for their argument.
            if case .list(let list) = base, key.method == .append {
                let value = try single.evaluate(frame)
                list.nesting = try Nesting.depth(list.nesting, adding: value)
                list.items.append(value)
                return .null
            }
            if case .dict(let dict) = base, key.method == .get { return try dict.get(single.evaluate(frame)) ?? .null }
        }
        if let method = key.method, Methods.has(base, method) {
            return try MemoryLimit.checked(Methods.call(base, method, arguments.evaluate(frame), frame.renderer))
        }
        if case .object(let object) = base, !key.isPrivate {
            let arguments = try arguments.evaluate(frame)
            if let result = try object.callMethod(key.name, arguments, frame.renderer) { return result }
            return try frame.renderer.call(Lookup.attribute(of: base, key, frame.renderer), arguments)
        }
        let callee = try Lookup.attribute(of: base, key, frame.renderer)
        return try frame.renderer.call(callee, arguments.evaluate(frame))
    }

    func write(_ frame: Frame) throws(TemplateError) {
        let base = try base.evaluate(frame)
        do throws(TemplateError) {
            if case .object(let object) = base, object.isMacroNamespace,
                case .object(let macro)? = try object.attribute(key.name)
            {
                return try macro.writeCall(arguments, in: frame)
            }
            try frame.renderer.write(call(on: base, frame))
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `value | name(arguments)`.
final class FilterNode: Evaluable {
    /// The value before the bar; nil where the filter takes the text of a block.
    let value: (any Evaluable)?
    let filter: Environment.Filter
    let arguments: ArgumentsNode
    let range: SourceRange

    init(_ value: (any Evaluable)?, _ filter: Environment.Filter, _ arguments: ArgumentsNode, range: SourceRange) {
        self.value = value
        self.filter = filter
        self.arguments = arguments
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        try apply(to: value?.evaluate(frame) ?? .string(frame.renderer.blockText), frame)
    }

    func apply(to value: Value, _ frame: Frame) throws(TemplateError) -> Value {
        do throws(TemplateError) {
            return try MemoryLimit.checked(filter.body(value, arguments.evaluate(frame), frame.renderer))
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `value is name(arguments)`.
final class TestNode: Evaluable {
    let value: any Evaluable
    let test: Environment.Test
    let arguments: ArgumentsNode
    let range: SourceRange

    init(_ value: any Evaluable, _ test: Environment.Test, _ arguments: ArgumentsNode, range: SourceRange) {
        self.value = value
        self.test = test
        self.arguments = arguments
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame)) }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        let value = try value.evaluate(frame)
        do throws(TemplateError) {
            return try test.body(value, arguments.evaluate(frame), frame.renderer)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `value is name` of a built-in test.
final class UnaryTestNode: Evaluable {
    private let value: any Evaluable
    private let body: @Sendable (Value) throws(TemplateError) -> Bool
    private let range: SourceRange

    init(
        _ value: any Evaluable, _ body: @escaping @Sendable (Value) throws(TemplateError) -> Bool, range: SourceRange
    ) {
        self.value = value
        self.body = body
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame)) }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        let value = try value.evaluate(frame)
        do throws(TemplateError) {
            return try body(value)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `value is name(argument)` of a built-in test.
final class BinaryTestNode: Evaluable {
    private let value: any Evaluable
    private let body: @Sendable (Value, Value) throws(TemplateError) -> Bool
    private let argument: any Evaluable
    private let range: SourceRange

    init(
        _ value: any Evaluable, _ body: @escaping @Sendable (Value, Value) throws(TemplateError) -> Bool,
        _ argument: any Evaluable, range: SourceRange
    ) {
        self.value = value
        self.body = body
        self.argument = argument
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame)) }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        let value = try value.evaluate(frame)
        let argument = try argument.evaluate(frame)
        do throws(TemplateError) {
            return try body(value, argument)
        } catch {
            throw error.at(range, in: frame.source)
        }
    }
}

/// `value is defined`, `value is none` and others that need neither arguments nor the render.
final class SimpleTestNode: Evaluable {
    enum Kind: String { case defined, undefined, none, string, mapping }

    let value: any Evaluable
    let kind: Kind

    init(_ value: any Evaluable, _ kind: Kind) {
        self.value = value
        self.kind = kind
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { .bool(try isTrue(frame)) }

    func isTrue(_ frame: Frame) throws(TemplateError) -> Bool {
        let value = try value.evaluate(frame)
        switch kind {
        case .defined: return !value.isUndefined
        case .undefined: return value.isUndefined
        case .none: return value.isNone
        case .string: return value.text != nil
        case .mapping:
            if case .dict = value { return true }
            if case .object(let object) = value { return object.isMapping }
        }
        return false
    }
}

/// A filter or test that does not exist, in a branch: it fails only when it runs.
final class MissingNode: Evaluable {
    let message: String
    let range: SourceRange

    init(_ message: String, range: SourceRange) {
        self.message = message
        self.range = range
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        throw TemplateError(.runtime, message).at(range, in: frame.source)
    }
}
