internal import Jinja

/// Python 3.11's `fromisoformat`: most of ISO 8601, basic and extended.
struct ISOParser {
    private let bytes: [UInt8]
    private let text: Text

    init(_ text: Text) {
        self.text = text
        bytes = text.bytes
    }

    private var invalid: TemplateError {
        let shown = (try? Value.string(text).repr().string) ?? ""
        return TemplateError(.value, "Invalid isoformat string: \(shown)")
    }

    func date() throws(TemplateError) -> CalendarDate {
        guard [7, 8, 10].contains(bytes.count) else { throw invalid }
        return try date(bytes[...])
    }

    func time() throws(TemplateError) -> ClockTime {
        var rest = bytes[...]
        if let first = rest.first, first == UInt8(ascii: "T") || first == UInt8(ascii: "t") { rest = rest.dropFirst() }
        return try time(rest)
    }

    func dateTime() throws(TemplateError) -> DateTime {
        guard bytes.count >= 7 else { throw invalid }
        let split = try separator()
        guard split <= bytes.count else { throw invalid }
        let date = try date(bytes[..<split])
        guard split < bytes.count else { return DateTime(date, ClockTime(ticks: 0, zone: nil)) }
        // Any one character separates; a longer one takes its continuation bytes with it.
        var start = split + 1
        while start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
        guard start < bytes.count else { throw invalid }
        return DateTime(date, try time(bytes[start...]))
    }

    /// Where the date ends: its forms have different lengths.
    private func separator() throws(TemplateError) -> Int {
        if bytes.count == 7 { return 7 }
        let dash = UInt8(ascii: "-")
        let week = UInt8(ascii: "W")
        if bytes[4] == dash {
            guard bytes[5] == week else { return 10 }
            guard bytes.count >= 8 else { throw invalid }
            guard bytes.count > 8, bytes[8] == dash else { return 8 }
            guard bytes.count > 9 else { throw invalid }
            return bytes.count > 10 && isDigit(bytes[10]) ? 8 : 10
        }
        guard bytes[4] == week else { return 8 }
        var index = 7
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        if index < 9 { return index }
        return index % 2 == 0 ? 7 : 8
    }

    private func date(_ part: ArraySlice<UInt8>) throws(TemplateError) -> CalendarDate {
        var rest = part
        let year = try digits(4, &rest)
        let hasDash = skip(UInt8(ascii: "-"), &rest)
        if skip(UInt8(ascii: "W"), &rest) {
            let week = try digits(2, &rest)
            var weekday = 1
            if !rest.isEmpty {
                guard skip(UInt8(ascii: "-"), &rest) == hasDash else { throw invalid }
                weekday = try digits(1, &rest)
            }
            guard rest.isEmpty else { throw invalid }
            guard (1...9999).contains(year) else { throw TemplateError(.value, "Year is out of range: \(year)") }
            guard let ordinal = CalendarMath.ordinal(isoYear: year, week: week, weekday: weekday) else {
                throw TemplateError(.value, "Invalid week: \(week)")
            }
            return try CalendarDate(ordinal: ordinal)
        }
        let month = try digits(2, &rest)
        guard skip(UInt8(ascii: "-"), &rest) == hasDash else { throw invalid }
        let day = try digits(2, &rest)
        guard rest.isEmpty else { throw invalid }
        return try CalendarDate(year: year, month: month, day: day)
    }

    private func time(_ part: ArraySlice<UInt8>) throws(TemplateError) -> ClockTime {
        let zoneStart = part.firstIndex {
            $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "Z")
        }
        let clock = try clock(part[..<(zoneStart ?? part.endIndex)])
        var zone: TimeZoneInfo?
        if let zoneStart {
            let rest = part[(zoneStart + 1)...]
            switch part[zoneStart] {
            case UInt8(ascii: "Z"):
                guard rest.isEmpty else { throw invalid }
                zone = .fixed(.zero, name: nil)
            default:
                let parts = try self.clock(rest)
                let size = Int128(((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1_000_000 + parts[3])
                guard size < Int128(CalendarMath.microsecondsPerDay) else {
                    throw TemplateError(
                        .value,
                        "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
                }
                zone = .fixed(
                    try TimeDelta(microseconds: part[zoneStart] == UInt8(ascii: "-") ? -size : size), name: nil)
            }
        }
        return try ClockTime(hour: clock[0], minute: clock[1], second: clock[2], microsecond: clock[3], zone: zone)
    }

    /// Hours, minutes, seconds and microseconds of `HH[:MM[:SS[.ffffff]]]`, with or without the colons.
    private func clock(_ part: ArraySlice<UInt8>) throws(TemplateError) -> [Int] {
        var parts = [0, 0, 0, 0]
        var rest = part
        var hasColons = false
        for index in 0..<3 {
            parts[index] = try digits(2, &rest)
            if rest.isEmpty { return parts }
            if index == 0 { hasColons = rest.first == UInt8(ascii: ":") }
            if index < 2 {
                guard skip(UInt8(ascii: ":"), &rest) == hasColons else { throw invalid }
            }
        }
        guard skip(UInt8(ascii: "."), &rest) || skip(UInt8(ascii: ","), &rest), !rest.isEmpty else { throw invalid }
        for _ in 0..<6 {
            guard let digit = rest.popFirst() else {
                parts[3] *= 10
                continue
            }
            guard isDigit(digit) else { throw invalid }
            parts[3] = parts[3] * 10 + Int(digit) - 48
        }
        guard rest.allSatisfy(isDigit) else { throw invalid }
        return parts
    }

    private func digits(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(TemplateError) -> Int {
        guard rest.count >= count else { throw invalid }
        var number = 0
        for digit in rest.prefix(count) {
            guard isDigit(digit) else { throw invalid }
            number = number * 10 + Int(digit) - 48
        }
        rest = rest.dropFirst(count)
        return number
    }

    private func skip(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == byte else { return false }
        rest = rest.dropFirst()
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
