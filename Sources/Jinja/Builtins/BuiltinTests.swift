/// Jinja2's own tests.
/// Source: jinja2/tests.py.
enum BuiltinTests {
    static let all: [String: Environment.Test] = {
        var tests: [String: Environment.Test] = [
            "odd": simple { value throws(TemplateError) in
                if case .int(let number) = value { return number & 1 == 1 }
                return try remainder(value, .int(2)).isEqual(to: .int(1))
            },
            "even": simple { value throws(TemplateError) in
                if case .int(let number) = value { return number & 1 == 0 }
                return try remainder(value, .int(2)).isEqual(to: .int(0))
            },
            "divisibleby": binary("test_divisibleby", "num") { value, number throws(TemplateError) in
                if case .int(let value) = value, case .int(let number) = number, number > 0 {
                    return value % number == 0
                }
                return try remainder(value, number).isEqual(to: .int(0))
            },
            "defined": simple { value in !value.isUndefined },
            "undefined": simple { value in value.isUndefined },
            "none": simple { value in value.isNone },
            "boolean": simple { value in
                if case .bool = value { return true }
                return false
            },
            "false": simple { value in
                if case .bool(false) = value { return true }
                return false
            },
            "true": simple { value in
                if case .bool(true) = value { return true }
                return false
            },
            "integer": simple { value in
                switch value {
                case .int, .bigInt: true
                default: false
                }
            },
            "float": simple { value in
                if case .float = value { return true }
                return false
            },
            "lower": simple { value throws(TemplateError) in CharacterClasses.test(try value.str(), .islower) },
            "upper": simple { value throws(TemplateError) in CharacterClasses.test(try value.str(), .isupper) },
            "string": simple { value in value.text != nil },
            "mapping": simple { value in
                switch value {
                case .dict: true
                case .object(let object): object.isMapping
                default: false
                }
            },
            "number": simple { value in
                if case .object(let object) = value { return object is ComplexNumber }
                return value.number != nil
            },
            "sequence": simple { value in
                switch value {
                case .string, .list, .tuple, .dict: true
                case .undefined(let undefined): undefined.behavior != .unsafe
                case .object(let object): object.isSequence || object.isMapping
                default: false
                }
            },
            "sameas": binary("test_sameas", "other") { value, other in isSame(value, other) },
            "iterable": simple { value in value.isIterable },
            "escaped": simple { value in value.text?.marker == .markup },
            "callable": simple { value in value.isCallable },
            "in": binary("test_in", "seq") { value, container throws(TemplateError) in
                try Operators.contains(container, value)
            },
            "filter": Environment.Test { value, arguments, renderer throws(TemplateError) in
                try hashable(value)
                return renderer.environment?.filters[value.string ?? "\u{0}"] != nil
            },
            "test": Environment.Test { value, arguments, renderer throws(TemplateError) in
                try hashable(value)
                return renderer.environment?.tests[value.string ?? "\u{0}"] != nil
            },
        ]
        for (names, comparison) in comparisons {
            let test = binary(names[0], "b") { value, other throws(TemplateError) in
                try Operators.compare(comparison, value, other)
            }
            for name in names { tests[name] = test }
        }
        for name in tests.keys { tests[name]?.isBuiltin = true }
        return tests
    }()

    private static let comparisons: [([String], Expression.Comparison)] = [
        (["eq", "==", "equalto"], .equal),
        (["ne", "!="], .notEqual),
        (["gt", ">", "greaterthan"], .greater),
        (["ge", ">="], .greaterEqual),
        (["lt", "<", "lessthan"], .less),
        (["le", "<="], .lessEqual),
    ]

    private static func hashable(_ value: Value) throws(TemplateError) { _ = try value.hash() }

    private static func simple(_ body: @escaping @Sendable (Value) throws(TemplateError) -> Bool) -> Environment.Test {
        var test = Environment.Test { value, arguments, _ throws(TemplateError) in
            guard arguments.isEmpty else {
                throw TemplateError(
                    .type, "test takes 1 positional argument but \(arguments.count + 1) were given")
            }
            return try body(value)
        }
        test.unary = body
        return test
    }

    private static func binary(
        _ name: String, _ parameter: String, _ body: @escaping @Sendable (Value, Value) throws(TemplateError) -> Bool
    ) -> Environment.Test {
        let signature = Signature(name, required: [parameter])
        var test = Environment.Test { value, arguments, _ throws(TemplateError) in
            if arguments.keyword.isEmpty, arguments.positional.count == 1 {
                return try body(value, arguments.positional[0])
            }
            return try body(value, signature.bind(arguments)[0] ?? .null)
        }
        test.binary = body
        return test
    }

    private static func remainder(_ value: Value, _ divisor: Value) throws(TemplateError) -> Value {
        if case .int(let a) = value, case .int(let b) = divisor, b > 0 {
            let rest = a % b
            return .int(rest < 0 ? rest + b : rest)
        }
        return try Operators.apply(.modulo, value, divisor)
    }

    /// Python's `is`: identity of references, and what CPython shares of small values.
    static func isSame(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.float(let a), .float(let b)): a.bitPattern == b.bitPattern
        case (.string(let a), .string(let b)): a == b
        case (.list(let a), .list(let b)): a === b
        case (.tuple(let a), .tuple(let b)): a === b || a.items.isEmpty && b.items.isEmpty
        case (.dict(let a), .dict(let b)): a === b
        case (.set(let a), .set(let b)): a === b
        case (.object(let a), .object(let b)): a === b
        case (.undefined(let a), .undefined(let b)): a === b
        default: false
        }
    }
}
