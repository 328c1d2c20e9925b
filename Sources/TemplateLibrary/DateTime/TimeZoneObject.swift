internal import Jinja

/// An instance of `tzinfo`: a zone of pytz, or `datetime.timezone`.
final class TimeZoneObject: MethodObject {
    let zone: TimeZoneInfo

    init(_ zone: TimeZoneInfo) {
        self.zone = zone
    }

    private static let commonMethods: Set<String> = ["utcoffset", "dst", "tzname", "fromutc"]
    private static let pytzMethods = commonMethods.union(["localize", "normalize"])

    override var methodNames: Set<String> { zone.isPytz ? Self.pytzMethods : Self.commonMethods }

    override func detached() -> (@Sendable () -> Value)? { { [zone] in .object(TimeZoneObject(zone)) } }
    override var typeName: String {
        switch zone {
        case .utc: "pytz.UTC"
        case .region(let region, _): "pytz.tzfile.\(region.name)"
        case .pytzFixed: "pytz._FixedOffset"
        case .fixed: "datetime.timezone"
        }
    }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        guard name == "zone", zone.isPytz else { return nil }
        if case .pytzFixed = zone { return .null }
        return .string(zone.text)
    }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        let signature = Signature(name, required: ["dt"], optional: zone.isPytz ? ["is_dst"] : [])
        let bound = try signature.bind(arguments)
        let time = (bound[0].given?.object as? DateTimeObject)?.time
        guard let time else {
            if bound[0].given == nil, !["localize", "normalize", "fromutc"].contains(name) {
                // pytz's zones with transitions cannot tell without a time.
                if case .region(let region, _) = zone, !region.isStatic { return .null }
                return Self.describe(zone, name)
            }
            throw TemplateError(.attribute, "'\(bound[0]?.typeName ?? "")' object has no attribute 'tzinfo'")
        }
        let isDaylight: Bool? =
            if bound.count > 1, let value = bound[1] { try value.unlessNull?.isTrue() } else { false }
        switch name {
        case "localize":
            return .dateTime(try zone.localize(time, isDaylight: isDaylight))
        case "normalize":
            return .dateTime(try zone.normalize(time))
        case "fromutc":
            var utc = time
            utc.zone = nil
            return .dateTime(try zone.fromUTC(utc))
        default:
            if case .region(let region, _) = zone, !region.isStatic, time.zone != zone {
                return Self.describe(try zone.localize(time, isDaylight: isDaylight).zone ?? zone, name)
            }
            return Self.describe(zone, name)
        }
    }

    /// The answer of `utcoffset`, `dst` or `tzname`.
    static func describe(_ zone: TimeZoneInfo, _ name: String) -> Value {
        switch name {
        case "utcoffset": .timeDelta(zone.offset)
        case "dst": zone.daylightSaving.map(Value.timeDelta) ?? .null
        default: zone.abbreviation.map(Value.string) ?? .null
        }
    }

    override func str() throws(TemplateError) -> Text { Text(zone.text) }
    override func repr() throws(TemplateError) -> Text { Text(zone.representation) }
    override func hash() throws(TemplateError) -> Int { zone.hashValue }
    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        (other.object as? TimeZoneObject)?.zone == zone
    }
}

extension Optional where Wrapped == Value {
    /// The zone of an argument that may be None.
    func timeZone() throws(TemplateError) -> TimeZoneInfo? {
        guard let given else { return nil }
        guard let object = given.object as? TimeZoneObject else {
            throw TemplateError(
                .type, "tzinfo argument must be None or of a tzinfo subclass, not type '\(given.typeName)'")
        }
        return object.zone
    }
}
