/// An integer of any size: what Python's `int` is beyond 64 bits.
///
/// Templates meet them rarely (`2 ** 100`, long ids), so the algorithms are the plain ones of the schoolbook.
public struct BigInteger: Sendable {
    /// Base 2^32 digits, least significant first, without leading zeros; empty for zero.
    var magnitude: [UInt32]
    var isNegative: Bool

    init(magnitude: [UInt32], isNegative: Bool) {
        var magnitude = magnitude
        while magnitude.last == 0 { magnitude.removeLast() }
        self.magnitude = magnitude
        self.isNegative = isNegative && !magnitude.isEmpty
    }

    public init(_ number: Int) {
        let size = number.magnitude
        self.init(
            magnitude: [UInt32(truncatingIfNeeded: size), UInt32(truncatingIfNeeded: size >> 32)],
            isNegative: number < 0)
    }

    /// Reads digits of a base from 2 to 36, without a sign; nil when a byte is no digit.
    public init?(digits: some Sequence<UInt8>, base: UInt32 = 10) {
        var magnitude: [UInt32] = []
        for byte in digits {
            let digit: UInt8
            switch byte {
            case 48...57: digit = byte - 48
            case 65...90: digit = byte - 55
            case 97...122: digit = byte - 87
            default: return nil
            }
            guard digit < base else { return nil }
            Self.multiplyAdd(&magnitude, base, UInt32(digit))
        }
        self.init(magnitude: magnitude, isNegative: false)
    }

    /// The integral part of a finite number.
    public init(_ number: Double) {
        let whole = number.rounded(.towardZero)
        guard whole != 0 else { self.init(0); return }
        let shift = Int(whole.exponent) - 52
        let significand = (1 << 52) | Int(whole.significandBitPattern)
        let value = BigInteger(significand).shifted(left: shift)
        self.init(magnitude: value.magnitude, isNegative: number < 0)
    }

    public var isZero: Bool { magnitude.isEmpty }

    /// The number as an `Int` when it fits.
    public var int: Int? {
        guard magnitude.count <= 2 else { return nil }
        var size: UInt = 0
        for (index, digit) in magnitude.enumerated() { size |= UInt(digit) << (32 * UInt(index)) }
        if isNegative { return size <= Int.min.magnitude ? Int(truncatingIfNeeded: 0 &- size) : nil }
        return Int(exactly: size)
    }

    public var bitWidth: Int {
        guard let last = magnitude.last else { return 0 }
        return magnitude.count * 32 - last.leadingZeroBitCount
    }

    /// The nearest `Double`, ties to even; infinite beyond its range.
    public var double: Double {
        let width = bitWidth
        guard width > 0 else { return 0 }
        guard width > 64 else {
            var size: UInt64 = 0
            for (index, digit) in magnitude.enumerated() { size |= UInt64(digit) << (32 * UInt64(index)) }
            return isNegative ? -Double(size) : Double(size)
        }
        // Keep 64 bits and a sticky bit for everything below them.
        let shift = width - 64
        let (top, rest) = (shifted(left: -shift), shift)
        var size: UInt64 = 0
        for (index, digit) in top.magnitude.enumerated() { size |= UInt64(digit) << (32 * UInt64(index)) }
        let sticky = trailingZeroBitCount < rest
        if sticky { size |= 1 }
        guard width <= 1100 else { return isNegative ? -.infinity : .infinity }
        let result = Double(sign: .plus, exponent: shift, significand: Double(size))
        return isNegative ? -result : result
    }

    private var trailingZeroBitCount: Int {
        guard let index = magnitude.firstIndex(where: { $0 != 0 }) else { return 0 }
        return index * 32 + magnitude[index].trailingZeroBitCount
    }
}

extension BigInteger {
    public static prefix func - (number: BigInteger) -> BigInteger {
        BigInteger(magnitude: number.magnitude, isNegative: !number.isNegative)
    }

