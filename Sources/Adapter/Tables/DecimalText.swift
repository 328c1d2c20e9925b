/// A decimal number as Python's `Decimal` reads and writes it, digit by digit.
struct DecimalText: Hashable {
    enum Special: Hashable { case infinity, notANumber }

    var isNegative = false
    /// Values 0 to 9, without leading zeros; one zero for zero.
    var digits: [UInt8] = []
    var exponent = 0
    var special: Special?

    /// The digits that arithmetic keeps.
    static let precision = 28

    var isFinite: Bool { special == nil }

    /// Reads what Python's `Decimal()` accepts: sign, digits with underscores, a point, an exponent, `Infinity`, `NaN`.
    init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    init?(_ text: ArraySlice<UInt8>) {
        var bytes = text.trimmingSpace()
        bytes.removeAll { $0 == UInt8(ascii: "_") }
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        guard let first = bytes.first else { return nil }
        guard first.isDigit || first == UInt8(ascii: ".") else {
            switch String(decoding: bytes, as: UTF8.self).lowercased() {
            case "inf", "infinity": special = .infinity
            case "nan": special = .notANumber
            default: return nil
            }
            return
        }
        var hasDigits = false
        var hasPoint = false
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte.isDigit {
                hasDigits = true
                if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte - UInt8(ascii: "0")) }
                if hasPoint { exponent -= 1 }
            } else if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else {
                break
            }
            index += 1
        }
        guard hasDigits else { return nil }
        if index < bytes.endIndex {
            guard bytes[index] | 0x20 == UInt8(ascii: "e"),
                let power = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)), abs(power) <= 999_999
            else { return nil }
            exponent += power
        }
        if digits.isEmpty { digits = [0] }
    }

    var isZero: Bool { digits == [0] && isFinite }

    /// Whole and decimal places once zeros at the end are taken away, as agate counts them.
    var places: (whole: Int, decimal: Int) {
        var count = digits.count
        var exponent = exponent
        if isZero { return (1, 0) }
        while count > 1, digits[count - 1] == 0 {
            count -= 1
            exponent += 1
        }
        return (count + exponent, -exponent)
    }

    /// The number with at most 28 digits, half to even: what any arithmetic in Python makes of it.
    func rounded() -> DecimalText {
        guard isFinite, digits.count > Self.precision else { return self }
        return roundingAway(digits.count - Self.precision)
    }

    /// The number with `count` digits fewer at its end, half to even.
    func roundingAway(_ count: Int) -> DecimalText {
        var result = self
        let kept = max(0, digits.count - count)
        let dropped = count <= digits.count ? digits[kept...] : ([0] + digits)[...]
        result.digits = Array(digits[..<kept])
        result.exponent += count
        let half = dropped.first ?? 0
        let isOdd = (result.digits.last ?? 0) % 2 == 1
        if half > 5 || (half == 5 && (isOdd || dropped.dropFirst().contains { $0 != 0 })) { result.increment() }
        if result.digits.isEmpty { result.digits = [0] }
        return result
    }

    private mutating func increment() {
        var index = digits.count - 1
        while index >= 0 {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
            index -= 1
        }
        digits.insert(1, at: 0)
        if digits.count > Self.precision {
            digits.removeLast()
            exponent += 1
        }
    }

    /// What Python's `str()` gives.
    var text: String {
        let sign = isNegative ? "-" : ""
        switch special {
        case .infinity: return sign + "Infinity"
        case .notANumber: return sign + "NaN"
        case nil: break
        }
        let text = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        let leftDigits = exponent + digits.count
        guard exponent <= 0, leftDigits > -6 else {
            let mantissa = digits.count == 1 ? text : "\(text.prefix(1)).\(text.dropFirst())"
            let power = leftDigits - 1
            return "\(sign)\(mantissa)E\(power < 0 ? "-" : "+")\(abs(power))"
        }
        guard exponent < 0 else { return sign + text }
        guard leftDigits > 0 else { return "\(sign)0.\(String(repeating: "0", count: -leftDigits))\(text)" }
        return "\(sign)\(text.prefix(leftDigits)).\(text.dropFirst(leftDigits))"
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    /// Space as Python's `str.strip` has it, as far as ASCII goes.
    var isSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) || (self >= 0x1C && self <= 0x1F) }
}

extension ArraySlice<UInt8> {
    func trimmingSpace() -> ArraySlice<UInt8> {
        guard let start = firstIndex(where: { !$0.isSpace }), let end = lastIndex(where: { !$0.isSpace }) else {
            return suffix(0)
        }
        return self[start...end]
    }
}
