public import Platform

/// Where events go.
public protocol EventSink: Sendable {
    /// The lowest level that is written; payload events are written always.
    var level: Event.Level { get }

    func write(_ record: EventRecord)

    /// Makes sure that everything is written.
    func flush()
}

/// An event with what the log adds to it.
public struct EventRecord: Sendable {
    public let event: Event
    public let time: Timestamp
    public let thread: String
    public let invocationID: String
}
