internal import Compiler
internal import Diagnostics
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectLoading
internal import TemplateLibrary

extension TimeWindow {
    /// What `--event-time-start` and `--event-time-end` say; nil without them.
    /// - Throws: a usage error unless both are there, are times, and follow each other.
    init?(start: String?, end: String?) throws(Diagnostic) {
        let start = try start.map { text throws(Diagnostic) in try Self.time(text, "--event-time-start") }
        let end = try end.map { text throws(Diagnostic) in try Self.time(text, "--event-time-end") }
        guard start != nil || end != nil else { return nil }
        guard let start else { throw Self.missing("--event-time-start", with: "--event-time-end") }
        guard let end else { throw Self.missing("--event-time-end", with: "--event-time-start") }
        guard start < end else {
            throw Diagnostic(
                .usage, "Value for `--event-time-start` must be less than `--event-time-end`", family: .usage)
        }
        self.init(start: start, end: end)
    }

    private static func missing(_ missing: String, with given: String) -> Diagnostic {
        Diagnostic(
            .usage,
            "The flag `\(given)` was specified, but `\(missing)` was not. When specifying `\(given)`, `\(missing)` must also be present.",
            family: .usage)
    }

    /// `2024-09-01`, with a time behind a `T` or a blank if one is wanted.
    private static func time(_ text: String, _ option: String) throws(Diagnostic) -> Timestamp {
        let parts = text.split(separator: text.contains("T") ? "T" : " ", omittingEmptySubsequences: false)
        if parts.count <= 2, let date = numbers(parts[0], "-", [4...4, 1...2, 1...2]),
            let clock = parts.count == 1 ? [0, 0, 0] : numbers(parts[1], ":", [1...2, 1...2, 1...2]),
            clock[0] < 24, clock[1] < 60, clock[2] < 60
        {
            let time = Timestamp(
                year: date[0], month: date[1], day: date[2], hour: clock[0], minute: clock[1], second: clock[2])
            let (year, month, day) = time.civil
            if [year, month, day] == date { return time }
        }
        throw Diagnostic(
            .usage,
            "Invalid value for '\(option)': '\(text)' does not match the formats '%Y-%m-%d', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M:%S'.",
            family: .usage)
    }

    private static func numbers(
        _ text: Substring, _ separator: Character, _ widths: [ClosedRange<Int>]
    ) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == widths.count else { return nil }
        let numbers = zip(parts, widths).compactMap { part, width in
            width.contains(part.utf8.count) && part.utf8.allSatisfy { $0 &- 48 < 10 } ? Int(part) : nil
        }
        return numbers.count == widths.count ? numbers : nil
    }
}

extension TimeWindow {
    /// What `--sample` says: `3 days` up to `now`, or a mapping with `start` and `end`.
    /// - Throws: a usage error in dbt's words.
    init(sample text: String, now: Timestamp) throws(Diagnostic) {
        if text.drop(while: \.isWhitespace).first == "{" {
            let mapping = try YAMLArgument.mapping(text, option: "sample")
            self.init(start: try Self.end("start", mapping), end: try Self.end("end", mapping))
            return
        }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2 else {
            throw Self.invalidSample(
                "Cannot load SAMPLE_WINDOW from '\(text)'. Must be of form 'DAYS_INT GRAIN_SIZE'.")
        }
        guard let count = Int(words[0]) else {
            throw Self.invalidSample("Unable to convert '\(words[0])' to an integer.")
        }
        var name = words[1].lowercased()
        while name.hasSuffix("s") { name.removeLast() }
        guard let size = BatchSize(rawValue: name) else {
            let names = BatchSize.allCases.map(\.rawValue)
            let list = (names + names.map { $0 + "s" }).map { "'\($0)'" }.joined(separator: ", ")
            throw Self.invalidSample("Invalid grain size '\(words[1])'. Must be one of [\(list)].")
        }
        self.init(start: size.before(now, count), end: now)
    }

    private static func end(_ key: String, _ mapping: DataMapping) throws(Diagnostic) -> Timestamp {
        let text: String? =
            switch mapping[key] {
            case .string(let text)?, .timestamp(let text)?: text
            default: nil
            }
        guard let text, let iso = Value.normalizedISODateTime(text),
            let microseconds = Value.microsecondsSinceEpoch(ofISO: String(iso.prefix { $0 != "+" }))
        else {
            let reason =
                mapping[key].map {
                    "Field \"\(key)\" of type datetime in SampleWindow has invalid value \($0.pythonRepr)"
                } ?? "Field \"\(key)\" of type datetime is missing in SampleWindow instance"
            throw invalidSample(reason)
        }
        return Timestamp(microseconds: microseconds)
    }

    private static func invalidSample(_ message: String) -> Diagnostic {
        Diagnostic(.usage, "Invalid value for '--sample': \(message)", family: .usage)
    }
}

extension BatchSize {
    /// The same time of day `count` units earlier; the last day of a month that has no such day.
    fileprivate func before(_ time: Timestamp, _ count: Int) -> Timestamp {
        switch self {
        case .hour: return Timestamp(microseconds: time.microseconds - count * 3_600_000_000)
        case .day: return Timestamp(microseconds: time.microseconds - count * 86_400_000_000)
        case .month, .year:
            let (year, month, day) = time.civil
            let months = year * 12 + month - 1 - count * (self == .year ? 12 : 1)
            let first = Timestamp(year: months / 12, month: months % 12 + 1, day: 1)
            let next = BatchSize.month.moved(first, by: 1)
            let days = (next.microseconds - first.microseconds) / 86_400_000_000
            let clock = time.microseconds - BatchSize.day.start(of: time).microseconds
            return Timestamp(microseconds: first.microseconds + (min(day, days) - 1) * 86_400_000_000 + clock)
        }
    }
}
