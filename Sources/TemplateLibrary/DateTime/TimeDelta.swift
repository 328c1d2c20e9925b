internal import Jinja

/// A span of time with microseconds: Python's `timedelta`.
struct TimeDelta: Hashable, Comparable {
    /// The whole span; at most 999,999,999 days either way, which 64 bits cannot hold.
    let microseconds: Int128

    static let zero = TimeDelta(unchecked: 0)
    static let largestDay = 999_999_999
    private static let day = Int128(CalendarMath.microsecondsPerDay)

    private init(unchecked microseconds: Int128) { self.microseconds = microseconds }

    /// - Throws: Python's overflow error outside of the range.
    init(microseconds: Int128) throws(TemplateError) {
        let days = microseconds.floorDivided(by: Self.day)
        guard days >= -Int128(Self.largestDay), days <= Int128(Self.largestDay) else {
            throw TemplateError(.overflow, "days=\(days); must have magnitude <= \(Self.largestDay)")
        }
        self.microseconds = microseconds
    }

    /// A span of seconds, which cannot be out of range.
    init(seconds: Int32) { microseconds = Int128(seconds) * 1_000_000 }

    var days: Int { Int(microseconds.floorDivided(by: Self.day)) }
    /// Seconds of the last, incomplete day.
    var seconds: Int { Int(microseconds.modulo(Self.day)) / 1_000_000 }
    /// Microseconds of the last, incomplete second.
    var fraction: Int { Int(microseconds.modulo(1_000_000)) }
    var totalSeconds: Double { Double(microseconds) / 1e6 }

    static func < (left: TimeDelta, right: TimeDelta) -> Bool { left.microseconds < right.microseconds }

    /// `1 day, 2:03:04.000005`
    var text: String {
        var text = "\(seconds / 3_600):\((seconds / 60 % 60).padded(2)):\((seconds % 60).padded(2))"
        if fraction != 0 { text += "." + fraction.padded(6) }
        return days == 0 ? text : "\(days) day\(abs(days) == 1 ? "" : "s"), \(text)"
    }

    /// `datetime.timedelta(days=1, seconds=7384, microseconds=5)`
    var representation: String {
        var parts: [String] = []
        if days != 0 { parts.append("days=\(days)") }
        if seconds != 0 { parts.append("seconds=\(seconds)") }
        if fraction != 0 { parts.append("microseconds=\(fraction)") }
        return "datetime.timedelta(\(parts.isEmpty ? "0" : parts.joined(separator: ", ")))"
    }

    /// `+05:30`, `-00:00:12.000001`: an offset from UTC as `isoformat` writes it, with `separator` between its parts.
    func offsetText(separator: String) -> String {
        let size = Int(microseconds.magnitude)
        var text = microseconds < 0 ? "-" : "+"
        text += (size / 3_600_000_000).padded(2) + separator + (size / 60_000_000 % 60).padded(2)
        if size % 60_000_000 != 0 { text += separator + (size / 1_000_000 % 60).padded(2) }
        if size % 1_000_000 != 0 { text += "." + (size % 1_000_000).padded(6) }
        return text
    }
}

extension TimeDelta {
    /// The quotient of two integers, rounded half to even.
    static func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
        let quotient = dividend.floorDivided(by: divisor)
        let twice = (dividend - quotient * divisor).magnitude * 2
        if twice > divisor.magnitude || (twice == divisor.magnitude && quotient % 2 != 0) { return quotient + 1 }
        return quotient
    }

    /// The span times `numerator / denominator`, exactly, then rounded half to even.
    private func scaled(by numerator: Int128, over denominator: Int128) throws(TemplateError) -> TimeDelta {
        let (product, overflows) = microseconds.multipliedReportingOverflow(by: numerator)
        guard !overflows else { throw TemplateError(.overflow, "Python int too large to convert to C int") }
        return try TimeDelta(microseconds: Self.roundedQuotient(product, denominator))
    }

    func multiplied(by factor: Int) throws(TemplateError) -> TimeDelta {
        try scaled(by: Int128(factor), over: 1)
    }

    func multiplied(by factor: Double) throws(TemplateError) -> TimeDelta {
        let (numerator, denominator) = try Self.ratio(factor)
        return try scaled(by: numerator, over: denominator)
    }

    func divided(by divisor: Int) throws(TemplateError) -> TimeDelta {
        guard divisor != 0 else { throw Self.divisionByZero }
        return try TimeDelta(microseconds: Self.roundedQuotient(microseconds, Int128(divisor)))
    }

    func divided(by divisor: Double) throws(TemplateError) -> TimeDelta {
        guard divisor != 0 else { throw Self.divisionByZero }
        let (numerator, denominator) = try Self.ratio(divisor)
        return try scaled(by: numerator < 0 ? -denominator : denominator, over: numerator < 0 ? -numerator : numerator)
    }

    static var divisionByZero: TemplateError {
        TemplateError(.zeroDivision, "integer division or modulo by zero")
    }

    /// The exact fraction that a float stands for.
    private static func ratio(_ number: Double) throws(TemplateError) -> (Int128, Int128) {
        guard number.isFinite else {
            if number.isNaN { throw TemplateError(.value, "cannot convert NaN to integer ratio") }
            throw TemplateError(.overflow, "cannot convert Infinity to integer ratio")
        }
        guard number != 0 else { return (0, 1) }
        var numerator = Int128(number.significand * 0x1p52) * (number < 0 ? -1 : 1)
        var exponent = Int(number.exponent) - 52
        while numerator % 2 == 0 {
            numerator /= 2
            exponent += 1
        }
        if exponent >= 0 {
            guard exponent < 60 else { throw TemplateError(.overflow, "Python int too large to convert to C int") }
            return (numerator << Int128(exponent), 1)
        }
        // What is smaller than this cannot change the result by a microsecond.
        guard exponent > -125 else { return (0, 1) }
        return (numerator, 1 << Int128(-exponent))
    }
}
