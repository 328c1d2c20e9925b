internal import Jinja

/// `datetime.date`
final class DateObject: MethodObject {
    let date: CalendarDate

    init(_ date: CalendarDate) {
        self.date = date
    }

    static let methods: Set<String> = [
        "replace", "weekday", "isoweekday", "isocalendar", "isoformat", "strftime", "toordinal", "ctime", "timetuple",
    ]

    override var typeName: String { "datetime.date" }
    override func detached() -> (@Sendable () -> Value)? { { [date] in .object(DateObject(date)) } }
    override var methodNames: Set<String> { Self.methods }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "year": .int(date.civil.year)
        case "month": .int(date.civil.month)
        case "day": .int(date.civil.day)
        default: try DateClass().property(name)
        }
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "replace":
            let bound = try Signature(name, optional: ["year", "month", "day"]).bind(arguments)
            let (year, month, day) = date.civil
            return .date(
                try CalendarDate(
                    year: bound[0].index(default: year), month: bound[1].index(default: month),
                    day: bound[2].index(default: day)))
        case "strftime":
            let bound = try Signature(name, required: ["format"]).bind(arguments)
            let pattern = try (bound[0] ?? .null).argumentText(of: name)
            return .string(TimeFormatter(ordinal: date.ordinal, time: ClockTime(ticks: 0, zone: nil)).format(pattern))
        case "isoformat":
            _ = try Signature(name).bind(arguments)
            return .string(date.isoformat)
        default:
            _ = try Signature(name).bind(arguments)
            return Self.describe(date.ordinal, ClockTime(ticks: 0, zone: nil), name)
        }
    }

    /// The methods without arguments that dates and datetimes share.
    static func describe(_ ordinal: Int, _ time: ClockTime, _ name: String) -> Value {
        switch name {
        case "weekday": return .int(CalendarMath.weekday(ordinal))
        case "isoweekday": return .int(CalendarMath.weekday(ordinal) + 1)
        case "toordinal": return .int(ordinal)
        case "ctime": return .string(TimeFormatter(ordinal: ordinal, time: time).format("%a %b %e %H:%M:%S %04Y"))
        case "isocalendar":
            let (year, week, weekday) = CalendarMath.isoCalendar(ordinal)
            return .object(
                RecordObject(
                    "datetime.IsoCalendarDate",
                    [("year", .int(year)), ("week", .int(week)), ("weekday", .int(weekday))]))
        default:
            let (year, month, day) = CalendarMath.civil(ordinal)
            let isDaylight = time.zone?.daylightSaving.map { $0 == .zero ? 0 : 1 } ?? -1
            return .object(
                RecordObject(
                    "time.struct_time",
                    [
                        ("tm_year", .int(year)), ("tm_mon", .int(month)), ("tm_mday", .int(day)),
                        ("tm_hour", .int(time.hour)), ("tm_min", .int(time.minute)), ("tm_sec", .int(time.second)),
                        ("tm_wday", .int(CalendarMath.weekday(ordinal))),
                        ("tm_yday", .int(ordinal - CalendarMath.ordinal(year, 1, 1) + 1)),
                        ("tm_isdst", .int(name == "utctimetuple" ? 0 : isDaylight)),
                    ]))
        }
    }

    override func str() throws(TemplateError) -> Text { Text(date.isoformat) }
    override func repr() throws(TemplateError) -> Text { Text(date.representation) }
    override func hash() throws(TemplateError) -> Int { date.hashValue }

    override func format(_ specification: Text) throws(TemplateError) -> Text {
        if specification.isEmpty { return try str() }
        return TimeFormatter(ordinal: date.ordinal, time: ClockTime(ticks: 0, zone: nil)).format(specification)
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool { (other.object as? DateObject)?.date == date }

    override func isLess(than other: Value) throws(TemplateError) -> Bool? {
        if other.object is DateTimeObject {
            throw TemplateError(.type, "can't compare datetime.datetime to datetime.date")
        }
        return (other.object as? DateObject).map { date < $0.date }
    }

    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        if let delta = other.timeDelta {
            switch operation {
            case .add: return .date(try CalendarDate(ordinal: date.ordinal + delta.days))
            case .subtract where !isReflected:
                return .date(try CalendarDate(ordinal: date.ordinal - delta.days))
            default: return nil
            }
        }
        guard operation == .subtract, !isReflected, let other = other.object as? DateObject else { return nil }
        let days = date.ordinal - other.date.ordinal
        return .timeDelta(try TimeDelta(microseconds: Int128(days) * Int128(CalendarMath.microsecondsPerDay)))
    }
}

/// The class `datetime.date`.
final class DateClass: ClassObject {
    static let classMethods: Set<String> = [
        "today", "fromisoformat", "fromordinal", "fromtimestamp", "fromisocalendar",
    ]

    init() {
        super.init(name: "datetime.date")
    }

    override var methodNames: Set<String> { Self.classMethods }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "min": return .date(try CalendarDate(ordinal: 1))
        case "max": return .date(try CalendarDate(ordinal: CalendarMath.lastOrdinal))
        case "resolution": return .timeDelta(TimeDelta(seconds: 86_400))
        default:
            if DateObject.methods.contains(name) { return unbound(name) }
            guard Self.classMethods.contains(name) else { return nil }
            return .function(name) { arguments, renderer throws(TemplateError) in
                try self.invoke(name, arguments, renderer)
            }
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let bound = try Signature("date", required: ["year", "month", "day"]).bind(arguments)
        return .date(
            try CalendarDate(
                year: bound[0].index(default: 0), month: bound[1].index(default: 0), day: bound[2].index(default: 0)))
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "today":
            _ = try Signature(name).bind(arguments)
            return .date(try DateTimeClass.now(in: nil).date())
        case "fromisoformat":
            let value = try Signature(name, required: ["date_string"]).bind(arguments)[0]
            guard let text = value?.text else { throw TemplateError(.type, "fromisoformat: argument must be str") }
            return .date(try ISOParser(text).date())
        case "fromordinal":
            let ordinal = try Signature(name, required: ["ordinal"]).bind(arguments)[0].index(default: 0)
            guard (1...CalendarMath.lastOrdinal).contains(ordinal) else {
                throw TemplateError(.value, ordinal < 1 ? "ordinal must be >= 1" : "year is out of range")
            }
            return .date(try CalendarDate(ordinal: ordinal))
        case "fromtimestamp":
            let bound = try Signature(name, required: ["timestamp"]).bind(arguments)
            return .date(try DateTimeClass.fromTimestamp(bound[0] ?? .null, zone: nil, isUTC: false).date())
        default:
            return .date(try Self.fromISOCalendar(arguments))
        }
    }

    static func fromISOCalendar(_ arguments: Arguments) throws(TemplateError) -> CalendarDate {
        let bound = try Signature("fromisocalendar", required: ["year", "week", "day"]).bind(arguments)
        let (year, week, day) = try (
            bound[0].index(default: 0), bound[1].index(default: 0), bound[2].index(default: 0)
        )
        guard (1...9999).contains(year) else { throw TemplateError(.value, "Year is out of range: \(year)") }
        guard (1...7).contains(day) else { throw TemplateError(.value, "Invalid weekday: \(day) (range is [1, 7])") }
        guard let ordinal = CalendarMath.ordinal(isoYear: year, week: week, weekday: day) else {
            throw TemplateError(.value, "Invalid week: \(week)")
        }
        return try CalendarDate(ordinal: ordinal)
    }
}

extension Value {
    static func date(_ date: CalendarDate) -> Value { .object(DateObject(date)) }
}
