internal import Jinja

/// `datetime.time`
final class ClockTimeObject: MethodObject {
    let time: ClockTime

    init(_ time: ClockTime) {
        self.time = time
    }

    static let methods: Set<String> = ["replace", "isoformat", "strftime", "utcoffset", "dst", "tzname"]

    override func detached() -> (@Sendable () -> Value)? { { [time] in .object(ClockTimeObject(time)) } }
    override var typeName: String { "datetime.time" }
    override var methodNames: Set<String> { Self.methods }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        if let value = Self.part(time, name) { return value }
        return try ClockTimeClass().property(name)
    }

    /// The attributes that times and datetimes share.
    static func part(_ time: ClockTime, _ name: String) -> Value? {
        switch name {
        case "hour": .int(time.hour)
        case "minute": .int(time.minute)
        case "second": .int(time.second)
        case "microsecond": .int(time.microsecond)
        case "tzinfo": time.zone.map { .object(TimeZoneObject($0)) } ?? .null
        case "fold": .int(time.fold)
        default: nil
        }
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        switch name {
        case "replace":
            let signature = Signature(
                name, optional: ["hour", "minute", "second", "microsecond", "tzinfo"], keywordOnly: ["fold"])
            return .clockTime(try Self.replacing(time, try signature.bind(arguments)))
        case "isoformat":
            let bound = try Signature(name, optional: ["timespec"]).bind(arguments)
            return .string(try time.isoformat(timespec: bound[0]?.string ?? "auto"))
        case "strftime":
            let bound = try Signature(name, required: ["format"]).bind(arguments)
            let pattern = try (bound[0] ?? .null).argumentText(of: name)
            return .string(formatter.format(pattern))
        default:
            _ = try Signature(name).bind(arguments)
            // pytz's zones with transitions cannot tell without a date.
            if case .region(let region, _)? = time.zone, !region.isStatic { return .null }
            return time.zone.map { TimeZoneObject.describe($0, name) } ?? .null
        }
    }

    /// `time` with the given parts replaced: hour, minute, second, microsecond, zone, fold.
    static func replacing(_ time: ClockTime, _ bound: [Value?]) throws(TemplateError) -> ClockTime {
        try ClockTime(
            hour: bound[0].index(default: time.hour), minute: bound[1].index(default: time.minute),
            second: bound[2].index(default: time.second), microsecond: bound[3].index(default: time.microsecond),
            zone: bound[4] == nil ? time.zone : bound[4].timeZone(), fold: bound[5].index(default: time.fold))
    }

    override func str() throws(TemplateError) -> Text { Text(try time.isoformat()) }
    override func repr() throws(TemplateError) -> Text { Text(time.representation) }
    override func hash() throws(TemplateError) -> Int { moment.hashValue }

    override func format(_ specification: Text) throws(TemplateError) -> Text {
        if specification.isEmpty { return try str() }
        return formatter.format(specification)
    }

    private var formatter: TimeFormatter { TimeFormatter(ordinal: CalendarMath.ordinal(1900, 1, 1), time: time) }

    private var moment: Int { time.ticks - Int((time.zone?.offset ?? .zero).microseconds) }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard let other = other.object as? ClockTimeObject else { return false }
        return (time.zone == nil) == (other.time.zone == nil) && moment == other.moment
    }

    override func isLess(than other: Value) throws(TemplateError) -> Bool? {
        guard let other = other.object as? ClockTimeObject else { return nil }
        guard (time.zone == nil) == (other.time.zone == nil) else {
            throw TemplateError(.type, "can't compare offset-naive and offset-aware times")
        }
        return moment < other.moment
    }
}

/// The class `datetime.time`.
final class ClockTimeClass: ClassObject {
    init() {
        super.init(name: "datetime.time")
    }

    override var methodNames: Set<String> { ["fromisoformat"] }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "min": .clockTime(ClockTime(ticks: 0, zone: nil))
        case "max": .clockTime(ClockTime(ticks: CalendarMath.microsecondsPerDay - 1, zone: nil))
        case "resolution": .timeDelta(try TimeDelta(microseconds: 1))
        default: ClockTimeObject.methods.contains(name) ? unbound(name) : nil
        }
    }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let signature = Signature(
            "time", optional: ["hour", "minute", "second", "microsecond", "tzinfo"], keywordOnly: ["fold"])
        return .clockTime(
            try ClockTimeObject.replacing(ClockTime(ticks: 0, zone: nil), try signature.bind(arguments)))
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        guard let text = try Signature(name, required: ["time_string"]).bind(arguments)[0]?.text else {
            throw TemplateError(.type, "fromisoformat: argument must be str")
        }
        return .clockTime(try ISOParser(text).time())
    }
}

extension Value {
    static func clockTime(_ time: ClockTime) -> Value { .object(ClockTimeObject(time)) }
}
