public import Platform

/// How long a batch of a microbatch model is: calendar units in UTC.
public enum BatchSize: String, Sendable, Hashable, CaseIterable {
    case hour, day, month, year

    /// The start of the unit that `time` lies in.
    public func start(of time: Timestamp) -> Timestamp {
        let (year, month, day) = time.civil
        return switch self {
        case .hour: Timestamp(year: year, month: month, day: day, hour: hour(of: time))
        case .day: Timestamp(year: year, month: month, day: day)
        case .month: Timestamp(year: year, month: month, day: 1)
        case .year: Timestamp(year: year, month: 1, day: 1)
        }
    }

    /// `time` itself when a unit starts there, else the start of the next one.
    public func end(of time: Timestamp) -> Timestamp {
        let start = start(of: time)
        return start == time ? time : moved(start, by: 1)
    }

    /// The start of the unit that is `count` units after the one that `time` lies in.
    public func moved(_ time: Timestamp, by count: Int) -> Timestamp {
        let (year, month, day) = time.civil
        switch self {
        case .hour: return Timestamp(year: year, month: month, day: day, hour: hour(of: time) + count)
        case .day: return Timestamp(year: year, month: month, day: day + count)
        case .month:
            let months = year * 12 + month - 1 + count
            return Timestamp(year: months / 12, month: months % 12 + 1, day: 1)
        case .year: return Timestamp(year: year + count, month: 1, day: 1)
        }
    }

    private func hour(of time: Timestamp) -> Int { Int(time.time.prefix(2)) ?? 0 }

    /// How lines and files call the batch that starts at `time`: `2024-09-17T16`, `2024-09-17`, `2024-09`, `2024`.
    public func label(_ time: Timestamp) -> String {
        switch self {
        case .hour: "\(time.date)T\(time.time.prefix(2))"
        case .day: time.date
        case .month: String(time.date.prefix(7))
        case .year: String(time.date.prefix(4))
        }
    }
}
