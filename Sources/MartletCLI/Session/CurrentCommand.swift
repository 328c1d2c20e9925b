internal import Execution
internal import Platform
internal import Threads

/// The command of this process, as Ctrl-C finds it.
enum CurrentCommand {
    /// Triggered by Ctrl-C and by `kill`.
    static let interruption = Interruption()

    /// Listens for signals on a thread of its own: the first one stops what runs on the server, a second one, or one
    /// that nobody waits for, ends the process.
    static func listenForSignals() {
        Thread.start {
            while true {
                _ = Interrupts.wait()
                if !interruption.trigger() { Interrupts.exitNow(2) }
            }
        }
    }
}
