internal import Jinja

/// Where a time is local: what Python programs hold in `tzinfo`.
enum TimeZoneInfo: Hashable {
    /// `pytz.utc`
    case utc
    /// A zone of the tz database with one of its offsets: pytz gives every offset an object of its own.
    case region(Region, period: Int)
    /// `pytz.FixedOffset(minutes)`
    case pytzFixed(minutes: Int)
    /// `datetime.timezone(offset, name)`, as `%z` and `fromisoformat` make it.
    case fixed(TimeDelta, name: String?)

    var offset: TimeDelta {
        switch self {
        case .utc: .zero
        case .region(let region, let period): TimeDelta(seconds: Int32(region.periods[period].offset))
        case .pytzFixed(let minutes): TimeDelta(seconds: Int32(minutes * 60))
        case .fixed(let offset, _): offset
        }
    }

    /// How much of the offset is daylight saving time; nil where Python gives None.
    var daylightSaving: TimeDelta? {
        switch self {
        case .utc, .pytzFixed: .zero
        case .region(let region, let period): TimeDelta(seconds: Int32(region.periods[period].daylightSaving))
        case .fixed: nil
        }
    }

    /// What `%Z` gives: `CEST`; nil for a fixed offset of pytz.
    var abbreviation: String? {
        switch self {
        case .utc: "UTC"
        case .region(let region, let period): region.periods[period].name
        case .pytzFixed: nil
        case .fixed(let offset, let name):
            name ?? (offset == .zero ? "UTC" : "UTC" + offset.offsetText(separator: ":"))
        }
    }

    /// Whether pytz made it, so that it has `localize` and `normalize`.
    var isPytz: Bool {
        if case .fixed = self { return false }
        return true
    }

    var text: String {
        switch self {
        case .utc: "UTC"
        case .region(let region, _): region.name
        case .pytzFixed: representation
        case .fixed: abbreviation ?? ""
        }
    }

    var representation: String {
        switch self {
        case .utc:
            return "<UTC>"
        case .region(let region, let period):
            guard !region.isStatic else { return "<StaticTzInfo '\(region.name)'>" }
            let info = region.periods[period]
            let sign = info.offset > 0 ? "+" : ""
            let kind = info.daylightSaving == 0 ? "STD" : "DST"
            return "<DstTzInfo '\(region.name)' \(info.name)\(sign)\(offset.text) \(kind)>"
        case .pytzFixed(let minutes):
            return "pytz.FixedOffset(\(minutes))"
        case .fixed(let offset, let name):
            if offset == .zero && name == nil { return "datetime.timezone.utc" }
            return "datetime.timezone(\(offset.representation)\(name.map { ", '\($0)'" } ?? ""))"
        }
    }
}

extension TimeZoneInfo {
    /// The local time of this zone at a moment of UTC, given as a naive time.
    func fromUTC(_ utc: DateTime) throws(TemplateError) -> DateTime {
        var zone = self
        if case .region(let region, _) = self {
            zone = .region(region, period: region.period(at: utc.secondsSinceEpoch))
        }
        var local = try utc.adding(zone.offset)
        local.zone = zone
        return local
    }

    /// `localize` of pytz: puts a naive time into the zone, with the offset that holds there at that time.
    ///
    /// `isDaylight` says which one to take of two possible offsets; nil asks for an error.
    func localize(_ time: DateTime, isDaylight: Bool?) throws(TemplateError) -> DateTime {
        guard time.zone == nil else { throw TemplateError(.value, "Not naive datetime (tzinfo is already set)") }
        guard case .region(let region, _) = self, !region.isStatic else {
            var local = time
            local.zone = self
            return local
        }
        var possible: [DateTime] = []
        for days in [-1, 1] {
            let near = try time.adding(TimeDelta(seconds: Int32(days * 86_400)))
            var candidate = time
            candidate.zone = .region(region, period: region.period(at: near.secondsSinceEpoch))
            let normal = try normalize(candidate)
            if normal.ticks == time.ticks, !possible.contains(where: { $0.zone?.offset == normal.zone?.offset }) {
                possible.append(normal)
            }
        }
        if possible.count == 1 { return possible[0] }
        if possible.isEmpty {
            guard let isDaylight else {
                throw TemplateError(.other, time.isoformat(separator: " "), pythonClass: "NonExistentTimeError")
            }
            let step = try TimeDelta(microseconds: isDaylight ? 21_600_000_000 : -21_600_000_000)
            return try localize(time.adding(step), isDaylight: isDaylight).adding(
                TimeDelta(microseconds: -step.microseconds))
        }
        guard let isDaylight else {
            throw TemplateError(.other, time.isoformat(separator: " "), pythonClass: "AmbiguousTimeError")
        }
        let fitting = possible.filter { ($0.zone?.daylightSaving != .zero) == isDaylight }
        let choices = fitting.isEmpty ? possible : fitting
        // The earlier moment has the larger offset.
        let sorted = choices.sorted { ($0.zone?.offset ?? .zero) > ($1.zone?.offset ?? .zero) }
        return sorted[isDaylight ? 0 : sorted.count - 1]
    }

    /// `normalize` of pytz: the same moment with the offset that really holds in the zone.
    func normalize(_ time: DateTime) throws(TemplateError) -> DateTime {
        guard let zone = time.zone else { throw TemplateError(.value, "Naive time - no tzinfo set") }
        if zone == self, !isRegionWithTransitions { return time }
        var utc = try time.subtracting(zone.offset)
        utc.zone = nil
        return try fromUTC(utc)
    }

    private var isRegionWithTransitions: Bool {
        guard case .region(let region, _) = self else { return false }
        return !region.isStatic
    }
}
