/// A Python `Decimal`: what numeric query results are; arithmetic rounds to 28 digits, half to even.
public struct DecimalNumber: Sendable {
    /// The number is `coefficient * 10^exponent`.
    final class Parts: Sendable {
        let coefficient: BigInteger
        let exponent: Int
        init(_ coefficient: BigInteger, _ exponent: Int) {
            self.coefficient = coefficient
            self.exponent = exponent
        }
    }

    /// What is not a finite number: PostgreSQL's numeric knows them too.
    enum Special: UInt8, Sendable { case none, infinity, negativeInfinity, nan }

    let parts: Parts
    let special: Special

    static let precision = 28

    init(_ coefficient: BigInteger, exponent: Int) {
        parts = Parts(coefficient, exponent)
        special = .none
    }

    private init(_ special: Special) {
        parts = Parts(BigInteger(0), 0)
        self.special = special
    }

    public init(_ number: Int) {
        self.init(BigInteger(number), exponent: 0)
    }

    /// Reads `-12.50`, `1e3`, `NaN`, `Infinity`; nil for other texts. Digits and trailing zeros are kept as written.
    public init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        var isNegative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "nan":
            self.init(.nan)
            return
        case "inf", "infinity":
            self.init(isNegative ? .negativeInfinity : .infinity)
            return
        default: break
        }
        var digits: [UInt8] = []
        var exponent = 0
        var sawPoint = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte >= 48 && byte <= 57 {
                digits.append(byte)
                if sawPoint { exponent -= 1 }
            } else if byte == UInt8(ascii: "."), !sawPoint {
                sawPoint = true
            } else if byte | 0x20 == UInt8(ascii: "e"), !digits.isEmpty {
                guard let power = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)), abs(power) < 100_000
                else {
                    return nil
                }
                exponent += power
                index = bytes.endIndex
                continue
            } else {
                return nil
            }
            index += 1
        }
        guard !digits.isEmpty, let coefficient = BigInteger(digits: digits) else { return nil }
        self.init(isNegative ? -coefficient : coefficient, exponent: exponent)
    }

    var coefficient: BigInteger { parts.coefficient }
    var exponent: Int { parts.exponent }
    public var isZero: Bool { special == .none && coefficient.isZero }

    /// The nearest `Double`.
    public var double: Double {
        switch special {
        case .nan: .nan
        case .infinity: .infinity
        case .negativeInfinity: -.infinity
        case .none: Double("\(coefficient)e\(exponent)") ?? .nan
        }
    }

    /// The number without its fraction.
    public var truncated: BigInteger {
        if exponent >= 0 { return coefficient * Self.power(exponent) }
        let size = BigInteger(magnitude: coefficient.magnitude, isNegative: false)
        let whole = size.dividedFlooring(by: Self.power(-exponent)).quotient
        return coefficient.isNegative ? -whole : whole
    }

    static func power(_ exponent: Int) -> BigInteger {
        BigInteger(10).power(min(exponent, 200_000)) ?? BigInteger(0)
    }
}

extension DecimalNumber: CustomStringConvertible {
    /// The text that Python's `str(Decimal)` gives: plain digits, scientific for large or very small exponents.
    public var description: String {
        switch special {
        case .nan: return "NaN"
        case .infinity: return "Infinity"
        case .negativeInfinity: return "-Infinity"
        case .none: break
        }
        let sign = coefficient.isNegative ? "-" : ""
        let digits = BigInteger(magnitude: coefficient.magnitude, isNegative: false).description
        let leftDigits = exponent + digits.utf8.count
        if exponent <= 0 && leftDigits > -6 {
            guard exponent < 0 else { return sign + digits }
            if leftDigits > 0 { return "\(sign)\(digits.prefix(leftDigits)).\(digits.dropFirst(leftDigits))" }
            return "\(sign)0.\(String(repeating: "0", count: -leftDigits))\(digits)"
        }
        let power = leftDigits - 1
        let mantissa = digits.utf8.count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
        return "\(sign)\(mantissa)E\(power >= 0 ? "+" : "")\(power)"
    }
}

extension DecimalNumber {
    /// The number with at most 28 digits, half to even.
    func rounded() -> DecimalNumber {
        let count = BigInteger(magnitude: coefficient.magnitude, isNegative: false).description.utf8.count
        guard count > Self.precision else { return self }
        return rescaled(to: exponent + count - Self.precision)
    }

