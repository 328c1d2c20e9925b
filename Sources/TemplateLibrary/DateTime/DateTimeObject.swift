public import Jinja

/// `datetime.datetime`
final class DateTimeObject: MethodObject {
    let time: DateTime

    init(_ time: DateTime) {
        self.time = time
    }

    static let methods: Set<String> = DateObject.methods.union([
        "date", "time", "timetz", "astimezone", "utcoffset", "dst", "tzname", "timestamp", "utctimetuple",
    ])

    override var typeName: String { "datetime.datetime" }
    override func detached() -> (@Sendable () -> Value)? { { [time] in .object(DateTimeObject(time)) } }
    override var methodNames: Set<String> { Self.methods }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        let civil = CalendarMath.civil(time.ordinal)
        switch name {
        case "year": return .int(civil.year)
        case "month": return .int(civil.month)
        case "day": return .int(civil.day)
        default:
            if let value = ClockTimeObject.part(time.time, name) { return value }
            return try DateTimeClass().property(name)
        }
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "replace":
            return try replace(arguments)
        case "isoformat":
            let bound = try Signature(name, optional: ["sep", "timespec"]).bind(arguments)
            let separator = try bound[0].map { value throws(TemplateError) in try value.argumentText(of: name) }
            guard separator.map({ $0.count == 1 }) ?? true else {
                throw TemplateError(.type, "isoformat() argument 1 must be a unicode character, not str")
            }
            return .string(
                try time.isoformat(separator: separator?.string ?? "T", timespec: bound[1]?.string ?? "auto"))
        case "strftime":
            let bound = try Signature(name, required: ["format"]).bind(arguments)
            let pattern = try (bound[0] ?? .null).argumentText(of: name)
            return .string(TimeFormatter(ordinal: time.ordinal, time: time.time).format(pattern))
        case "astimezone":
            let bound = try Signature(name, optional: ["tz"]).bind(arguments)
            return .dateTime(try converted(to: bound[0].timeZone()))
        default:
            _ = try Signature(name).bind(arguments)
            return try describe(name)
        }
    }

    private func describe(_ name: String) throws(TemplateError) -> Value {
        switch name {
        case "date": return .date(try time.date())
        case "time": return .clockTime(ClockTime(ticks: time.time.ticks, zone: nil, fold: time.fold))
        case "timetz": return .clockTime(time.time)
        case "timestamp": return .float(Double(Self.utcMicroseconds(of: time)) / 1e6)
        case "utcoffset", "dst", "tzname": return time.zone.map { TimeZoneObject.describe($0, name) } ?? .null
        case "utctimetuple":
            let utc = time.zone == nil ? time : try time.subtracting(time.zone?.offset ?? .zero)
            return DateObject.describe(utc.ordinal, utc.time, name)
        default: return DateObject.describe(time.ordinal, time.time, name)
        }
    }

    private func replace(_ arguments: Arguments) throws(TemplateError) -> Value {
        let signature = Signature(
            "replace", optional: ["year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo"],
            keywordOnly: ["fold"])
        let bound = try signature.bind(arguments)
        let (year, month, day) = CalendarMath.civil(time.ordinal)
        let date = try CalendarDate(
            year: bound[0].index(default: year), month: bound[1].index(default: month),
            day: bound[2].index(default: day))
        return .dateTime(DateTime(date, try ClockTimeObject.replacing(time.time, Array(bound[3...]))))
    }

    /// Microseconds of UTC since 1970; a naive time is one of this machine's zone.
    static func utcMicroseconds(of time: DateTime) -> Int {
        if let zone = time.zone { return time.microsecondsSinceEpoch - Int(zone.offset.microseconds) }
        return time.microsecondsSinceEpoch - LocalZone.offset(atLocal: time.secondsSinceEpoch) * 1_000_000
    }

    /// The same moment in another zone, or in this machine's zone.
    private func converted(to zone: TimeZoneInfo?) throws(TemplateError) -> DateTime {
        if let zone, zone == time.zone { return time }
        let utc = try DateTime(microsecondsSinceEpoch: Self.utcMicroseconds(of: time))
        if let zone { return try zone.fromUTC(utc) }
        let (seconds, name) = LocalZone.period(at: utc.secondsSinceEpoch)
        return try TimeZoneInfo.fixed(TimeDelta(seconds: Int32(seconds)), name: name).fromUTC(utc)
    }

    override func str() throws(TemplateError) -> Text { Text(time.isoformat(separator: " ")) }
    override func repr() throws(TemplateError) -> Text { Text(time.representation) }
    override func hash() throws(TemplateError) -> Int { time.utcTicks.hashValue }

    override func format(_ specification: Text) throws(TemplateError) -> Text {
        if specification.isEmpty { return try str() }
        return TimeFormatter(ordinal: time.ordinal, time: time.time).format(specification)
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard let other = (other.object as? DateTimeObject)?.time else { return false }
        return (time.zone == nil) == (other.zone == nil) && difference(from: other) == 0
    }

    override func isLess(than other: Value) throws(TemplateError) -> Bool? {
        if other.object is DateObject {
            throw TemplateError(.type, "can't compare datetime.datetime to datetime.date")
        }
        guard let other = (other.object as? DateTimeObject)?.time else { return nil }
        guard (time.zone == nil) == (other.zone == nil) else {
            throw TemplateError(.type, "can't compare offset-naive and offset-aware datetimes")
        }
        return difference(from: other) < 0
    }

    /// Microseconds between two times: of the clock when both have the same zone, else of UTC.
    private func difference(from other: DateTime) -> Int {
        time.zone == other.zone ? time.ticks - other.ticks : time.utcTicks - other.utcTicks
    }

    override func arithmetic(
        _ operation: Arithmetic, _ other: Value, isReflected: Bool
    ) throws(TemplateError) -> Value? {
        if let delta = other.timeDelta {
            switch operation {
            case .add: return .dateTime(try time.adding(delta))
            case .subtract where !isReflected: return .dateTime(try time.subtracting(delta))
            default: return nil
            }
        }
        guard operation == .subtract, !isReflected, let other = (other.object as? DateTimeObject)?.time else {
            return nil
        }
        guard (time.zone == nil) == (other.zone == nil) else {
            throw TemplateError(.type, "can't subtract offset-naive and offset-aware datetimes")
        }
        return .timeDelta(try TimeDelta(microseconds: Int128(difference(from: other))))
    }
}