    public static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            return BigInteger(magnitude: sum(left.magnitude, right.magnitude), isNegative: left.isNegative)
        }
        switch order(left.magnitude, right.magnitude) {
        case 0: return BigInteger(0)
        case 1: return BigInteger(magnitude: difference(left.magnitude, right.magnitude), isNegative: left.isNegative)
        default: return BigInteger(magnitude: difference(right.magnitude, left.magnitude), isNegative: right.isNegative)
        }
    }

    public static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

    public static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        guard !left.isZero, !right.isZero else { return BigInteger(0) }
        var product = [UInt32](repeating: 0, count: left.magnitude.count + right.magnitude.count)
        for (index, digit) in left.magnitude.enumerated() {
            var carry: UInt64 = 0
            for (offset, other) in right.magnitude.enumerated() {
                let value = UInt64(digit) * UInt64(other) + UInt64(product[index + offset]) + carry
                product[index + offset] = UInt32(truncatingIfNeeded: value)
                carry = value >> 32
            }
            product[index + right.magnitude.count] = UInt32(truncatingIfNeeded: carry)
        }
        return BigInteger(magnitude: product, isNegative: left.isNegative != right.isNegative)
    }

    /// Quotient rounded towards negative infinity, and the remainder with the sign of the divisor, as in Python.
    public func dividedFlooring(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        let (quotient, remainder) = Self.divide(magnitude, divisor.magnitude)
        var floor = BigInteger(magnitude: quotient, isNegative: isNegative != divisor.isNegative)
        var rest = BigInteger(magnitude: remainder, isNegative: isNegative)
        if !rest.isZero && rest.isNegative != divisor.isNegative {
            floor = floor - BigInteger(1)
            rest = rest + divisor
        }
        return (floor, rest)
    }

    /// The number times 2^`count`; a negative count drops bits of the magnitude.
    func shifted(left count: Int) -> BigInteger {
        if count < 0 {
            let words = -count / 32
            let bits = UInt32(-count % 32)
            guard words < magnitude.count else { return BigInteger(0) }
            var result = Array(magnitude[words...])
            if bits > 0 {
                for index in result.indices {
                    let high = index + 1 < result.count ? result[index + 1] << (32 - bits) : 0
                    result[index] = result[index] >> bits | high
                }
            }
            return BigInteger(magnitude: result, isNegative: isNegative)
        }
        let bits = UInt32(count % 32)
        var result = [UInt32](repeating: 0, count: count / 32)
        var carry: UInt32 = 0
        for digit in magnitude {
            result.append(bits == 0 ? digit : digit << bits | carry)
            carry = bits == 0 ? 0 : digit >> (32 - bits)
        }
        result.append(carry)
        return BigInteger(magnitude: result, isNegative: isNegative)
    }

    /// The number raised to a power; nil when the result would have more than a million bits.
    public func power(_ exponent: Int) -> BigInteger? {
        guard exponent >= 0 else { return nil }
        if magnitude.count > 1 || (magnitude.first ?? 0) > 1 {
            guard exponent <= 1_000_000, (bitWidth - 1) * exponent <= 1_000_000 else { return nil }
        }
        var result = BigInteger(1)
        var base = self
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * base }
            rest >>= 1
            if rest > 0 { base = base * base }
        }
        return result
    }

    /// The digits in a base from 2 to 36, with a minus sign for negative numbers.
    public func description(base: UInt32) -> String {
        guard !isZero else { return "0" }
        // Divide by the largest power of the base that fits in a word, then print that many digits at once.
        var chunk = base
        var chunkDigits = 1
        while UInt64(chunk) * UInt64(base) <= UInt64(UInt32.max) {
            chunk *= base
            chunkDigits += 1
        }
        var rest = magnitude
        var parts: [String] = []
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let value = remainder << 32 | UInt64(rest[index])
                rest[index] = UInt32(truncatingIfNeeded: value / UInt64(chunk))
                remainder = value % UInt64(chunk)
            }
            while rest.last == 0 { rest.removeLast() }
            let digits = String(remainder, radix: Int(base))
            parts.append(
                rest.isEmpty ? digits : String(repeating: "0", count: chunkDigits - digits.utf8.count) + digits)
        }
        return (isNegative ? "-" : "") + parts.reversed().joined()
    }
}

extension BigInteger: Comparable, Hashable, CustomStringConvertible {
    public static func < (left: BigInteger, right: BigInteger) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        let order = order(left.magnitude, right.magnitude)
        return left.isNegative ? order > 0 : order < 0
    }

    public var description: String { description(base: 10) }
}

