public import Platform

/// A span of time, from `start` up to but not including `end`.
public struct TimeWindow: Sendable, Hashable, Comparable {
    public var start: Timestamp
    public var end: Timestamp

    public init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = end
    }

    public static func < (left: TimeWindow, right: TimeWindow) -> Bool {
        (left.start, left.end) < (right.start, right.end)
    }

    /// What both windows have in common; it ends before it starts when they have nothing.
    func intersection(_ other: TimeWindow) -> TimeWindow {
        TimeWindow(start: max(start, other.start), end: min(end, other.end))
    }

    /// Both ends as artifacts write them.
    public var isoTexts: [String] { [start.pythonISO, end.pythonISO] }
}

extension Timestamp {
    /// `2024-01-02 00:00:00+00:00`: how Python prints an aware UTC datetime.
    var pythonText: String { pythonISO.replacing("T", with: " ", maxReplacements: 1) }
}
