/// Methods of numbers.
enum NumberMethods {
    static func call(_ value: Value, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError) -> Value {
        switch value {
        case .float(let number): return try call(number, name, arguments)
        case .decimal(let number): return try call(number, name, arguments)
        default:
            guard let number = value.number?.big else { return .null }
            return try call(number, name, arguments)
        }
    }

    private static func call(_ number: BigInteger, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError)
        -> Value
    {
        switch name {
        case .bit_length:
            _ = try MethodArguments("int.bit_length", arguments, 0...0)
            return .int(number.bitWidth)
        case .bit_count:
            _ = try MethodArguments("int.bit_count", arguments, 0...0)
            return .int(number.magnitude.reduce(0) { $0 + $1.nonzeroBitCount })
        case .conjugate:
            _ = try MethodArguments("int.conjugate", arguments, 0...0)
            return .integer(number)
        case .as_integer_ratio:
            _ = try MethodArguments("int.as_integer_ratio", arguments, 0...0)
            return .tuple([.integer(number), .int(1)])
        default: throw TemplateError(.type, "int.\(name.rawValue)() needs bytes, which templates do not have")
        }
    }

    private static func call(_ number: Double, _ name: Methods.Name, _ arguments: Arguments) throws(TemplateError)
        -> Value
    {
        switch name {
        case .is_integer:
            _ = try MethodArguments("float.is_integer", arguments, 0...0)
            return .bool(number.isFinite && number == number.rounded())
        case .conjugate:
            _ = try MethodArguments("float.conjugate", arguments, 0...0)
            return .float(number)
        case .hex:
            _ = try MethodArguments("float.hex", arguments, 0...0)
            return .string(hex(number))
        case .as_integer_ratio:
            _ = try MethodArguments("float.as_integer_ratio", arguments, 0...0)
            guard number.isFinite else {
                throw TemplateError(
                    number.isNaN ? .value : .overflow,
                    number.isNaN ? "cannot convert NaN to integer ratio" : "cannot convert Infinity to integer ratio")
            }
            var numerator = number
            var power = 0
            while numerator != numerator.rounded() {
                numerator *= 2
                power += 1
            }
            return .tuple([.integer(BigInteger(numerator)), .integer(BigInteger(1).shifted(left: power))])
        default:
            let text = try MethodArguments("float.fromhex", arguments, 1...1).text(0)
            guard let result = Double(text.string) else {
                throw TemplateError(.value, "invalid hexadecimal floating-point string")
            }
            return .float(result)
        }
    }

    private static func hex(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let sign = number.sign == .minus ? "-" : ""
        if number == 0 { return "\(sign)0x0.0p+0" }
        let digits = String(number.significandBitPattern, radix: 16)
        let fraction = String(repeating: "0", count: 13 - digits.utf8.count) + digits
        let exponent = number.isSubnormal ? -1022 : Int(number.exponent)
        return "\(sign)0x\(number.isSubnormal ? 0 : 1).\(fraction)p\(exponent < 0 ? "-" : "+")\(abs(exponent))"
    }

    private static func call(_ number: DecimalNumber, _ name: Methods.Name, _ arguments: Arguments)
        throws(TemplateError) -> Value
    {
        switch name {
        case .is_nan: return .bool(number.special == .nan)
        case .is_zero: return .bool(number.isZero)
        case .is_signed: return .bool(number.coefficient.isNegative)
        case .adjusted: return .int(number.exponent + number.coefficient.description.count - 1)
        case .conjugate: return .decimal(number)
        case .to_integral_value: return .decimal(number.exponent < 0 ? number.quantized(places: 0) : number)
        case .quantize:
            guard case .decimal(let shape)? = arguments.positional.first else {
                throw TemplateError(.type, "quantize() needs a Decimal")
            }
            return .decimal(number.quantized(places: -shape.exponent))
        case .normalize:
            var (coefficient, exponent) = (number.coefficient, number.exponent)
            if coefficient.isZero { return .decimal(DecimalNumber(0)) }
            while true {
                let (quotient, rest) = coefficient.dividedFlooring(by: BigInteger(10))
                guard rest.isZero else { break }
                coefficient = quotient
                exponent += 1
            }
            return .decimal(DecimalNumber(coefficient, exponent: exponent))
        case .sqrt: return .decimal(DecimalNumber("\(number.double.squareRoot())") ?? number)
        default:
            let digits = number.coefficient.description.utf8.compactMap {
                $0 >= 48 && $0 <= 57 ? Value.int(Int($0) - 48) : nil
            }
            return .tuple([.int(number.coefficient.isNegative ? 1 : 0), .tuple(digits), .int(number.exponent)])
        }
    }
}
