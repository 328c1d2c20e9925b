internal import Platform

/// The zone of this machine, which naive times stand for when they are turned into moments.
enum LocalZone {
    /// Seconds east of UTC and the zone's abbreviation at a moment of UTC, in seconds since 1970.
    static func period(at seconds: Int) -> (offset: Int, name: String) { SystemClock.localZone(atSecond: seconds) }

    /// Seconds east of UTC at a moment of UTC.
    static func offset(at seconds: Int) -> Int { period(at: seconds).offset }

    /// Seconds east of UTC at a moment of local time.
    static func offset(atLocal seconds: Int) -> Int {
        let guess = offset(at: seconds - offset(at: seconds))
        return offset(at: seconds - guess)
    }
}