    /// The number with `places` digits after the point, half to even.
    public func quantized(places: Int) -> DecimalNumber { rescaled(to: -places) }

    private func rescaled(to target: Int) -> DecimalNumber {
        if target <= exponent {
            return DecimalNumber(coefficient * Self.power(exponent - target), exponent: target)
        }
        let divisor = Self.power(target - exponent)
        let size = BigInteger(magnitude: coefficient.magnitude, isNegative: false)
        var (quotient, remainder) = size.dividedFlooring(by: divisor)
        let twice = remainder + remainder
        if twice > divisor || (twice == divisor && (quotient.magnitude.first ?? 0) & 1 == 1) {
            quotient = quotient + BigInteger(1)
        }
        return DecimalNumber(coefficient.isNegative ? -quotient : quotient, exponent: target)
    }

    private static func aligned(_ left: DecimalNumber, _ right: DecimalNumber) -> (BigInteger, BigInteger, Int) {
        let exponent = min(left.exponent, right.exponent)
        return (
            left.coefficient * power(left.exponent - exponent), right.coefficient * power(right.exponent - exponent),
            exponent
        )
    }

    static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let (a, b, exponent) = aligned(left, right)
        return DecimalNumber(a + b, exponent: exponent).rounded()
    }

    static func - (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let (a, b, exponent) = aligned(left, right)
        return DecimalNumber(a - b, exponent: exponent).rounded()
    }

    static func * (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        DecimalNumber(left.coefficient * right.coefficient, exponent: left.exponent + right.exponent).rounded()
    }

    /// The quotient; nil when the divisor is zero.
    static func / (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber? {
        guard !right.isZero else { return nil }
        let ideal = left.exponent - right.exponent
        let shift = precision + right.digitCount - left.digitCount + 1
        let numerator = BigInteger(magnitude: left.coefficient.magnitude, isNegative: false) * power(max(shift, 0))
        let divisor = BigInteger(magnitude: right.coefficient.magnitude, isNegative: false)
        var (quotient, remainder) = numerator.dividedFlooring(by: divisor)
        var exponent = ideal - max(shift, 0)
        if !remainder.isZero {
            // A sticky digit keeps the final rounding exact.
            quotient = quotient * BigInteger(10) + BigInteger(1)
            exponent -= 1
        } else {
            let ten = BigInteger(10)
            while exponent < ideal {
                let (shorter, digit) = quotient.dividedFlooring(by: ten)
                guard digit.isZero else { break }
                quotient = shorter
                exponent += 1
            }
        }
        let isNegative = left.coefficient.isNegative != right.coefficient.isNegative
        return DecimalNumber(isNegative ? -quotient : quotient, exponent: exponent).rounded()
    }

    private var digitCount: Int {
        BigInteger(magnitude: coefficient.magnitude, isNegative: false).description.utf8.count
    }

    /// Quotient towards zero and remainder with the sign of the dividend: Decimal differs from int here.
    func dividedTruncating(by divisor: DecimalNumber) -> (quotient: DecimalNumber, remainder: DecimalNumber)? {
        guard !divisor.isZero else { return nil }
        let (a, b, exponent) = Self.aligned(self, divisor)
        let (quotient, remainder) = BigInteger(magnitude: a.magnitude, isNegative: false)
            .dividedFlooring(by: BigInteger(magnitude: b.magnitude, isNegative: false))
        let isNegative = a.isNegative != b.isNegative
        return (
            DecimalNumber(isNegative ? -quotient : quotient, exponent: 0),
            DecimalNumber(a.isNegative ? -remainder : remainder, exponent: exponent)
        )
    }

    /// The sign of the difference to `other`; nil when one is not a number.
    func order(_ other: DecimalNumber) -> Int? {
        guard special == .none, other.special == .none else {
            let (a, b) = (double, other.double)
            return a.isNaN || b.isNaN ? nil : a < b ? -1 : a == b ? 0 : 1
        }
        let (a, b, _) = Self.aligned(self, other)
        return a < b ? -1 : a == b ? 0 : 1
    }

    var negated: DecimalNumber {
        switch special {
        case .none: DecimalNumber(-coefficient, exponent: exponent)
        case .infinity: DecimalNumber(.negativeInfinity)
        case .negativeInfinity: DecimalNumber(.infinity)
        case .nan: self
        }
    }
}
