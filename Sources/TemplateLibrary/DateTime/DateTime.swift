internal import Jinja

/// A calendar date: Python's `date`.
struct CalendarDate: Hashable, Comparable {
    /// Days since 0000-12-31.
    let ordinal: Int

    /// - Throws: Python's overflow error outside of the years 1 to 9999.
    init(ordinal: Int) throws(TemplateError) {
        guard (1...CalendarMath.lastOrdinal).contains(ordinal) else {
            throw TemplateError(.overflow, "date value out of range")
        }
        self.ordinal = ordinal
    }

    /// - Throws: Python's value error for a day that does not exist.
    init(year: Int, month: Int, day: Int) throws(TemplateError) {
        guard (1...9999).contains(year) else { throw TemplateError(.value, "year \(year) is out of range") }
        guard (1...12).contains(month) else { throw TemplateError(.value, "month must be in 1..12") }
        guard day >= 1, day <= CalendarMath.daysInMonth(year, month) else {
            throw TemplateError(.value, "day is out of range for month")
        }
        ordinal = CalendarMath.ordinal(year, month, day)
    }

    var civil: (year: Int, month: Int, day: Int) { CalendarMath.civil(ordinal) }

    static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.ordinal < right.ordinal }

    /// `2024-02-29`
    var isoformat: String {
        let (year, month, day) = civil
        return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
    }

    var representation: String {
        let (year, month, day) = civil
        return "datetime.date(\(year), \(month), \(day))"
    }
}

/// A time of day, perhaps with a zone: Python's `time`.
struct ClockTime: Hashable {
    /// Microseconds since midnight.
    var ticks: Int
    var zone: TimeZoneInfo?
    var fold = 0

    init(ticks: Int, zone: TimeZoneInfo?, fold: Int = 0) {
        self.ticks = ticks
        self.zone = zone
        self.fold = fold
    }

    /// - Throws: Python's value error for a time that does not exist.
    init(
        hour: Int, minute: Int, second: Int, microsecond: Int, zone: TimeZoneInfo?, fold: Int = 0
    ) throws(TemplateError) {
        guard (0...23).contains(hour) else { throw TemplateError(.value, "hour must be in 0..23") }
        guard (0...59).contains(minute) else { throw TemplateError(.value, "minute must be in 0..59") }
        guard (0...59).contains(second) else { throw TemplateError(.value, "second must be in 0..59") }
        guard (0...999_999).contains(microsecond) else {
            throw TemplateError(.value, "microsecond must be in 0..999999")
        }
        guard fold == 0 || fold == 1 else { throw TemplateError(.value, "fold must be either 0 or 1") }
        self.init(ticks: ((hour * 60 + minute) * 60 + second) * 1_000_000 + microsecond, zone: zone, fold: fold)
    }

    var hour: Int { ticks / 3_600_000_000 }
    var minute: Int { ticks / 60_000_000 % 60 }
    var second: Int { ticks / 1_000_000 % 60 }
    var microsecond: Int { ticks % 1_000_000 }

    /// `04:05:06.000789`
    /// - Throws: a value error for an unknown `timespec`.
    func isoformat(timespec: String = "auto") throws(TemplateError) -> String {
        let hours = hour.padded(2)
        let minutes = "\(hours):\(minute.padded(2))"
        let seconds = "\(minutes):\(second.padded(2))"
        let text =
            switch timespec {
            case "auto": microsecond == 0 ? seconds : "\(seconds).\(microsecond.padded(6))"
            case "hours": hours
            case "minutes": minutes
            case "seconds": seconds
            case "milliseconds": "\(seconds).\((microsecond / 1_000).padded(3))"
            case "microseconds": "\(seconds).\(microsecond.padded(6))"
            default: throw TemplateError(.value, "Unknown timespec value")
            }
        return text + (zone.map { $0.offset.offsetText(separator: ":") } ?? "")
    }

    /// The numbers of Python's `repr`: seconds and microseconds only when they are needed.
    var representationParts: [String] {
        var parts = ["\(hour)", "\(minute)"]
        if second != 0 || microsecond != 0 { parts.append("\(second)") }
        if microsecond != 0 { parts.append("\(microsecond)") }
        return parts
    }

    /// The last arguments of Python's `repr`.
    var representationSuffix: [String] {
        (zone.map { ["tzinfo=\($0.representation)"] } ?? []) + (fold == 1 ? ["fold=1"] : [])
    }

    var representation: String {
        "datetime.time(\((representationParts + representationSuffix).joined(separator: ", ")))"
    }
}

/// A date and time of day, naive or in a zone: Python's `datetime`.
struct DateTime {
    /// Microseconds since 0001-01-01T00:00 of local time.
    var ticks: Int
    var zone: TimeZoneInfo?
    var fold = 0

    private static let day = CalendarMath.microsecondsPerDay

    /// - Throws: Python's overflow error outside of the years 1 to 9999.
    init(ticks: Int, zone: TimeZoneInfo?, fold: Int = 0) throws(TemplateError) {
        guard ticks >= 0, ticks < CalendarMath.lastOrdinal * Self.day else {
            throw TemplateError(.overflow, "date value out of range")
        }
        self.ticks = ticks
        self.zone = zone
        self.fold = fold
    }

    init(_ date: CalendarDate, _ time: ClockTime) {
        ticks = (date.ordinal - 1) * Self.day + time.ticks
        zone = time.zone
        fold = time.fold
    }

    /// A moment of UTC in microseconds since 1970, as a naive time.
    init(microsecondsSinceEpoch: Int) throws(TemplateError) {
        try self.init(ticks: microsecondsSinceEpoch + (CalendarMath.epochOrdinal - 1) * Self.day, zone: nil)
    }

    var ordinal: Int { ticks / Self.day + 1 }
    var time: ClockTime { ClockTime(ticks: ticks % Self.day, zone: zone, fold: fold) }
    var microsecondsSinceEpoch: Int { ticks - (CalendarMath.epochOrdinal - 1) * Self.day }
    var secondsSinceEpoch: Int { microsecondsSinceEpoch.floorDivided(by: 1_000_000) }
    /// Microseconds of UTC since 0001-01-01; a naive time counts as UTC.
    var utcTicks: Int { ticks - Int((zone?.offset ?? .zero).microseconds) }

    func date() throws(TemplateError) -> CalendarDate { try CalendarDate(ordinal: ordinal) }

    func adding(_ delta: TimeDelta) throws(TemplateError) -> DateTime {
        guard delta.microseconds.magnitude < 1 << 62 else { throw TemplateError(.overflow, "date value out of range") }
        return try DateTime(ticks: ticks + Int(delta.microseconds), zone: zone)
    }

    func subtracting(_ delta: TimeDelta) throws(TemplateError) -> DateTime {
        try adding(TimeDelta(microseconds: -delta.microseconds))
    }

    /// `2024-03-01T04:05:06.000789+00:00`
    func isoformat(separator: String, timespec: String) throws(TemplateError) -> String {
        let (year, month, day) = CalendarMath.civil(ordinal)
        return
            "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))\(separator)\(try time.isoformat(timespec: timespec))"
    }

    /// The form in which Python prints it, with `separator` between date and time.
    func isoformat(separator: String) -> String {
        (try? isoformat(separator: separator, timespec: "auto")) ?? ""
    }

    var representation: String {
        let (year, month, day) = CalendarMath.civil(ordinal)
        let parts = ["\(year)", "\(month)", "\(day)"] + time.representationParts + time.representationSuffix
        return "datetime.datetime(\(parts.joined(separator: ", ")))"
    }
}
