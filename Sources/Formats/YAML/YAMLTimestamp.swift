/// The parts of a YAML timestamp: `2001-12-14 21:59:43.10 -5`.
///
/// Source: `timestamp_regexp` and `construct_yaml_timestamp` of PyYAML 6.0.
struct YAMLTimestamp {
    var year = 0, month = 0, day = 0
    var hour = 0, minute = 0, second = 0, microsecond = 0
    /// Minutes east of UTC.
    var zone: Int?
    var hasTime = false
    /// Minutes and seconds have two digits each, as the implicit form demands.
    var isInWholePairs = true

    init?(_ text: Span<UInt8>) {
        var index = 0
        func number(_ digits: ClosedRange<Int>) -> Int? {
            var value = 0
            let start = index
            while index < text.count, index - start < digits.upperBound, text[index] &- 48 < 10 {
                value = value * 10 + Int(text[index] - 48)
                index += 1
            }
            return index - start >= digits.lowerBound ? value : nil
        }
        func skip(_ byte: Character) -> Bool {
            guard index < text.count, text[index] == byte.asciiValue else { return false }
            index += 1
            return true
        }
        func blanks() -> Bool {
            let start = index
            while index < text.count, text[index] == 32 || text[index] == 9 { index += 1 }
            return index > start
        }
        guard let year = number(4...4), skip("-"), let month = number(1...2), skip("-"), let day = number(1...2) else {
            return nil
        }
        (self.year, self.month, self.day) = (year, month, day)
        if index == text.count { return }
        guard skip("T") || skip("t") || blanks(), let hour = number(1...2), skip(":"), let minute = number(2...2),
            skip(":"), let second = number(2...2)
        else { return nil }
        (self.hour, self.minute, self.second) = (hour, minute, second)
        hasTime = true
        if skip(".") {
            var scale = 100_000
            while index < text.count, text[index] &- 48 < 10 {
                microsecond += Int(text[index] - 48) * scale
                scale /= 10
                index += 1
            }
        }
        if index == text.count { return }
        _ = blanks()
        if skip("Z") {
            zone = 0
        } else {
            let isWest = skip("-")
            guard isWest || skip("+"), let hours = number(1...2) else { return nil }
            var minutes = 0
            if skip(":") {
                guard let rest = number(2...2) else { return nil }
                minutes = rest
            }
            zone = (hours * 60 + minutes) * (isWest ? -1 : 1)
        }
        if index != text.count { return nil }
    }

    /// Python's complaint about a part that is out of range; nil when all is well.
    var problem: String? {
        if year < 1 { return "year 0 is out of range" }
        if !(1...12).contains(month) { return "month must be in 1..12" }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        if !(1...days).contains(day) { return "day is out of range for month" }
        if hour > 23 { return "hour must be in 0..23" }
        if minute > 59 { return "minute must be in 0..59" }
        if second > 59 { return "second must be in 0..59" }
        if let zone, abs(zone) >= 1_440 { return "offset must be a timedelta strictly between -1 day and 1 day" }
        return nil
    }

    /// Python's `isoformat()` of the date or the time.
    var isoText: String {
        func pad(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
        }
        var text = "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
        guard hasTime else { return text }
        text += "T\(pad(hour, 2)):\(pad(minute, 2)):\(pad(second, 2))"
        if microsecond != 0 { text += ".\(pad(microsecond, 6))" }
        if let zone { text += "\(zone < 0 ? "-" : "+")\(pad(abs(zone) / 60, 2)):\(pad(abs(zone) % 60, 2))" }
        return text
    }
}
