internal import Builtins

/// A zone of the tz database, with all its offsets and the moments when they begin.
final class Region: Sendable, Hashable {
    /// An offset from UTC with what it is called.
    struct Period: Sendable, Hashable {
        /// Seconds east of UTC, whole minutes as pytz has them.
        let offset: Int
        /// Seconds of daylight saving time within the offset.
        let daylightSaving: Int
        let name: String
    }

    let name: String
    let periods: [Period]
    /// Seconds since 1970 at which a period begins, ascending; empty when the zone never changes.
    private let moments: [Int]
    /// For each moment the index of its period.
    private let indices: [UInt8]

    var isStatic: Bool { moments.isEmpty }
    /// The period that pytz's zone has before it is put on a time: the zone's first.
    var firstPeriod: Int { indices.first.map(Int.init) ?? 0 }

    init(name: String, periods: [Period], moments: [Int], indices: [UInt8]) {
        self.name = name
        self.periods = periods
        self.moments = moments
        self.indices = indices
    }

    /// The index of the period that holds at `seconds` since 1970, in UTC.
    func period(at seconds: Int) -> Int {
        guard !moments.isEmpty else { return 0 }
        var low = 0
        var high = moments.count
        while low < high {
            let middle = (low + high) / 2
            if moments[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        return Int(indices[max(0, low - 1)])
    }

    static func == (left: Region, right: Region) -> Bool { left.name == right.name }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The tables of pytz: zones, countries, versions. Source: `Resources/data/timezones.txt`, made by
/// `scripts/make-timezones.py`; it is read when a template first asks for a zone.
struct TimeZoneDatabase: Sendable {
    static let shared = TimeZoneDatabase(Builtins.files["data/timezones.txt"] ?? "")

    struct Country: Sendable {
        let code: String
        let name: String
        let zones: [String]
    }

    /// The version of pytz and of the tz database.
    private(set) var version = ("", "")
    private(set) var names: [String] = []
    private(set) var commonNames: [String] = []
    private(set) var countries: [Country] = []
    private var tables: [Substring] = []
    private var zones: [String: (name: String, table: Int)] = [:]

    init(_ text: String) {
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            // The long lines stay as they are until their zone is asked for.
            if line.starts(with: "times\t".utf8) {
                tables.append(Substring(line.dropFirst(6)))
                continue
            }
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
            switch fields[0] {
            case "version" where fields.count == 3:
                version = (fields[1], fields[2])
            case "zone" where fields.count == 4:
                names.append(fields[1])
                if fields[2] == "c" { commonNames.append(fields[1]) }
                zones[fields[1].lowercased()] = (fields[1], Int(fields[3]) ?? 0)
            case "country" where fields.count == 4:
                let zones = fields[3].split(separator: ",").map(String.init)
                countries.append(Country(code: fields[1], name: fields[2], zones: zones))
            default:
                break
            }
        }
    }

    /// The zone called `name` in any case; nil when there is none.
    func zone(named name: String) -> TimeZoneInfo? {
        let key = name.lowercased()
        if key == "utc" { return .utc }
        guard let entry = zones[key], tables.indices.contains(entry.table) else { return nil }
        let region = Self.region(entry.name, tables[entry.table])
        return .region(region, period: region.firstPeriod)
    }

    private static func region(_ name: String, _ table: Substring) -> Region {
        let fields = table.split(separator: "\t", omittingEmptySubsequences: false)
        let periods = fields[0].split(separator: ",").map { entry in
            let parts = entry.split(separator: "/")
            return Region.Period(
                offset: Int(parts[0]) ?? 0, daylightSaving: parts.count > 1 ? Int(parts[1]) ?? 0 : 0,
                name: parts.count > 2 ? String(parts[2]) : "")
        }
        var moments: [Int] = []
        var indices: [UInt8] = []
        var last = 0
        for token in fields.count > 1 ? fields[1].split(separator: " ") : [] {
            let letter = token.utf8.first ?? 0
            indices.append(letter >= UInt8(ascii: "a") ? letter - UInt8(ascii: "a") + 26 : letter - UInt8(ascii: "A"))
            if token.dropFirst() == "min" {
                moments.append(.min)
            } else {
                last += Int(token.dropFirst(), radix: 36) ?? 0
                moments.append(last)
            }
        }
        return Region(name: name, periods: periods, moments: moments, indices: indices)
    }
}
