internal import Glibc

/// Python's arithmetic of numbers.
enum Numbers {
    static func apply(_ operation: Arithmetic, _ left: Number, _ right: Number) throws(TemplateError) -> Value {
        switch (left, right) {
        case (.int(let a), .int(let b)): return try integers(operation, a, b)
        case (.decimal(let a), .decimal(let b)): return try decimals(operation, a, b)
        case (.decimal(let a), _):
            guard let b = right.big else { throw mixed(operation, "decimal.Decimal", "float") }
            return try decimals(operation, a, DecimalNumber(b, exponent: 0))
        case (_, .decimal(let b)):
            guard let a = left.big else { throw mixed(operation, "float", "decimal.Decimal") }
            return try decimals(operation, DecimalNumber(a, exponent: 0), b)
        default:
            if let a = left.big, let b = right.big { return try bigs(operation, a, b) }
            return try floats(operation, float(left), float(right))
        }
    }

    private static func mixed(_ operation: Arithmetic, _ left: String, _ right: String) -> TemplateError {
        let symbol = operation == .power ? "** or pow()" : operation.rawValue
        return TemplateError(.type, "unsupported operand type(s) for \(symbol): '\(left)' and '\(right)'")
    }

    private static func float(_ number: Number) throws(TemplateError) -> Double {
        let result = number.double
        if case .big = number, result.isInfinite { throw TemplateError(.overflow, "int too large to convert to float") }
        return result
    }

