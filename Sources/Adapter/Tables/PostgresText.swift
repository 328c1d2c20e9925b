/// PostgreSQL's text forms of values, as psycopg2 turns them into Python objects and `str()` prints those.
enum PostgresText {
    /// `2024-01-01 10:00:00.5+02` as `2024-01-01 10:00:00.500000+02:00`; nil for what Python's datetime cannot hold.
    static func timestamp(_ text: String) -> String? {
        switch text {
        case "infinity": return "9999-12-31 23:59:59.999999"
        case "-infinity": return "0001-01-01 00:00:00"
        default: break
        }
        guard !text.hasSuffix(" BC"), let blank = text.firstIndex(of: " ") else { return nil }
        let date = text[..<blank]
        guard date.utf8.count == 10 else { return nil }
        return "\(date) \(time(String(text[text.index(after: blank)...])))"
    }

    /// A date as ISO text; nil for what Python's date cannot hold.
    static func date(_ text: String) -> String? {
        switch text {
        case "infinity": "9999-12-31"
        case "-infinity": "0001-01-01"
        default: text.utf8.count == 10 ? text : nil
        }
    }

    /// `10:00:00.5+02` as `10:00:00.500000+02:00`.
    static func time(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let zoneStart = bytes.lastIndex { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } ?? bytes.count
        var clock = String(decoding: bytes[..<zoneStart], as: UTF8.self)
        if let point = bytes[..<zoneStart].firstIndex(of: UInt8(ascii: ".")) {
            clock += String(repeating: "0", count: max(0, 6 - (zoneStart - point - 1)))
        }
        guard zoneStart < bytes.count else { return clock }
        let zone = String(decoding: bytes[zoneStart...], as: UTF8.self)
        return clock + (zone.utf8.count == 3 ? zone + ":00" : zone)
    }

    /// An interval as `str(timedelta)`: years count 365 days, months 30; nil for what is not in PostgreSQL's style.
    static func interval(_ text: String) -> String? {
        var days = 0
        var microseconds = 0
        var pending: Int?
        for part in text.split(separator: " ") {
            if part.contains(":") {
                guard let clock = clockMicroseconds(part) else { return nil }
                microseconds += clock
            } else if let number = Int(part) {
                pending = number
            } else if let number = pending {
                switch part {
                case "year", "years": days += number * 365
                case "mon", "mons": days += number * 30
                case "day", "days": days += number
                default: return nil
                }
                pending = nil
            } else {
                return nil
            }
        }
        guard pending == nil else { return nil }
        let daily = 86_400_000_000
        // As in Python, only the days of a timedelta are negative.
        let wholeDays = Int((Double(microseconds) / Double(daily)).rounded(.down))
        days += wholeDays
        microseconds -= wholeDays * daily
        let seconds = microseconds / 1_000_000
        let fraction = microseconds % 1_000_000
        var result = days == 0 ? "" : "\(days) day\(abs(days) == 1 ? "" : "s"), "
        result += "\(seconds / 3600):\(DateText.padded(seconds / 60 % 60)):\(DateText.padded(seconds % 60))"
        if fraction != 0 { result += ".\(DateText.padded(fraction, 6))" }
        return result
    }

    private static func clockMicroseconds(_ text: Substring) -> Int? {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ":")
        guard parts.count == 3, let hours = Int(parts[0]), let minutes = Int(parts[1]) else { return nil }
        let seconds = parts[2].split(separator: ".")
        guard let whole = seconds.first.flatMap({ Int($0) }) else { return nil }
        var fraction = 0
        if seconds.count == 2 {
            guard let digits = Int((seconds[1] + "000000").prefix(6)) else { return nil }
            fraction = digits
        }
        let total = ((hours * 60 + minutes) * 60 + whole) * 1_000_000 + fraction
        return isNegative ? -total : total
    }

    /// A float's text as Python's `repr` gives it: `5` is `5.0`.
    static func float(_ text: String) -> String {
        guard let number = Double(text) else { return text }
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        return number.description
    }
}
