/// The proleptic Gregorian calendar of Python's `datetime`: day 1 is 0001-01-01.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", for the conversions.
enum CalendarMath {
    static let microsecondsPerDay = 86_400_000_000
    static let lastOrdinal = 3_652_059
    /// The ordinal of 1970-01-01.
    static let epochOrdinal = 719_163

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func ordinal(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 305
    }

    static func civil(_ ordinal: Int) -> (year: Int, month: Int, day: Int) {
        let days = ordinal + 305
        let era = days.floorDivided(by: 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// 0 for Monday … 6 for Sunday.
    static func weekday(_ ordinal: Int) -> Int { (ordinal + 6).modulo(7) }

    /// The ordinal of the Monday that begins ISO week 1 of `year`.
    static func firstISOMonday(_ year: Int) -> Int {
        let first = ordinal(year, 1, 1)
        let weekday = weekday(first)
        return first - weekday + (weekday > 3 ? 7 : 0)
    }

    static func isoCalendar(_ ordinal: Int) -> (year: Int, week: Int, weekday: Int) {
        var year = civil(ordinal).year
        if ordinal < firstISOMonday(year) {
            year -= 1
        } else if ordinal >= firstISOMonday(year + 1) {
            year += 1
        }
        return (year, (ordinal - firstISOMonday(year)) / 7 + 1, weekday(ordinal) + 1)
    }

    /// The ordinal of a day given by ISO year, week and weekday (1…7); nil when there is no such week or day.
    static func ordinal(isoYear year: Int, week: Int, weekday: Int) -> Int? {
        guard (1...9999).contains(year), (1...7).contains(weekday) else { return nil }
        let weeks = (firstISOMonday(year + 1) - firstISOMonday(year)) / 7
        guard (1...weeks).contains(week) else { return nil }
        return firstISOMonday(year) + (week - 1) * 7 + weekday - 1
    }
}

extension FixedWidthInteger {
    /// The quotient rounded down, as Python's `//`.
    func floorDivided(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor != 0 && (self < 0) != (divisor < 0) ? quotient - 1 : quotient
    }

    /// The rest with the sign of the divisor, as Python's `%`.
    func modulo(_ divisor: Self) -> Self {
        let rest = self % divisor
        return rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest
    }
}

extension Int {
    /// The number in decimal, filled with `fill` on the left.
    func padded(_ width: Int, with fill: Character = "0") -> String {
        let text = String(magnitude)
        let sign = self < 0 ? "-" : ""
        return sign + String(repeating: fill, count: Swift.max(0, width - text.utf8.count - sign.utf8.count)) + text
    }
}