    private static func integers(_ operation: Arithmetic, _ a: Int, _ b: Int) throws(TemplateError) -> Value {
        switch operation {
        case .add:
            let (sum, overflow) = a.addingReportingOverflow(b)
            if !overflow { return .int(sum) }
        case .subtract:
            let (difference, overflow) = a.subtractingReportingOverflow(b)
            if !overflow { return .int(difference) }
        case .multiply:
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            if !overflow { return .int(product) }
        case .divide:
            guard b != 0 else { throw TemplateError(.zeroDivision, "division by zero") }
            // Exact when both fit in a Double; the big path rounds correctly otherwise.
            if a.magnitude < 1 << 53 && b.magnitude < 1 << 53 { return .float(Double(a) / Double(b)) }
        case .floorDivide:
            guard b != 0 else { throw TemplateError(.zeroDivision, "integer division or modulo by zero") }
            if !(a == .min && b == -1) {
                let quotient = a / b
                return .int(a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient)
            }
        case .modulo:
            guard b != 0 else { throw TemplateError(.zeroDivision, "integer modulo by zero") }
            if b == -1 { return .int(0) }
            let rest = a % b
            return .int(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
        case .power:
            if b < 0 {
                guard a != 0 else { throw TemplateError(.zeroDivision, "0.0 cannot be raised to a negative power") }
                return .float(pow(Double(a), Double(b)))
            }
        case .negate, .posit: break
        }
        return try bigs(operation, BigInteger(a), BigInteger(b))
    }

    private static func bigs(_ operation: Arithmetic, _ a: BigInteger, _ b: BigInteger) throws(TemplateError) -> Value {
        switch operation {
        case .add: return .integer(a + b)
        case .subtract: return .integer(a - b)
        case .multiply:
            guard a.bitWidth + b.bitWidth < 4_000_000 else {
                throw TemplateError(.overflow, "the integer is too large")
            }
            return .integer(a * b)
        case .divide: return .float(try quotient(a, b))
        case .floorDivide:
            guard !b.isZero else { throw TemplateError(.zeroDivision, "integer division or modulo by zero") }
            return .integer(a.dividedFlooring(by: b).quotient)
        case .modulo:
            guard !b.isZero else { throw TemplateError(.zeroDivision, "integer modulo by zero") }
            return .integer(a.dividedFlooring(by: b).remainder)
        case .power:
            if b.isNegative { return .float(pow(a.double, b.double)) }
            guard let exponent = b.int, let power = a.power(exponent) else {
                throw TemplateError(.overflow, "the integer is too large")
            }
            return .integer(power)
        case .negate, .posit: return .null
        }
    }

    /// The correctly rounded quotient of two integers.
    private static func quotient(_ a: BigInteger, _ b: BigInteger) throws(TemplateError) -> Double {
        guard !b.isZero else { throw TemplateError(.zeroDivision, "division by zero") }
        guard !a.isZero else { return 0 }
        let shift = max(0, 66 - (a.bitWidth - b.bitWidth))
        let (size, divisor) = (
            BigInteger(magnitude: a.magnitude, isNegative: false).shifted(left: shift),
            BigInteger(magnitude: b.magnitude, isNegative: false)
        )
        var (whole, rest) = size.dividedFlooring(by: divisor)
        // A sticky bit keeps the final rounding exact.
        whole = whole.shifted(left: 1)
        if !rest.isZero { whole = whole + BigInteger(1) }
        rest = BigInteger(0)
        let result = scalbn(whole.double, Int32(clamping: -shift - 1))
        guard result.isFinite else { throw TemplateError(.overflow, "integer division result too large for a float") }
        return a.isNegative != b.isNegative ? -result : result
    }

    private static func floats(_ operation: Arithmetic, _ a: Double, _ b: Double) throws(TemplateError) -> Value {
        switch operation {
        case .add: return .float(a + b)
        case .subtract: return .float(a - b)
        case .multiply: return .float(a * b)
        case .divide:
            guard b != 0 else { throw TemplateError(.zeroDivision, "float division by zero") }
            return .float(a / b)
        case .floorDivide:
            guard b != 0 else { throw TemplateError(.zeroDivision, "float floor division by zero") }
            return .float(divide(a, b).quotient)
        case .modulo:
            guard b != 0 else { throw TemplateError(.zeroDivision, "float modulo") }
            return .float(divide(a, b).remainder)
        case .power:
            if a == 0 && b < 0 { throw TemplateError(.zeroDivision, "0.0 cannot be raised to a negative power") }
            if a < 0 && b.isFinite && b != b.rounded() && a.isFinite {
                return .object(ComplexNumber.power(a, b))
            }
            let result = pow(a, b)
            if result.isInfinite && a.isFinite && b.isFinite {
                throw TemplateError(.overflow, "(34, 'Numerical result out of range')")
            }
            return .float(result)
        case .negate, .posit: return .null
        }
    }

    /// Source: CPython, float_divmod.
    static func divide(_ a: Double, _ b: Double) -> (quotient: Double, remainder: Double) {
        var rest = fmod(a, b)
        var quotient = (a - rest) / b
        if rest != 0 {
            if (b < 0) != (rest < 0) {
                rest += b
                quotient -= 1
            }
        } else {
            rest = copysign(0, b)
        }
        guard quotient != 0 else { return (copysign(0, a / b), rest) }
        var floor = quotient.rounded(.down)
        if quotient - floor > 0.5 { floor += 1 }
        return (floor, rest)
    }

    private static func decimals(
        _ operation: Arithmetic, _ a: DecimalNumber, _ b: DecimalNumber
    ) throws(TemplateError) -> Value {
        guard a.special == .none, b.special == .none else {
            return try floatsAsDecimal(operation, a.double, b.double)
        }
        switch operation {
        case .add: return .decimal(a + b)
        case .subtract: return .decimal(a - b)
        case .multiply: return .decimal(a * b)
        case .divide:
            guard let quotient = a / b else {
                throw TemplateError(.zeroDivision, "[<class 'decimal.DivisionByZero'>]", pythonClass: "DivisionByZero")
            }
            return .decimal(quotient)
        case .floorDivide, .modulo:
            guard let (quotient, rest) = a.dividedTruncating(by: b) else {
                throw TemplateError(.zeroDivision, "[<class 'decimal.DivisionByZero'>]", pythonClass: "DivisionByZero")
            }
            return .decimal(operation == .modulo ? rest : quotient)
        case .power:
            if let exponent = b.truncated.int, b.exponent >= 0, abs(exponent) <= 10_000 {
                var result = DecimalNumber(1)
                for _ in 0..<abs(exponent) { result = result * a }
                if exponent >= 0 { return .decimal(result) }
                guard let inverse = DecimalNumber(1) / result else {
                    throw TemplateError(
                        .zeroDivision, "[<class 'decimal.DivisionByZero'>]", pythonClass: "DivisionByZero")
                }
                return .decimal(inverse)
            }
            return .decimal(DecimalNumber("\(pow(a.double, b.double))") ?? DecimalNumber(0))
        case .negate, .posit: return .null
        }
    }

    private static func floatsAsDecimal(_ operation: Arithmetic, _ a: Double, _ b: Double) throws(TemplateError)
        -> Value
    {
        guard case .float(let result) = try floats(operation, a, b) else { return .null }
        return .decimal(DecimalNumber("\(result)") ?? DecimalNumber(0))
    }
}

/// The result of a fractional power of a negative number: templates can do little more than print it.
final class ComplexNumber: Object {
    let real: Double
    let imaginary: Double

    init(_ real: Double, _ imaginary: Double) {
        self.real = real
        self.imaginary = imaginary
    }

    static func power(_ base: Double, _ exponent: Double) -> ComplexNumber {
        let size = pow(-base, exponent)
        let angle = Double.pi * exponent
        return ComplexNumber(size * cos(angle), size * sin(angle))
    }

    override var typeName: String { "complex" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "real": .float(real)
        case "imag": .float(imaginary)
        default: nil
        }
    }

    override func isTrue() throws(TemplateError) -> Bool { real != 0 || imaginary != 0 }

    override func repr() throws(TemplateError) -> Text {
        func short(_ number: Double) -> String {
            let text = PythonFloat.repr(number)
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        if real == 0 && real.sign == .plus { return Text("\(short(imaginary))j") }
        let sign = imaginary.sign == .minus ? "" : "+"
        return Text("(\(short(real))\(sign)\(short(imaginary))j)")
    }
}
