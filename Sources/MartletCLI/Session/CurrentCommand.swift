internal import Adapter
internal import Events
internal import Execution
internal import Platform
internal import Synchronization
internal import Threads

/// The command of this process, as Ctrl-C finds it.
enum CurrentCommand {
    /// Triggered by Ctrl-C, by `kill` and by a closed terminal.
    static let interruption = Interruption()

    /// How long a command may take to end after Ctrl-C, for instance while a server does not answer.
    private static let patience = 6

    /// What lives as long as the process: taking a big project apart would be work for nothing.
    private static let kept = Mutex<[any Sendable]>([])
    static func keep(_ value: some Sendable) { kept.withLock { $0.append(value) } }

    /// Listens for signals on a thread of its own: the first one stops what runs on the server, a second one, or one
    /// that finds nothing in progress, ends the process.
    static func listenForSignals() {
        Thread.start {
            _ = Interrupts.wait()
            // On a thread of its own, since a request to cancel blocks while the server cannot be reached.
            Thread.start { stop() }
            _ = Interrupts.wait(seconds: patience)
            end()
        }
    }

    /// Cancels until the process ends: a statement may have been on its way when the first request arrived.
    private static func stop() {
        guard interruption.trigger() else { end() }
        while true {
            SystemClock.sleep(seconds: 0.1)
            _ = interruption.sessions.cancelAll()
        }
    }

    /// What a command that was interrupted says last.
    static func tellInterruption() {
        let log = CurrentLog.shared ?? CurrentLog.console
        log.fire(.endOfRunSummary(errors: 0, warnings: 0, wasInterrupted: true))
        log.flush()
    }

    private static func end() -> Never {
        tellInterruption()
        Interrupts.exitNow(2)
    }
}
