internal import Compiler
internal import Events
internal import Platform
internal import Synchronization

/// The log of the running command, for the one place that reports how it failed.
enum CurrentLog {
    private static let current = Mutex<(log: EventLog, invocation: Invocation)?>(nil)

    static var shared: EventLog? { current.withLock { $0?.log } }
    static func set(_ log: EventLog, _ invocation: Invocation) { current.withLock { $0 = (log, invocation) } }

    /// Tells that the command has ended, and what it used.
    static func tellEnd(success: Bool) {
        guard let (log, invocation) = current.withLock({ $0 }) else { return }
        let now = SystemClock.now
        let elapsed = now.seconds(since: invocation.startedAt)
        log.debug(
            .resourceReport(command: invocation.command, success: success, elapsed: elapsed, usage: Host.usage))
        log.debug(
            .commandCompleted("dbt \(words(of: invocation.command))", success: success, at: now, elapsed: elapsed))
        log.flush()
    }

    /// The command as it is typed.
    private static func words(of command: String) -> String {
        switch command {
        case "generate", "serve": "docs \(command)"
        case "freshness": "source freshness"
        default: command
        }
    }

    /// A log for errors that come before the options of a log are known.
    static var console: EventLog {
        let output = OutputStream.standardOutput
        let formatter = LineFormatter(.text, secrets: SecretScrubber(environment: Environment.current().variables))
        return EventLog(sinks: [ConsoleSink(level: .info, formatter: formatter, write: { output.write($0) })])
    }
}
