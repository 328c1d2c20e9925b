/// Floats with a given number of digits: C's `%f`, `%e` and `%g`, exactly rounded, half to even.
enum FloatFormat {
    /// The absolute value with `places` digits after the point.
    static func fixed(_ number: Double, places: Int) -> String {
        guard number.isFinite else { return number.isNaN ? "nan" : "inf" }
        let digits = scaled(number.magnitude, power: places).description
        guard places > 0 else { return digits }
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        let split = padded.utf8.count - places
        return "\(padded.prefix(split)).\(padded.dropFirst(split))"
    }

    /// The absolute value as one digit, `places` more after the point, and an exponent.
    static func exponential(_ number: Double, places: Int, keepsPoint: Bool = false) -> String {
        let (digits, exponent) = significant(number, count: places + 1)
        return assemble(digits, exponent, keepsPoint: keepsPoint)
    }

    /// The absolute value with `precision` significant digits, whichever of the two forms is shorter.
    static func general(
        _ number: Double, precision: Int, keepsZeros: Bool = false, addsPointZero: Bool = false
    ) -> String {
        let precision = max(precision, 1)
        if number == 0 {
            if keepsZeros { return precision > 1 ? "0." + String(repeating: "0", count: precision - 1) : "0." }
            return addsPointZero ? "0.0" : "0"
        }
        var (digits, exponent) = significant(number, count: precision)
        if exponent < -4 || exponent >= precision - (addsPointZero ? 1 : 0) {
            if !keepsZeros { digits = trimmed(digits) }
            return assemble(digits, exponent, keepsPoint: keepsZeros)
        }
        if exponent < 0 {
            let text = "0." + String(repeating: "0", count: -exponent - 1) + digits
            return keepsZeros ? text : trimmedFraction(text)
        }
        let split = exponent + 1
        if digits.utf8.count <= split {
            let text = digits + String(repeating: "0", count: split - digits.utf8.count)
            return keepsZeros ? text + "." : addsPointZero ? text + ".0" : text
        }
        let text = "\(digits.prefix(split)).\(digits.dropFirst(split))"
        if keepsZeros { return text }
        let short = trimmedFraction(text)
        return addsPointZero && !short.contains(".") ? short + ".0" : short
    }

    /// Python's `round(number, places)`.
    static func round(_ number: Double, places: Int) -> Double {
        guard number.isFinite, number != 0 else { return number }
        if places > 330 { return number }
        if places < -330 { return number.sign == .minus ? -0.0 : 0 }
        if let result = quicklyRounded(number, places: places) { return result }
        let scaledNumber = scaled(number.magnitude, power: places)
        let result = Double("\(scaledNumber)e\(-places)") ?? number
        return number < 0 ? -result : result
    }

    /// The rounded number where plain arithmetic gives the exact result: few digits, and no tie near.
    ///
    /// The scaled number is off by less than 0.001, so the integer is right when its distance leaves that much to a tie;
    /// integer and power of ten are exact, so their quotient is the double nearest to the decimal result.
    private static func quicklyRounded(_ number: Double, places: Int) -> Double? {
        guard (0...15).contains(places) else { return nil }
        var power = 1.0
        for _ in 0..<places { power *= 10 }
        let scaled = number.magnitude * power
        guard scaled < 0x1p40 else { return nil }
        let whole = scaled.rounded(.toNearestOrEven)
        guard (scaled - whole).magnitude < 0.499 else { return nil }
        return number < 0 ? -(whole / power) : whole / power
    }

    /// The number times 10^`power`, rounded half to even to an integer; the number is positive and finite.
    static func scaled(_ number: Double, power: Int) -> BigInteger {
        guard number != 0 else { return BigInteger(0) }
        let exponent = Int(number.exponent)
        let isSubnormal = number.isSubnormal
        let significand = isSubnormal ? number.significandBitPattern : number.significandBitPattern | 1 << 52
        let binary = isSubnormal ? -1074 : exponent - 52
        var numerator = BigInteger(Int(significand))
        var denominator = BigInteger(1)
        if binary > 0 {
            numerator = numerator.shifted(left: binary)
        } else {
            denominator = denominator.shifted(left: -binary)
        }
        if power > 0 {
            numerator = numerator * DecimalNumber.power(power)
        } else {
            denominator = denominator * DecimalNumber.power(-power)
        }
        var (quotient, rest) = numerator.dividedFlooring(by: denominator)
        let twice = rest + rest
        if twice > denominator || twice == denominator && (quotient.magnitude.first ?? 0) & 1 == 1 {
            quotient = quotient + BigInteger(1)
        }
        return quotient
    }

    private static func significant(_ number: Double, count: Int) -> (digits: String, exponent: Int) {
        guard number != 0 else { return (String(repeating: "0", count: count), 0) }
        var exponent = PythonFloat.shortest(number.magnitude).point - 1
        var digits = scaled(number.magnitude, power: count - 1 - exponent).description
        if digits.utf8.count > count {
            exponent += 1
            digits = String(digits.prefix(count))
        }
        return (digits, exponent)
    }

    private static func assemble(_ digits: String, _ exponent: Int, keepsPoint: Bool) -> String {
        let size = String(exponent.magnitude)
        let power = "e\(exponent < 0 ? "-" : "+")\(size.utf8.count < 2 ? "0" : "")\(size)"
        if digits.utf8.count == 1 { return digits + (keepsPoint ? "." : "") + power }
        return "\(digits.prefix(1)).\(digits.dropFirst())\(power)"
    }

    private static func trimmed(_ digits: String) -> String {
        var bytes = Array(digits.utf8)
        while bytes.count > 1, bytes.last == 48 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmedFraction(_ text: String) -> String {
        var bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: ".")) else { return text }
        while bytes.last == 48 { bytes.removeLast() }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
