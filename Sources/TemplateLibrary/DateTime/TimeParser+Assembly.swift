internal import Jinja

extension TimeParser {
    /// Makes a time of the fields, with Python's checks and defaults: 1900-01-01T00:00.
    static func assemble(_ fields: Fields) throws(TemplateError) -> DateTime {
        func field(_ letter: UnicodeScalar) -> Int? { fields.numbers[UInt8(ascii: letter)] }

        let year = fields.last(of: "Yy").map { letter, number in
            letter == "Y" ? number : number <= 68 ? 2000 + number : 1900 + number
        }
        let month = fields.last(of: "mBb").map { letter, number in letter == "m" ? number : number + 1 }
        let weekday = fields.last(of: "Aawu").map { letter, number in
            letter == "w" ? (number + 6) % 7 : letter == "u" ? number - 1 : number
        }
        let hour = fields.last(of: "HI").map { letter, number in
            letter == "H" ? number : number % 12 + (fields.isAfternoon == true ? 12 : 0)
        }
        let day: CalendarDate
        if let ordinal = try Self.dayOfYear(fields, year: year, weekday: weekday) {
            day = try CalendarDate(ordinal: ordinal)
        } else {
            day = try CalendarDate(year: year ?? 1900, month: month ?? 1, day: field("d") ?? 1)
        }
        let zone = fields.offset.map { TimeZoneInfo.fixed($0, name: fields.zoneName) }
        let second = min(field("S") ?? 0, 61)
        let time = try ClockTime(
            hour: hour ?? 0, minute: field("M") ?? 0, second: second, microsecond: field("f") ?? 0, zone: zone)
        return DateTime(day, time)
    }

    /// The day that `%j`, or a weekday with `%U`, `%W` or `%G` and `%V`, gives; nil when they are not used.
    private static func dayOfYear(_ fields: Fields, year: Int?, weekday: Int?) throws(TemplateError) -> Int? {
        func field(_ letter: UnicodeScalar) -> Int? { fields.numbers[UInt8(ascii: letter)] }
        let needs = "and a weekday directive ('%A', '%a', '%w', or '%u')."
        let week = fields.last(of: "UW")
        if year == nil, field("G") != nil {
            guard field("V") != nil, weekday != nil else {
                throw TemplateError(
                    .value, "ISO year directive '%G' must be used with the ISO week directive '%V' \(needs)")
            }
            guard field("j") == nil else {
                throw TemplateError(
                    .value,
                    "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead.")
            }
        } else if week == nil, field("V") != nil {
            guard weekday != nil else {
                throw TemplateError(
                    .value, "ISO week directive '%V' must be used with the ISO year directive '%G' \(needs)")
            }
            throw TemplateError(
                .value,
                "ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
        }
        let first = CalendarMath.ordinal(year ?? 1900, 1, 1)
        if let day = field("j") { return first + day - 1 }
        guard let weekday else { return nil }
        if let week { return day(week: week.number, weekday: weekday, from: first, startsMonday: week.letter == "W") }
        if let isoYear = field("G"), let week = field("V") {
            return CalendarMath.firstISOMonday(isoYear) + (week - 1) * 7 + weekday
        }
        return nil
    }

    /// The day of a week counted from the year's first Monday or Sunday; the days before it are week 0.
    private static func day(week: Int, weekday: Int, from first: Int, startsMonday: Bool) -> Int {
        let shift = startsMonday ? 0 : 1
        let firstWeekday = (CalendarMath.weekday(first) + shift) % 7
        let day = (weekday + shift) % 7
        if week == 0 { return first + day - firstWeekday }
        return first + (7 - firstWeekday) % 7 + 7 * (week - 1) + day
    }
}
