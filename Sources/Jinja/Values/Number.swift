/// A number of any of Python's types, for operations that treat them alike.
enum Number {
    case int(Int)
    case big(BigInteger)
    case float(Double)
    case decimal(DecimalNumber)

    var double: Double {
        switch self {
        case .int(let number): Double(number)
        case .big(let number): number.double
        case .float(let number): number
        case .decimal(let number): number.double
        }
    }

    var big: BigInteger? {
        switch self {
        case .int(let number): BigInteger(number)
        case .big(let number): number
        default: nil
        }
    }

    /// The sign of the difference, exact for every pair of types; nil when one is not a number.
    func order(_ other: Number) -> Int? {
        switch (self, other) {
        case (.int(let left), .int(let right)): return left < right ? -1 : left == right ? 0 : 1
        case (.float(let left), .float(let right)):
            return left.isNaN || right.isNaN ? nil : left < right ? -1 : left == right ? 0 : 1
        case (.float(let left), _):
            guard let order = other.order(toFloat: left) else { return nil }
            return -order
        case (_, .float(let right)): return order(toFloat: right)
        case (.decimal(let left), _): return left.order(other.decimal)
        case (_, .decimal(let right)): return decimal.order(right)
        default:
            guard let left = big, let right = other.big else { return nil }
            return left < right ? -1 : left == right ? 0 : 1
        }
    }

    private var decimal: DecimalNumber {
        switch self {
        case .decimal(let number): number
        case .int(let number): DecimalNumber(number)
        case .big(let number): DecimalNumber(number, exponent: 0)
        case .float(let number): DecimalNumber("\(number)") ?? DecimalNumber(0)
        }
    }

    private func order(toFloat right: Double) -> Int? {
        if right.isNaN { return nil }
        if right.isInfinite { return right > 0 ? -1 : 1 }
        if case .decimal(let left) = self {
            return left.double < right ? -1 : left.double == right ? 0 : 1
        }
        guard let left = big else { return nil }
        let whole = BigInteger(right)
        if left != whole { return left < whole ? -1 : 1 }
        let fraction = right - right.rounded(.towardZero)
        return fraction > 0 ? -1 : fraction < 0 ? 1 : 0
    }
}

extension Value {
    /// The value as a number; nil for everything that is not int, bool, float or decimal.
    var number: Number? {
        switch self {
        case .int(let number): .int(number)
        case .bool(let flag): .int(flag ? 1 : 0)
        case .float(let number): .float(number)
        case .bigInt(let number): .big(number)
        case .decimal(let number): .decimal(number)
        default: nil
        }
    }
}
