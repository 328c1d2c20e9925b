/// How finely a time dimension or a time spine counts, from fine to coarse.
///
/// Source: dbt-semantic-interfaces 0.9, type_enums/time_granularity.py.
public enum TimeGranularity: String, CaseIterable, Comparable, Sendable {
    case nanosecond, microsecond, millisecond, second, minute, hour, day, week, month, quarter, year

    /// The names, from fine to coarse.
    public static let names = allCases.map(\.rawValue)

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
