internal import Glibc

/// A moment in UTC, to the microsecond.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970.
    public var microseconds: Int

    public init(microseconds: Int) { self.microseconds = microseconds }

    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// Seconds from `start` to this moment.
    public func seconds(since start: Timestamp) -> Double { Double(microseconds - start.microseconds) / 1e6 }

    /// `2026-11-21T02:25:00.660958Z`: the form of dbt's logs and artifacts.
    public var iso: String { "\(date)T\(timeWithMicroseconds)Z" }

    /// `2026-11-21T02:25:00.660958+00:00`: Python's `isoformat()` of an aware UTC time, without `.000000`.
    public var pythonISO: String {
        let fraction = microseconds.mod(1_000_000)
        return "\(date)T\(time)\(fraction == 0 ? "" : "." + padded(fraction, 6))+00:00"
    }

    /// `2026-11-21`
    public var date: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// `02:25:00`
    public var time: String {
        let seconds = microseconds.floorDiv(1_000_000).mod(86_400)
        return "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
    }

    /// `02:25:00.660958`
    public var timeWithMicroseconds: String { "\(time).\(padded(microseconds.mod(1_000_000), 6))" }

    /// Year, month (1…12) and day of the proleptic Gregorian calendar.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    public var civil: (year: Int, month: Int, day: Int) {
        let days = microseconds.floorDiv(86_400_000_000) + 719_468
        let era = days.floorDiv(146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// The moment of a calendar date and time of day in UTC.
    public init(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
    ) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDiv(400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        microseconds = ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + microsecond
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}

extension Int {
    fileprivate func floorDiv(_ divisor: Int) -> Int { (self - mod(divisor)) / divisor }
    fileprivate func mod(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}

/// The clocks of the machine.
public enum SystemClock {
    /// The wall clock.
    public static var now: Timestamp {
        let (seconds, nanoseconds) = read(CLOCK_REALTIME)
        return Timestamp(microseconds: seconds * 1_000_000 + nanoseconds / 1_000)
    }

    /// Nanoseconds from some fixed moment, never backwards: for durations.
    public static var monotonicNanoseconds: Int {
        let (seconds, nanoseconds) = read(CLOCK_MONOTONIC)
        return seconds * 1_000_000_000 + nanoseconds
    }

    /// Seconds from some fixed moment, never backwards: for durations.
    public static var monotonicSeconds: Double { Double(monotonicNanoseconds) / 1e9 }

    /// The zone of this machine at a second since 1970: seconds east of UTC, and its abbreviation (`CET`).
    public static func localZone(atSecond second: Int) -> (offset: Int, name: String) {
        var moment = time_t(second)
        var parts = unsafe tm()
        guard unsafe localtime_r(&moment, &parts) != nil else { return (0, "UTC") }
        let name = unsafe parts.tm_zone.map { unsafe String(cString: $0) } ?? "UTC"
        return unsafe (parts.tm_gmtoff, name)
    }

    /// Blocks the calling thread.
    public static func sleep(seconds: Double) {
        var rest = timespec()
        rest.tv_sec = Int(seconds)
        rest.tv_nsec = Int((seconds - Double(Int(seconds))) * 1e9)
        var left = timespec()
        while unsafe nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
    }

    private static func read(_ clock: clockid_t) -> (seconds: Int, nanoseconds: Int) {
        var value = timespec()
        unsafe clock_gettime(clock, &value)
        return (value.tv_sec, value.tv_nsec)
    }
}
