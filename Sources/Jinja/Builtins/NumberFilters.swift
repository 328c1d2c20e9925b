internal import Glibc

/// Filters of numbers.
enum NumberFilters {
    static let all: [String: Environment.Filter] = [
        "abs": BuiltinFilters.make("abs") { value, _, _ throws(TemplateError) in
            switch value {
            case .int(let number): return number == .min ? .integer(-BigInteger(number)) : .int(abs(number))
            case .bool(let flag): return .int(flag ? 1 : 0)
            case .bigInt(let number): return .integer(BigInteger(magnitude: number.magnitude, isNegative: false))
            case .float(let number): return .float(abs(number))
            case .decimal(let number): return .decimal(number.coefficient.isNegative ? number.negated : number)
            default:
                if case .object(let object) = value, let result = try object.attribute("__abs__") { return result }
                throw TemplateError(.type, "bad operand type for abs(): '\(value.typeName)'")
            }
        },
        "int": BuiltinFilters.make("do_int", optional: ["default", "base"]) { value, bound, _ throws(TemplateError) in
            try PythonNumber.filterInt(value, bound[0] ?? .int(0), base: MethodArguments.int(bound[1] ?? .int(10)))
        },
        "float": BuiltinFilters.make("do_float", optional: ["default"]) { value, bound, _ throws(TemplateError) in
            do throws(TemplateError) {
                return .float(try PythonNumber.float(value))
            } catch  where error.kind == .type || error.kind == .value {
                return bound[0] ?? .float(0)
            }
        },
        "round": BuiltinFilters.make("do_round", optional: ["precision", "method"]) {
            value, bound, _ throws(TemplateError) in
            try round(value, bound[0] ?? .int(0), bound[1] ?? "common")
        },
        "filesizeformat": BuiltinFilters.make("do_filesizeformat", optional: ["binary"]) {
            value, bound, _ throws(TemplateError) in
            let isBinary = try bound[0]?.isTrue() ?? false
            return .string(try fileSize(try PythonNumber.float(value), isBinary))
        },
    ]

    private static func round(_ value: Value, _ precision: Value, _ method: Value) throws(TemplateError) -> Value {
        let name = method.string ?? ""
        guard ["common", "ceil", "floor"].contains(name) else {
            throw TemplateError(.filterArgument, "method must be common, ceil or floor")
        }
        if name == "common" { return try PythonNumber.round(value, precision) }
        let power = try Operators.apply(.power, .int(10), precision)
        let scaled = try Operators.apply(.multiply, value, power)
        let whole: Value
        switch scaled {
        case .float(let number):
            guard number.isFinite else {
                throw TemplateError(
                    number.isNaN ? .value : .overflow,
                    number.isNaN ? "cannot convert float NaN to integer" : "cannot convert float infinity to integer")
            }
            whole = .integer(BigInteger(number.rounded(name == "ceil" ? .up : .down)))
        case .decimal(let number):
            let truncated = DecimalNumber(number.truncated, exponent: 0)
            let order = truncated.order(number) ?? 0
            let step = name == "ceil" && order < 0 ? 1 : name == "floor" && order > 0 ? -1 : 0
            whole = .integer(number.truncated + BigInteger(step))
        case .int, .bigInt, .bool: whole = scaled
        default: throw TemplateError(.type, "must be real number, not \(scaled.typeName)")
        }
        return try Operators.apply(.divide, whole, power)
    }

    private static func fileSize(_ bytes: Double, _ isBinary: Bool) throws(TemplateError) -> String {
        let base: Double = isBinary ? 1024 : 1000
        if bytes == 1 { return "1 Byte" }
        if bytes == -.infinity { throw TemplateError(.overflow, "cannot convert float infinity to integer") }
        if bytes < base { return "\(BigInteger(bytes)) Bytes" }
        var text = ""
        for (index, letter) in ["K", "M", "G", "T", "P", "E", "Z", "Y"].enumerated() {
            let unit = pow(base, Double(index + 2))
            let prefix = isBinary ? "\(letter)iB" : letter == "K" ? "kB" : "\(letter)B"
            text = "\(FloatFormat.fixed(base * bytes / unit, places: 1)) \(prefix)"
            if bytes < unit { return text }
        }
        return text
    }
}

/// Python's `int()`, `float()` and `round()`.
enum PythonNumber {
    /// The filter `int`: like `int()`, but text with a fraction works too, and failures give the default.
    static func filterInt(_ value: Value, _ fallback: Value, base: Int) throws(TemplateError) -> Value {
        do throws(TemplateError) {
            if case .string(let text) = value { return try parseInt(text, base: base) }
            return try int(value)
        } catch  where error.kind == .type || error.kind == .value {
            do throws(TemplateError) {
                return try int(.float(float(value)))
            } catch  where error.kind == .type || error.kind == .value || error.kind == .overflow {
                return fallback
            }
        }
    }

    /// `int(value)` of a value that is no string.
    static func int(_ value: Value) throws(TemplateError) -> Value {
        switch value {
        case .int, .bigInt: return value
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .float(let number):
            if number.isNaN { throw TemplateError(.value, "cannot convert float NaN to integer") }
            if number.isInfinite { throw TemplateError(.overflow, "cannot convert float infinity to integer") }
            return .integer(BigInteger(number))
        case .decimal(let number):
            if number.special == .nan { throw TemplateError(.value, "cannot convert NaN to integer") }
            if number.special != .none { throw TemplateError(.overflow, "cannot convert Infinity to integer") }
            return .integer(number.truncated)
        case .string(let text): return try parseInt(text, base: 10)
        case .undefined(let undefined): throw undefined.error
        case .object(let object) where object.integerValue != nil: return .int(object.integerValue ?? 0)
        default:
            throw TemplateError(
                .type, "int() argument must be a string, a bytes-like object or a real number, not '\(value.typeName)'")
        }
    }

