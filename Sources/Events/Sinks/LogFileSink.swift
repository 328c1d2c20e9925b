public import Platform

/// Writes events to `logs/dbt.log`, and starts a new file when that has grown too big.
///
/// A log that cannot be written must not stop a run: what fails after the file was opened is dropped.
public struct LogFileSink: EventSink {
    public let level: Event.Level
    private let formatter: LineFormatter
    private let showsCacheEvents: Bool
    private let file: RotatingFile

    /// The events of `clean`, which may just have removed the directory of the log.
    private static let unwrittenCodes: Set<String> = ["Z012", "Z013", "Z014", "Z015"]

    /// Opens the file; `maximumSize` is in bytes, and 0 lets it grow for ever.
    ///
    /// - Throws: when the file cannot be opened.
    public init(
        path: String, level: Event.Level = .debug, formatter: LineFormatter, showsCacheEvents: Bool = false,
        maximumSize: Int = 10 << 20
    ) throws(FileError) {
        self.level = level
        self.formatter = formatter
        self.showsCacheEvents = showsCacheEvents
        file = try RotatingFile(path, maximumSize: maximumSize, backups: 5)
    }

    public func write(_ record: EventRecord) {
        let event = record.event
        if !showsCacheEvents && event.isCacheEvent || Self.unwrittenCodes.contains(event.code) { return }
        file.append(formatter.line(record), flushes: event.level >= .warn)
    }

    public func flush() { file.flush() }
}
