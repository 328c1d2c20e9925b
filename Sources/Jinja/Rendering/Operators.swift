internal import Glibc

/// Python's operators.
enum Operators {
    static func apply(_ operation: Arithmetic, _ left: Value, _ right: Value) throws(TemplateError) -> Value {
        if operation == .add {
            // What `sum` and counters do.
            if case .int(let a) = left, case .int(let b) = right,
                case let (sum, overflow) = a.addingReportingOverflow(b),
                !overflow
            {
                return .int(sum)
            }
            if case .float(let a) = left, case .float(let b) = right { return .float(a + b) }
        }
        if let a = left.number, let b = right.number { return try Numbers.apply(operation, a, b) }
        if case .undefined(let undefined) = left {
            // dbt's capture class has no arithmetic of its own either.
            throw undefined.error
        }
        if case .string(let text) = left, operation == .modulo {
            return .string(try PercentFormat.format(text, right))
        }
        if case .undefined(let undefined) = right { throw undefined.error }
        if let value = try sequence(operation, left, right) { return value }
        if case .object(let object) = left, let value = try object.arithmetic(operation, right, isReflected: false) {
            return value
        }
        if case .object(let object) = right, let value = try object.arithmetic(operation, left, isReflected: true) {
            return value
        }
        throw unsupported(operation, left, right)
    }

    private static func sequence(
        _ operation: Arithmetic, _ left: Value, _ right: Value
    ) throws(TemplateError) -> Value? {
        switch (operation, left, right) {
        case (.add, .string(let a), .string(let b)):
            try MemoryLimit.reserve(text: a.bytes.count + b.bytes.count)
            return .string(concatenate(a, b))
        case (.add, .list(let a), .list(let b)):
            try MemoryLimit.reserve(items: a.items.count + b.items.count)
            let sum = ListObject(a.items + b.items)
            sum.nesting = max(a.nesting, b.nesting)
            return .list(sum)
        case (.add, .tuple(let a), .tuple(let b)):
            try MemoryLimit.reserve(items: a.items.count + b.items.count)
            let sum = TupleObject(a.items + b.items)
            sum.nesting = max(a.nesting, b.nesting)
            return .tuple(sum)
        case (.add, .string, _):
            if case .object = right { return nil }
            throw TemplateError(.type, "can only concatenate str (not \"\(right.typeName)\") to str")
        case (.add, .list, _):
            if case .object = right { return nil }
            throw TemplateError(.type, "can only concatenate list (not \"\(right.typeName)\") to list")
        case (.add, .tuple, _):
            if case .object = right { return nil }
            throw TemplateError(.type, "can only concatenate tuple (not \"\(right.typeName)\") to tuple")
        case (.multiply, .string(let text), _): return try text.repeated(times(right, left))
        case (.multiply, _, .string(let text)): return try text.repeated(times(left, right))
        case (.multiply, .list(let list), _): return .list(try repeated(list.items, times(right, left)))
        case (.multiply, _, .list(let list)): return .list(try repeated(list.items, times(left, right)))
        case (.multiply, .tuple(let tuple), _): return .tuple(try repeated(tuple.items, times(right, left)))
        case (.multiply, _, .tuple(let tuple)): return .tuple(try repeated(tuple.items, times(left, right)))
        case (.subtract, .set(let a), .set(let b)):
            let result = SetObject(isFrozen: a.isFrozen)
            for item in a.elements.keys {
                if try !b.contains(item) { try result.insert(item) }
            }
            return .set(result)
        default: return nil
        }
    }

    private static func times(_ count: Value, _ sequence: Value) throws(TemplateError) -> Int {
        switch count {
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        case .bigInt(let number):
            guard number.isNegative else {
                throw TemplateError(.overflow, "cannot fit 'int' into an index-sized integer")
            }
            return 0
        default: throw TemplateError(.type, "can't multiply sequence by non-int of type '\(count.typeName)'")
        }
    }

    private static func repeated(_ items: [Value], _ count: Int) throws(TemplateError) -> [Value] {
        guard count > 0, !items.isEmpty else { return [] }
        let (size, overflows) = items.count.multipliedReportingOverflow(by: count)
        try MemoryLimit.reserve(items: overflows ? Int.max : size)
        var result: [Value] = []
        result.reserveCapacity(items.count * count)
        for _ in 0..<count { result.append(contentsOf: items) }
        return result
    }