    /// `int(text, base)`: white space, sign, prefixes, underscores and the digits of any script.
    static func parseInt(_ text: Text, base: Int) throws(TemplateError) -> Value {
        guard base == 0 || base >= 2 && base <= 36 else {
            throw TemplateError(.value, "int() base must be >= 2 and <= 36, or 0")
        }
        let failure = TemplateError(
            .value, "invalid literal for int() with base \(base): \(try Value.string(text).repr())")
        var bytes = asciiDigits(text.stripped())[...]
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        var base = base
        var allowsUnderscore = false
        if bytes.count > 2, bytes[bytes.startIndex] == 48 {
            let prefix: Int
            switch bytes[bytes.startIndex + 1] | 0x20 {
            case UInt8(ascii: "x"): prefix = 16
            case UInt8(ascii: "o"): prefix = 8
            case UInt8(ascii: "b"): prefix = 2
            default: prefix = 0
            }
            if prefix != 0 && (base == prefix || base == 0) {
                base = prefix
                bytes.removeFirst(2)
                allowsUnderscore = true
            }
        }
        if base == 0 {
            // Without a prefix, only zero may begin with a zero.
            if bytes.first == 48, bytes.contains(where: { $0 != 48 && $0 != 95 }) { throw failure }
            base = 10
        }
        var digits: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "_") {
                guard index > 0 || allowsUnderscore, index + 1 < bytes.count, bytes[bytes.startIndex + index + 1] != 95
                else {
                    throw failure
                }
            } else {
                digits.append(byte)
            }
        }
        guard !digits.isEmpty, let number = BigInteger(digits: digits, base: UInt32(base)) else { throw failure }
        return .integer(isNegative ? -number : number)
    }

    /// The text with decimal digits of all scripts as ASCII digits.
    private static func asciiDigits(_ text: Text) -> [UInt8] {
        if text.isASCII { return text.bytes }
        var out: [UInt8] = []
        for point in text.codePoints {
            if let scalar = Unicode.Scalar(point), scalar.properties.generalCategory == .decimalNumber,
                let value = scalar.properties.numericValue
            {
                out.append(48 + UInt8(value))
            } else {
                out.append(codePoint: point)
            }
        }
        return out
    }

    /// `float(value)`.
    static func float(_ value: Value) throws(TemplateError) -> Double {
        switch value {
        case .string(let text):
            if let number = parseFloat(text) { return number }
            throw TemplateError(.value, "could not convert string to float: \(try value.repr())")
        case .undefined(let undefined): throw undefined.error
        default:
            guard let number = value.number else {
                throw TemplateError(
                    .type, "float() argument must be a string or a real number, not '\(value.typeName)'")
            }
            if case .big(let big) = number, big.double.isInfinite {
                throw TemplateError(.overflow, "int too large to convert to float")
            }
            return number.double
        }
    }

    static func parseFloat(_ text: Text) -> Double? {
        var bytes = asciiDigits(text.stripped())
        guard !bytes.isEmpty else { return nil }
        if bytes.contains(95) {
            for (index, byte) in bytes.enumerated() where byte == 95 {
                guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else {
                    return nil
                }
            }
            bytes.removeAll { $0 == 95 }
        }
        let word = String(decoding: bytes, as: UTF8.self).lowercased()
        let unsigned = word.hasPrefix("-") || word.hasPrefix("+") ? String(word.dropFirst()) : word
        if unsigned == "inf" || unsigned == "infinity" { return word.hasPrefix("-") ? -.infinity : .infinity }
        if unsigned == "nan" { return .nan }
        // Swift also reads hexadecimal floats, Python does not.
        guard unsigned.utf8.first.map({ isDigit($0) || $0 == 46 }) ?? false,
            unsigned.utf8.allSatisfy({ isDigit($0) || $0 == 46 || $0 == 101 || $0 == 43 || $0 == 45 })
        else { return nil }
        var literal = unsigned
        if literal.hasPrefix(".") { literal = "0" + literal }
        if literal.hasSuffix(".") { literal += "0" }
        literal = replaceBarePoint(literal)
        guard let number = Double(literal) else { return nil }
        return word.hasPrefix("-") ? -number : number
    }

    /// `1.e5` as `1.0e5`, which Swift can read.
    private static func replaceBarePoint(_ literal: String) -> String {
        var out: [UInt8] = []
        for byte in literal.utf8 {
            if byte == UInt8(ascii: "e"), out.last == UInt8(ascii: ".") { out.append(48) }
            out.append(byte)
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// `round(value, precision)`.
    static func round(_ value: Value, _ precision: Value) throws(TemplateError) -> Value {
        let places: Int?
        switch precision {
        case .null: places = nil
        case .undefined(let undefined): throw undefined.error
        default: places = try MethodArguments.int(precision)
        }
        switch value {
        case .int, .bigInt, .bool:
            guard let number = value.number?.big else { return value }
            guard let places, places < 0 else { return .integer(number) }
            guard -places < 100_000 else { return .int(0) }
            return .integer(DecimalNumber(number, exponent: 0).quantized(places: places).truncated)
        case .float(let number):
            guard let places else { return try int(.float(number.rounded(.toNearestOrEven))) }
            let result = FloatFormat.round(number, places: places)
            guard result.isFinite || !number.isFinite else {
                throw TemplateError(.overflow, "rounded value too large to represent")
            }
            return .float(result)
        case .decimal(let number):
            guard let places else { return .integer(number.quantized(places: 0).truncated) }
            return .decimal(number.quantized(places: places))
        default: throw TemplateError(.type, "type \(value.typeName) doesn't define __round__ method")
        }
    }
}
