internal import Glibc

extension Value {
    /// Whether this is a string of the given bytes.
    ///
    /// The pattern gives away no more than a pointer into the string, which whoever holds the value keeps alive: binding
    /// the string itself would count a reference for every comparison.
    @inline(__always)
    func isText(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let own = unsafe stringBytes, own.count == bytes.count else { return false }
        guard let left = own.baseAddress, let right = bytes.baseAddress else { return true }
        return unsafe left == right || memcmp(left, right, bytes.count) == 0
    }

    @inline(__always)
    private var stringBytes: UnsafeRawBufferPointer? {
        guard case .string(let text) = self else { return nil }
        return unsafe text.bytes.withUnsafeBytes { unsafe $0 }
    }
}

extension Value {
    /// Python's `==`: numbers compare by value across types, containers item by item.
    public func isEqual(to other: Value) throws(TemplateError) -> Bool { try isEqual(to: other, depth: 0) }

    func isEqual(to other: Value, depth: Int) throws(TemplateError) -> Bool {
        switch (self, other) {
        case (.string(let left), .string(let right)): return left == right
        case (.int(let left), .int(let right)): return left == right
        case (.null, .null): return true
        case (.undefined(let left), .undefined(let right)):
            return (left.behavior == .capture) == (right.behavior == .capture)
        case (.list(let left), .list(let right)):
            return left === right ? true : try Self.areEqual(left.items, right.items, depth)
        case (.tuple(let left), .tuple(let right)):
            return left === right ? true : try Self.areEqual(left.items, right.items, depth)
        case (.dict(let left), .dict(let right)):
            return left === right ? true : try left.isEqual(to: right, depth: depth)
        case (.set(let left), .set(let right)): return left === right ? true : try left.isEqual(to: right)
        case (.object(let left), _): return try left.isEqual(to: other)
        case (_, .object(let right)): return try right.isEqual(to: self)
        default:
            guard let left = number, let right = other.number else { return false }
            return left.order(right) == 0
        }
    }

    /// Identity or equality, as containers compare their members.
    func isIdentical(orEqualTo other: Value, depth: Int = 0) throws(TemplateError) -> Bool {
        if case .float(let left) = self, case .float(let right) = other, left.bitPattern == right.bitPattern {
            return true
        }
        if case .undefined(let left) = self, case .undefined(let right) = other, left === right { return true }
        return try isEqual(to: other, depth: depth)
    }

    private static func areEqual(_ left: [Value], _ right: [Value], _ depth: Int) throws(TemplateError) -> Bool {
        guard left.count == right.count else { return false }
        try Nesting.check(depth)
        for index in left.indices {
            guard try left[index].isIdentical(orEqualTo: right[index], depth: depth + 1) else { return false }
        }
        return true
    }

    /// Python's `<`.
    /// - Throws: a type error when the values have no order.
    public func isLess(than other: Value, operation: String = "<") throws(TemplateError) -> Bool {
        if case .int(let left) = self, case .int(let right) = other { return left < right }
        return try order(other, operation) { $0 < 0 }
    }

    /// Compares with one of `<`, `<=`, `>`, `>=`: `accept` gets the sign of the difference.
    func order(
        _ other: Value, _ operation: String, depth: Int = 0, accept: (Int) -> Bool
    ) throws(TemplateError) -> Bool {
        if case .int(let left) = self, case .int(let right) = other {
            return accept(left < right ? -1 : left == right ? 0 : 1)
        }
        switch (self, other) {
        case (.undefined(let undefined), _), (_, .undefined(let undefined)): throw undefined.error
        case (.string(let left), .string(let right)):
            return accept(left == right ? 0 : left < right ? -1 : 1)
        case (.list(let left), .list(let right)):
            return try Self.order(left.items, right.items, operation, depth, accept)
        case (.tuple(let left), .tuple(let right)):
            return try Self.order(left.items, right.items, operation, depth, accept)
        case (.set(let left), .set(let right)): return try left.compare(right, operation)
        case (.object(let object), _):
            if operation == "<" || operation == ">=", let less = try object.isLess(than: other) {
                if operation == "<" { return less }
                return less ? try isEqual(to: other) : true
            }
            if case .object(let right) = other, let greater = try right.isLess(than: self) {
                return operation == ">" ? greater : operation == "<=" ? !greater : greater
            }
            if let less = try object.isLess(than: other) {
                let equal = try isEqual(to: other)
                return operation == ">" ? !less && !equal : less || equal
            }
        default:
            if let left = number, let right = other.number {
                guard let order = left.order(right) else { return false }
                return accept(order)
            }
        }
        throw TemplateError(
            .type, "'\(operation)' not supported between instances of '\(typeName)' and '\(other.typeName)'")
    }

    private static func order(
        _ left: [Value], _ right: [Value], _ operation: String, _ depth: Int, _ accept: (Int) -> Bool
    ) throws(TemplateError) -> Bool {
        try Nesting.check(depth)
        for index in 0..<min(left.count, right.count) {
            if try left[index].isIdentical(orEqualTo: right[index], depth: depth + 1) { continue }
            return try left[index].order(right[index], operation, depth: depth + 1, accept: accept)
        }
        return accept(left.count - right.count)
    }
}

extension Value {
    /// Python's `hash`: equal values have equal hashes, whatever their types.
    /// - Throws: a type error for mutable containers.
    public func hash() throws(TemplateError) -> Int { try hash(depth: 0) }

    private func hash(depth: Int) throws(TemplateError) -> Int {
        switch self {
        case .string(let text): return text.pythonHash
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        case .null: return 0x345_678
        case .undefined: return 0x765_432
        case .float(let number):
            if let whole = Int(exactly: number) { return whole }
            return number.bitPattern.hashValue
        case .bigInt(let number): return Double(number.double).bitPattern.hashValue
        case .decimal(let number):
            if let whole = Int(exactly: number.double) { return whole }
            return number.double.bitPattern.hashValue
        case .tuple(let tuple):
            try Nesting.check(depth)
            var hash = 0x1234_5678
            for item in tuple.items { hash = try (hash &* 1_000_003) ^ item.hash(depth: depth + 1) }
            return hash
        case .set(let set) where set.isFrozen:
            var hash = 0
            for item in set.elements.keys { hash ^= try item.hash() &* 0x9E37_79B9 }
            return hash
        case .list, .dict, .set: throw TemplateError(.type, "unhashable type: '\(typeName)'")
        case .object(let object): return try object.hash()
        }
    }
}

extension DictObject {
    func isEqual(to other: DictObject, depth: Int) throws(TemplateError) -> Bool {
        guard count == other.count else { return false }
        try Nesting.check(depth)
        for (key, value) in items {
            guard let right = try other.get(key), try value.isIdentical(orEqualTo: right, depth: depth + 1) else {
                return false
            }
        }
        return true
    }
}

extension SetObject {
    func isEqual(to other: SetObject) throws(TemplateError) -> Bool {
        guard count == other.count else { return false }
        return try isSubset(of: other)
    }

    func isSubset(of other: SetObject) throws(TemplateError) -> Bool {
        for item in elements.keys {
            guard try other.contains(item) else { return false }
        }
        return true
    }

    /// Set inclusion by the operators of order.
    func compare(_ other: SetObject, _ operation: String) throws(TemplateError) -> Bool {
        switch operation {
        case "<": count < other.count ? try isSubset(of: other) : false
        case "<=": try isSubset(of: other)
        case ">": count > other.count ? try other.isSubset(of: self) : false
        default: try other.isSubset(of: self)
        }
    }
}