    /// Joins two strings; a `Markup` on one side escapes the other.
    static func concatenate(_ left: Text, _ right: Text) -> Text {
        let isMarkup = left.marker == .markup || right.marker == .markup
        let a = isMarkup && left.marker != .markup ? left.escaped : left
        let b = isMarkup && right.marker != .markup ? right.escaped : right
        return Text(bytes: a.bytes + b.bytes, isASCII: a.isASCII && b.isASCII, marker: isMarkup ? .markup : .plain)
    }

    private static func unsupported(_ operation: Arithmetic, _ left: Value, _ right: Value) -> TemplateError {
        let symbol = operation == .power ? "** or pow()" : operation.rawValue
        return TemplateError(
            .type, "unsupported operand type(s) for \(symbol): '\(left.typeName)' and '\(right.typeName)'")
    }

    static func negate(_ value: Value) throws(TemplateError) -> Value {
        switch value {
        case .int(let number): return number == .min ? .integer(-BigInteger(number)) : .int(-number)
        case .bool(let flag): return .int(flag ? -1 : 0)
        case .bigInt(let number): return .integer(-number)
        case .float(let number): return .float(-number)
        case .decimal(let number): return .decimal(number.negated)
        case .undefined(let undefined): throw undefined.error
        case .object(let object):
            if let result = try object.arithmetic(.negate, .null, isReflected: false) { return result }
        default: break
        }
        throw TemplateError(.type, "bad operand type for unary -: '\(value.typeName)'")
    }

    static func posit(_ value: Value) throws(TemplateError) -> Value {
        switch value {
        case .int, .bigInt, .float, .decimal: return value
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .undefined(let undefined): throw undefined.error
        case .object(let object):
            if let result = try object.arithmetic(.posit, .null, isReflected: false) { return result }
        default: break
        }
        throw TemplateError(.type, "bad operand type for unary +: '\(value.typeName)'")
    }

    static func compare(_ comparison: Expression.Comparison, _ left: Value, _ right: Value) throws(TemplateError)
        -> Bool
    {
        if case .int(let a) = left, case .int(let b) = right {
            switch comparison {
            case .equal: return a == b
            case .notEqual: return a != b
            case .less: return a < b
            case .lessEqual: return a <= b
            case .greater: return a > b
            case .greaterEqual: return a >= b
            case .in, .notIn: break
            }
        }
        switch comparison {
        case .equal: return try left.isEqual(to: right)
        case .notEqual: return try !left.isEqual(to: right)
        case .less: return try left.order(right, "<") { $0 < 0 }
        case .lessEqual: return try left.order(right, "<=") { $0 <= 0 }
        case .greater: return try left.order(right, ">") { $0 > 0 }
        case .greaterEqual: return try left.order(right, ">=") { $0 >= 0 }
        case .in: return try contains(right, left)
        case .notIn: return try !contains(right, left)
        }
    }

    private static func contains(_ items: [Value], _ item: Value) throws(TemplateError) -> Bool {
        guard case .string(let text) = item else {
            for index in items.indices {
                if try items[index].isIdentical(orEqualTo: item) { return true }
            }
            return false
        }
        var index = 0
        while true {
            index = Self.firstTextOrObject(items, text, from: index)
            guard index < items.count else { return false }
            guard case .object(let object) = items[index] else { return true }
            if try object.isEqual(to: item) { return true }
            index += 1
        }
    }

    /// The first item that is the text, or an object that may say that it is; the number of items when there is none.
    private static func firstTextOrObject(_ items: [Value], _ text: Text, from start: Int) -> Int {
        unsafe text.bytes.withUnsafeBytes { bytes in
            for index in start..<items.count {
                if unsafe items[index].isText(bytes) { return index }
                if case .object = items[index] { return index }
            }
            return items.count
        }
    }

    /// Python's `item in container`.
    static func contains(_ container: Value, _ item: Value) throws(TemplateError) -> Bool {
        switch container {
        case .list(let list):
            return try contains(list.items, item)
        case .tuple(let tuple):
            return try contains(tuple.items, item)
        case .dict(let dict): return try dict.get(item) != nil
        case .set(let set): return try set.contains(item)
        case .string(let text):
            guard case .string(let part) = item else {
                throw TemplateError(.type, "'in <string>' requires string as left operand, not \(item.typeName)")
            }
            return text.find(part, from: 0) != nil
        case .undefined(let undefined):
            if undefined.behavior == .unsafe { throw undefined.error }
            return false
        case .object(let object):
            if let found = try object.contains(item) { return found }
        default: break
        }
        throw TemplateError(.type, "argument of type '\(container.typeName)' is not iterable")
    }
}
