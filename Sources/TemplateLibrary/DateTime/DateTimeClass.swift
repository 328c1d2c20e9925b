internal import Jinja
internal import Platform

/// The class `datetime.datetime`.
final class DateTimeClass: ClassObject {
    static let classMethods: Set<String> = DateClass.classMethods.union([
        "now", "utcnow", "utcfromtimestamp", "strptime", "combine",
    ])

    init() {
        super.init(name: "datetime.datetime")
    }

    override var methodNames: Set<String> { Self.classMethods }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "min": return .dateTime(try DateTime(ticks: 0, zone: nil))
        case "max":
            let ticks = CalendarMath.lastOrdinal * CalendarMath.microsecondsPerDay - 1
            return .dateTime(try DateTime(ticks: ticks, zone: nil))
        case "resolution": return .timeDelta(try TimeDelta(microseconds: 1))
        default:
            if DateTimeObject.methods.contains(name) { return unbound(name) }
            guard Self.classMethods.contains(name) else { return nil }
            return .function(name) { arguments, renderer throws(TemplateError) in
                try self.invoke(name, arguments, renderer)
            }
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let signature = Signature(
            "datetime", required: ["year", "month", "day"],
            optional: ["hour", "minute", "second", "microsecond", "tzinfo"], keywordOnly: ["fold"])
        let bound = try signature.bind(arguments)
        let date = try CalendarDate(
            year: bound[0].index(default: 0), month: bound[1].index(default: 0), day: bound[2].index(default: 0))
        let midnight = ClockTime(ticks: 0, zone: nil)
        return .dateTime(DateTime(date, try ClockTimeObject.replacing(midnight, Array(bound[3...]))))
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "now":
            return .dateTime(try Self.now(in: Signature(name, optional: ["tz"]).bind(arguments)[0].timeZone()))
        case "today":
            _ = try Signature(name).bind(arguments)
            return .dateTime(try Self.now(in: nil))
        case "utcnow":
            _ = try Signature(name).bind(arguments)
            return .dateTime(try DateTime(microsecondsSinceEpoch: SystemClock.now.microseconds))
        case "fromtimestamp":
            let bound = try Signature(name, required: ["timestamp"], optional: ["tz"]).bind(arguments)
            return .dateTime(try Self.fromTimestamp(bound[0] ?? .null, zone: bound[1].timeZone(), isUTC: false))
        case "utcfromtimestamp":
            let bound = try Signature(name, required: ["timestamp"]).bind(arguments)
            return .dateTime(try Self.fromTimestamp(bound[0] ?? .null, zone: nil, isUTC: true))
        case "fromordinal":
            let ordinal = try Signature(name, required: ["ordinal"]).bind(arguments)[0].index(default: 0)
            return .dateTime(DateTime(try CalendarDate(ordinal: ordinal), ClockTime(ticks: 0, zone: nil)))
        case "fromisocalendar":
            return .dateTime(DateTime(try DateClass.fromISOCalendar(arguments), ClockTime(ticks: 0, zone: nil)))
        case "fromisoformat":
            let value = try Signature(name, required: ["date_string"]).bind(arguments)[0]
            guard let text = value?.text else { throw TemplateError(.type, "fromisoformat: argument must be str") }
            return .dateTime(try ISOParser(text).dateTime())
        case "strptime":
            let bound = try Signature(name, required: ["date_string", "format"]).bind(arguments)
            let text = try (bound[0] ?? .null).argumentText(of: name)
            return .dateTime(try TimeParser(text, (bound[1] ?? .null).argumentText(of: name, 2)).parse())
        default:
            return try Self.combine(arguments)
        }
    }

    private static func combine(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("combine", required: ["date", "time"], optional: ["tzinfo"]).bind(arguments)
        let date: CalendarDate
        switch bound[0]?.object {
        case let object as DateObject: date = object.date
        case let object as DateTimeObject: date = try object.time.date()
        default:
            throw TemplateError(.type, "combine() argument 1 must be datetime.date, not \(bound[0]?.typeName ?? "")")
        }
        guard var time = (bound[1]?.object as? ClockTimeObject)?.time else {
            throw TemplateError(.type, "combine() argument 2 must be datetime.time, not \(bound[1]?.typeName ?? "")")
        }
        if bound[2] != nil { time.zone = try bound[2].timeZone() }
        return .dateTime(DateTime(date, time))
    }

    /// The time now: in `zone`, or naive in the zone of this machine.
    static func now(in zone: TimeZoneInfo?) throws(TemplateError) -> DateTime {
        try moment(SystemClock.now.microseconds, zone: zone, isUTC: false)
    }

    static func fromTimestamp(_ value: Value, zone: TimeZoneInfo?, isUTC: Bool) throws(TemplateError) -> DateTime {
        guard let seconds = value.real else {
            throw TemplateError(.type, "'\(value.typeName)' object cannot be interpreted as an integer")
        }
        guard !seconds.isNaN else { throw TemplateError(.value, "cannot convert float NaN to integer") }
        guard seconds.magnitude < 1e12 else {
            throw TemplateError(seconds.isInfinite ? .overflow : .value, "year is out of range")
        }
        // Whole seconds apart from the fraction, as Python does it, lest digits are lost.
        let whole = seconds.rounded(.towardZero)
        let microseconds = whole * 1e6 + ((seconds - whole) * 1e6).rounded(.toNearestOrEven)
        do throws(TemplateError) {
            return try moment(Int(microseconds), zone: zone, isUTC: isUTC)
        } catch {
            throw TemplateError(.value, "year is out of range")
        }
    }

    private static func moment(_ microseconds: Int, zone: TimeZoneInfo?, isUTC: Bool) throws(TemplateError) -> DateTime
    {
        let utc = try DateTime(microsecondsSinceEpoch: microseconds)
        if let zone { return try zone.fromUTC(utc) }
        if isUTC { return utc }
        return try utc.adding(TimeDelta(seconds: Int32(LocalZone.offset(at: utc.secondsSinceEpoch))))
    }
}
