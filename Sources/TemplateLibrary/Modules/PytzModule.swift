internal import Jinja

/// `modules.pytz`: what the package exports.
enum PytzModule {
    private static let names = [
        "utc", "timezone", "FixedOffset", "all_timezones", "common_timezones", "all_timezones_set",
        "common_timezones_set", "country_names", "country_timezones", "BaseTzInfo", "AmbiguousTimeError",
        "InvalidTimeError", "NonExistentTimeError", "UnknownTimeZoneError",
    ]

    /// Every render may make the module anew, so that only what is asked for is made: the lists are long.
    static func make() -> Value { .object(LazyMapping(keys: { names }, lookup: member)) }

    private static func member(_ name: String) -> Value? {
        let database = TimeZoneDatabase.shared
        switch name {
        case "utc": return .object(TimeZoneObject(.utc))
        case "timezone": return timezone
        case "FixedOffset": return fixedOffset
        case "all_timezones": return .list(database.names.map(Value.string))
        case "common_timezones": return .list(database.commonNames.map(Value.string))
        case "all_timezones_set": return set(database.names)
        case "common_timezones_set": return set(database.commonNames)
        case "country_names": return countries(database.countries) { .string($0.name) }
        case "country_timezones": return .object(CountryTimeZones())
        case "BaseTzInfo": return .object(ClassObject(name: "pytz.tzinfo.BaseTzInfo"))
        default: return names.contains(name) ? .object(ClassObject(name: "pytz.exceptions.\(name)")) : nil
        }
    }

    private static var timezone: Value {
        .function("timezone") { arguments, _ throws(TemplateError) in
            let value = try Signature("timezone", required: ["zone"]).bind(arguments)[0] ?? .null
            guard let name = value.string, let zone = TimeZoneDatabase.shared.zone(named: name) else {
                throw TemplateError(.key, try value.repr().string, pythonClass: "UnknownTimeZoneError")
            }
            return .object(TimeZoneObject(zone))
        }
    }

    private static var fixedOffset: Value {
        .function("FixedOffset") { arguments, _ throws(TemplateError) in
            let minutes = try Signature("FixedOffset", required: ["offset"]).bind(arguments)[0].index(default: 0)
            guard abs(minutes) < 1_440 else {
                throw TemplateError(.value, "('absolute offset is too large', \(minutes))")
            }
            return .object(TimeZoneObject(minutes == 0 ? .utc : .pytzFixed(minutes: minutes)))
        }
    }

    private static func set(_ names: [String]) -> Value {
        (try? SetObject(names.map(Value.string))).map(Value.set) ?? .null
    }

    /// A mapping from the codes of `countries`, in any case.
    static func countries(
        _ countries: [TimeZoneDatabase.Country], _ value: @escaping (TimeZoneDatabase.Country) -> Value
    ) -> Value {
        .object(
            LazyMapping(
                keys: { countries.map(\.code) },
                lookup: { code in
                    countries.first { $0.code == code.uppercased() }.map(value)
                }))
    }
}

/// `pytz.country_timezones`: a dict from country codes to zones that can also be called with a code.
private final class CountryTimeZones: MethodObject {
    private let mapping = PytzModule.countries(TimeZoneDatabase.shared.countries.filter { !$0.zones.isEmpty }) {
        .list($0.zones.map(Value.string))
    }

    override var typeName: String { "pytz._CountryTimezoneDict" }
    override var isCallable: Bool { true }
    override var isMapping: Bool { true }
    override var isIterable: Bool { true }
    override var methodNames: Set<String> { ["get", "items", "keys", "values"] }

    override func call(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        let code = try Signature("__call__", required: ["iso3166_code"]).bind(arguments)[0] ?? .null
        guard let zones = try item(code) else { throw TemplateError(.key, try code.repr().string) }
        return zones
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? { try mapping.object?.item(key) }
    override func mappingItems() throws(TemplateError) -> [(key: Value, value: Value)]? {
        try mapping.object?.mappingItems()
    }
    override func length() throws(TemplateError) -> Int? { try mapping.object?.length() }
    override func makeIterator() throws(TemplateError) -> ValueIterator? { try mapping.object?.makeIterator() }

    override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        try mapping.object?.callMethod(name, arguments, renderer) ?? .null
    }
}
