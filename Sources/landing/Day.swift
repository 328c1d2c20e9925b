internal import Platform

/// A date of the Gregorian calendar.
struct Day: Hashable, Comparable {
    /// Days since 1 January 1970.
    var number: Int

    init(number: Int) { self.number = number }

    init(_ year: Int, _ month: Int, _ day: Int) {
        number = Timestamp(year: year, month: month, day: day).microseconds / 86_400_000_000
    }

    /// 0 is Sunday, as for PostgreSQL's `extract(dow …)`.
    var weekday: Int { (number + 4) % 7 }

    var civil: (year: Int, month: Int, day: Int) { Timestamp(microseconds: number * 86_400_000_000).civil }

    /// `2024-03-03`
    var text: String { Timestamp(microseconds: number * 86_400_000_000).date }

    /// `20240303`
    var compact: String { text.filter { $0 != "-" } }

    var firstOfMonth: Day {
        let (year, month, _) = civil
        return Day(year, month, 1)
    }

    static func < (left: Day, right: Day) -> Bool { left.number < right.number }
    static func + (day: Day, count: Int) -> Day { Day(number: day.number + count) }
    static func - (day: Day, count: Int) -> Day { Day(number: day.number - count) }
    static func - (left: Day, right: Day) -> Int { left.number - right.number }
}

/// How a whole is divided into as many parts as there are weights: in proportion, and without a rest.
func divide(_ whole: Int, by weights: [Int]) -> [Int] {
    let total = weights.reduce(0, +)
    var passed = 0
    var given = 0
    return weights.map { weight in
        passed += weight
        let share = whole * passed / total - given
        given += share
        return share
    }
}