extension BigInteger {
    private static func multiplyAdd(_ digits: inout [UInt32], _ factor: UInt32, _ addend: UInt32) {
        var carry = UInt64(addend)
        for index in digits.indices {
            let value = UInt64(digits[index]) * UInt64(factor) + carry
            digits[index] = UInt32(truncatingIfNeeded: value)
            carry = value >> 32
        }
        if carry > 0 { digits.append(UInt32(truncatingIfNeeded: carry)) }
    }

    private static func order(_ left: [UInt32], _ right: [UInt32]) -> Int {
        if left.count != right.count { return left.count < right.count ? -1 : 1 }
        for index in left.indices.reversed() where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return 0
    }

    private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(left.count, right.count) {
            let value =
                UInt64(index < left.count ? left[index] : 0) + UInt64(index < right.count ? right[index] : 0) + carry
            result.append(UInt32(truncatingIfNeeded: value))
            carry = value >> 32
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }

    /// `left` must not be smaller than `right`.
    private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result = left
        var borrow: Int64 = 0
        for index in left.indices {
            var value = Int64(left[index]) - Int64(index < right.count ? right[index] : 0) - borrow
            borrow = value < 0 ? 1 : 0
            if value < 0 { value += 1 << 32 }
            result[index] = UInt32(value)
        }
        return result
    }

    /// Knuth's algorithm D. `divisor` must not be zero.
    private static func divide(_ dividend: [UInt32], _ divisor: [UInt32]) -> ([UInt32], [UInt32]) {
        guard order(dividend, divisor) >= 0 else { return ([], dividend) }
        if divisor.count == 1 {
            var quotient = dividend
            var remainder: UInt64 = 0
            for index in dividend.indices.reversed() {
                let value = remainder << 32 | UInt64(dividend[index])
                quotient[index] = UInt32(truncatingIfNeeded: value / UInt64(divisor[0]))
                remainder = value % UInt64(divisor[0])
            }
            return (quotient, [UInt32(remainder)])
        }
        let shift = divisor[divisor.count - 1].leadingZeroBitCount
        let low = BigInteger(magnitude: divisor, isNegative: false).shifted(left: shift).magnitude
        var rest = BigInteger(magnitude: dividend, isNegative: false).shifted(left: shift).magnitude
        while rest.count <= dividend.count { rest.append(0) }
        let size = low.count
        var quotient = [UInt32](repeating: 0, count: rest.count - size)
        for position in quotient.indices.reversed() {
            let top = UInt64(rest[position + size]) << 32 | UInt64(rest[position + size - 1])
            var guess = top / UInt64(low[size - 1])
            var remainder = top % UInt64(low[size - 1])
            while guess >> 32 != 0
                || guess * UInt64(low[size - 2]) > remainder << 32 | UInt64(rest[position + size - 2])
            {
                guess -= 1
                remainder += UInt64(low[size - 1])
                if remainder >> 32 != 0 { break }
            }
            var borrow: Int64 = 0
            var carry: UInt64 = 0
            for index in 0..<size {
                let product = guess * UInt64(low[index]) + carry
                carry = product >> 32
                let value = Int64(rest[position + index]) - borrow - Int64(product & 0xffff_ffff)
                rest[position + index] = UInt32(truncatingIfNeeded: value)
                borrow = value < 0 ? 1 : 0
            }
            let value = Int64(rest[position + size]) - borrow - Int64(carry)
            rest[position + size] = UInt32(truncatingIfNeeded: value)
            if value < 0 {
                guess -= 1
                var carry: UInt64 = 0
                for index in 0..<size {
                    let sum = UInt64(rest[position + index]) + UInt64(low[index]) + carry
                    rest[position + index] = UInt32(truncatingIfNeeded: sum)
                    carry = sum >> 32
                }
                rest[position + size] = rest[position + size] &+ UInt32(truncatingIfNeeded: carry)
            }
            quotient[position] = UInt32(truncatingIfNeeded: guess)
        }
        let remainder = BigInteger(magnitude: Array(rest.prefix(size)), isNegative: false).shifted(left: -shift)
        return (quotient, remainder.magnitude)
    }
}