extension Value {
    static func dateTime(_ time: DateTime) -> Value { .object(DateTimeObject(time)) }

    /// A time-zone aware Python datetime in UTC, such as `run_started_at`, of microseconds since 1970.
    public static func utcDateTime(microseconds: Int) -> Value {
        guard var time = try? DateTime(microsecondsSinceEpoch: microseconds) else { return .null }
        time.zone = .utc
        return .dateTime(time)
    }

    /// Microseconds since 1970 of a time in ISO form; without an offset it counts as UTC.
    public static func microsecondsSinceEpoch(ofISO text: String) -> Int? {
        guard let time = try? ISOParser(Text(text)).dateTime() else { return nil }
        return time.microsecondsSinceEpoch - Int((time.zone?.offset ?? .zero).microseconds)
    }

    /// A Python date, time or datetime of ISO text, as databases and YAML write them; nil when it is none.
    public static func isoDate(_ text: String) -> Value? { (try? ISOParser(Text(text)).date()).map(Value.date) }
    public static func isoTime(_ text: String) -> Value? { (try? ISOParser(Text(text)).time()).map(Value.clockTime) }
    public static func isoDateTime(_ text: String) -> Value? {
        (try? ISOParser(Text(text)).dateTime()).map(Value.dateTime)
    }

    /// What Python's `fromisoformat` makes of a text, as its `isoformat` writes it; nil when it is none.
    public static func normalizedISODateTime(_ text: String) -> String? {
        (try? ISOParser(Text(text)).dateTime())?.isoformat(separator: "T")
    }
}
