/// Writes events to standard output, or wherever `write` leads.
public struct ConsoleSink: EventSink {
    public let level: Event.Level
    private let formatter: LineFormatter
    private let showsCacheEvents: Bool
    private let output: @Sendable ([UInt8]) -> Void
    private let flushOutput: @Sendable () -> Void

    /// Makes a sink that hands whole lines to `write`, from any thread.
    ///
    /// With `--quiet` the level is error: payload events are written all the same. `showsCacheEvents` is dbt's
    /// `--log-cache-events`.
    public init(
        level: Event.Level, formatter: LineFormatter, showsCacheEvents: Bool = false,
        write: @escaping @Sendable ([UInt8]) -> Void, flush: @escaping @Sendable () -> Void = {}
    ) {
        self.level = level
        self.formatter = formatter
        self.showsCacheEvents = showsCacheEvents
        output = write
        flushOutput = flush
    }

    public func write(_ record: EventRecord) {
        if !showsCacheEvents, record.event.isCacheEvent { return }
        output(formatter.line(record))
    }

    public func flush() { flushOutput() }
}

extension Event {
    var isCacheEvent: Bool { code == "E022" || code == "E031" }
}
