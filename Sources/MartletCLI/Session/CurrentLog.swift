internal import Events
internal import Platform
internal import Synchronization

/// The log of the running command, for the one place that reports how it failed.
enum CurrentLog {
    private static let current = Mutex<EventLog?>(nil)

    static var shared: EventLog? { current.withLock { $0 } }
    static func set(_ log: EventLog) { current.withLock { $0 = log } }

    /// A log for errors that come before the options of a log are known.
    static var console: EventLog {
        let output = OutputStream.standardOutput
        let formatter = LineFormatter(.text, secrets: SecretScrubber(environment: Environment.current().variables))
        return EventLog(sinks: [ConsoleSink(level: .info, formatter: formatter, write: { output.write($0) })])
    }
}
