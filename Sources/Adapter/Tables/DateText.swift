/// Dates and times in texts, read as Python's `strptime` and `isodate` read them.
enum DateText {
    /// A text of the form `%Y-%m-%d` as ISO date; nil when it is none.
    static func date(_ bytes: ArraySlice<UInt8>) -> String? {
        var reader = Reader(bytes)
        guard let date = reader.date(), reader.isAtEnd else { return nil }
        return date
    }

    /// A text of the form `%Y-%m-%d %H:%M:%S` as Python prints a datetime; nil when it is none.
    static func timestamp(_ bytes: ArraySlice<UInt8>) -> String? {
        var reader = Reader(bytes)
        guard let date = reader.date(), reader.skipSpace(), let hour = reader.number(upTo: 2), hour < 24,
            reader.skip(":"), let minute = reader.number(upTo: 2), minute < 60,
            reader.skip(":"), let second = reader.number(upTo: 2), second < 60, reader.isAtEnd
        else { return nil }
        return "\(date) \(padded(hour)):\(padded(minute)):\(padded(second))"
    }

    /// An ISO 8601 text with a `T` as Python prints a datetime; nil when it is none.
    static func isoTimestamp(_ bytes: ArraySlice<UInt8>) -> String? {
        let parts = bytes.split(separator: UInt8(ascii: "T"), omittingEmptySubsequences: false)
        guard parts.count == 2, let date = isoDate(parts[0]), let time = isoTime(parts[1]) else { return nil }
        return "\(date) \(time)"
    }

    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    static func isValid(year: Int, month: Int, day: Int) -> Bool {
        year >= 1 && (1...12).contains(month) && day >= 1 && day <= daysIn(month: month, year: year)
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func daysIn(month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func text(year: Int, month: Int, day: Int) -> String? {
        guard isValid(year: year, month: month, day: day) else { return nil }
        return "\(padded(year, 4))-\(padded(month))-\(padded(day))"
    }

    /// The date of the `ordinal`-th day of a year, which may lie in the year before or after.
    private static func text(year: Int, ordinal: Int) -> String? {
        var (year, day) = (year, ordinal)
        while day < 1 {
            year -= 1
            day += isLeap(year) ? 366 : 365
        }
        while day > (isLeap(year) ? 366 : 365) {
            day -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        while day > daysIn(month: month, year: year) {
            day -= daysIn(month: month, year: year)
            month += 1
        }
        return text(year: year, month: month, day: day)
    }

    private static func text(year: Int, week: Int, day: Int) -> String? {
        guard year >= 1 else { return nil }
        let before = year - 1
        // 0 is Monday; 0001-01-01 was one.
        let firstWeekday = (before * 365 + before / 4 - before / 100 + before / 400) % 7
        // isodate counts weeks from the year's first day, moved to the Monday of its first week with a Thursday.
        let mondayOffset = firstWeekday <= 3 ? -firstWeekday : 7 - firstWeekday
        return text(year: year, ordinal: 1 + mondayOffset + (week - 1) * 7 + day - 1)
    }

    private static func isoDate(_ bytes: ArraySlice<UInt8>) -> String? {
        let shape = String(decoding: bytes.map { $0.isDigit ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
        let digits = Array(bytes.filter(\.isDigit))
        func number(_ start: Int, _ length: Int) -> Int {
            digits[start..<(start + length)].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        switch shape {
        case "0000-00-00", "00000000": return text(year: number(0, 4), month: number(4, 2), day: number(6, 2))
        case "0000-W00-0", "0000W000": return text(year: number(0, 4), week: number(4, 2), day: number(6, 1))
        case "0000-000", "0000000":
            return number(0, 4) < 1 ? nil : text(year: number(0, 4), ordinal: number(4, 3))
        case "0000-W00", "0000W00": return text(year: number(0, 4), week: number(4, 2), day: 1)
        case "0000-00", "000000": return text(year: number(0, 4), month: number(4, 2), day: 1)
        case "0000": return text(year: number(0, 4), month: 1, day: 1)
        case "00": return text(year: number(0, 2) * 100 + 1, month: 1, day: 1)
        default: return nil
        }
    }

    private static func isoTime(_ bytes: ArraySlice<UInt8>) -> String? {
        var reader = Reader(bytes)
        guard let hour = reader.number(exactly: 2) else { return nil }
        var fields = [hour]
        let isExtended = reader.peek == UInt8(ascii: ":")
        while fields.count < 3, !isExtended || reader.skip(":") {
            guard let field = reader.number(exactly: 2) else {
                if isExtended { return nil }
                break
            }
            fields.append(field)
        }
        var microseconds = 0
        if let fraction = reader.fraction() {
            // The fraction is one of the last field; the rest is what smaller fields get.
            let unit = fields.count == 3 ? 1_000_000 : fields.count == 2 ? 60_000_000 : 3_600_000_000
            microseconds = Int((fraction * Double(unit)).rounded(fields.count == 3 ? .down : .toNearestOrEven))
        }
        fields += [Int](repeating: 0, count: 3 - fields.count)
        fields[1] += microseconds / 60_000_000
        fields[2] += microseconds % 60_000_000 / 1_000_000
        microseconds %= 1_000_000
        guard fields[0] < 24, fields[1] < 60, fields[2] < 60, let zone = reader.zone(), reader.isAtEnd else {
            return nil
        }
        let fraction = microseconds == 0 ? "" : ".\(padded(microseconds, 6))"
        return "\(padded(fields[0])):\(padded(fields[1])):\(padded(fields[2]))\(fraction)\(zone)"
    }

    /// Takes a text apart from its start.
    private struct Reader {
        var bytes: ArraySlice<UInt8>
        init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        var isAtEnd: Bool { bytes.isEmpty }
        var peek: UInt8? { bytes.first }

        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes.removeFirst()
            return true
        }

        mutating func skipSpace() -> Bool {
            guard bytes.first?.isSpace == true else { return false }
            while bytes.first?.isSpace == true { bytes.removeFirst() }
            return true
        }

        mutating func number(upTo most: Int) -> Int? {
            var value = 0
            var count = 0
            while count < most, let digit = bytes.first, digit.isDigit {
                value = value * 10 + Int(digit - UInt8(ascii: "0"))
                bytes.removeFirst()
                count += 1
            }
            return count > 0 ? value : nil
        }

        mutating func number(exactly count: Int) -> Int? {
            guard bytes.count >= count, bytes.prefix(count).allSatisfy(\.isDigit) else { return nil }
            return number(upTo: count)
        }

        /// `%Y-%m-%d`: four digits, then one or two each.
        mutating func date() -> String? {
            guard let year = number(exactly: 4), skip("-"), let month = number(upTo: 2), skip("-"),
                let day = number(upTo: 2), DateText.isValid(year: year, month: month, day: day)
            else { return nil }
            return DateText.text(year: year, month: month, day: day)
        }

        mutating func fraction() -> Double? {
            guard let mark = bytes.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ","),
                bytes.dropFirst().first?.isDigit == true
            else { return nil }
            bytes.removeFirst()
            var text = "0."
            while let digit = bytes.first, digit.isDigit {
                text.unicodeScalars.append(Unicode.Scalar(digit))
                bytes.removeFirst()
            }
            return Double(text)
        }

        /// The time zone as Python prints it; empty when there is none, nil when it is not one.
        mutating func zone() -> String? {
            guard let sign = bytes.first else { return "" }
            if skip("Z") { return "+00:00" }
            guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
            bytes.removeFirst()
            guard let hour = number(exactly: 2) else { return nil }
            _ = skip(":")
            let minute = number(exactly: 2) ?? 0
            let isZero = hour == 0 && minute == 0
            return "\(sign == UInt8(ascii: "-") && !isZero ? "-" : "+")\(padded(hour)):\(padded(minute))"
        }
    }
}
