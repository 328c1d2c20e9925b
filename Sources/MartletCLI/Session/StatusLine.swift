internal import Compiler
internal import Execution
internal import Platform
internal import SourceLoading
internal import Synchronization
internal import Threads

/// The last line of a terminal while nodes run: how many are done, how long it takes, and which are running.
///
/// Log lines go through it, so that they stand above it. In a pipe there is none.
final class StatusLine: Sendable {
    private struct State {
        var progress: RunProgress?
        var isShown = false
        var isEnded = false
        /// Rows that are loaded from files.
        var loads: LoadProgress?
        /// Rows at an earlier moment, and the speed since then.
        var rowsBefore = (seconds: 0.0, rows: 0)
        var rowsPerSecond = 0
    }

    private let state = Mutex(State())
    private let startedAt = SystemClock.monotonicSeconds
    private let output = OutputStream.standardOutput

    /// Nil unless standard output is a terminal that shows text for people.
    init?(settings: Settings, environment: Environment) {
        let isText = ["default", "text"].contains(settings.logFormat) && !settings.isDebug && !settings.isQuiet
        guard isText, Terminal.isOutputTerminal, environment["TERM"] != "dumb" else { return nil }
        Thread.start { [weak self] in
            // The clock moves even when nothing else does.
            while self?.tick() == true { SystemClock.sleep(seconds: 0.5) }
        }
    }

    /// Writes log lines above the live line.
    func write(_ bytes: [UInt8]) {
        state.withLock { state in
            erase(&state)
            output.write(bytes)
            draw(&state)
        }
    }

    func show(_ progress: RunProgress) {
        state.withLock { state in
            state.progress = progress
            erase(&state)
            draw(&state)
        }
    }

    /// Shows how many rows are loaded from files, and how fast.
    func watch(_ loads: LoadProgress) { state.withLock { $0.loads = loads } }

    /// Takes the line away for good.
    func clear() {
        state.withLock { state in
            erase(&state)
            state.progress = nil
            state.isEnded = true
        }
    }

    private func tick() -> Bool {
        state.withLock { state in
            guard !state.isEnded else { return false }
            if state.progress != nil {
                erase(&state)
                draw(&state)
            }
            return true
        }
    }

    private func erase(_ state: inout State) {
        if state.isShown { output.write("\r\u{1B}[K") }
        state.isShown = false
    }

    private func draw(_ state: inout State) {
        guard let progress = state.progress else { return }
        let width = max(20, (Terminal.width ?? 80) - 1)
        output.write(String((text(progress) + rows(&state)).prefix(width)))
        state.isShown = true
    }

    private func rows(_ state: inout State) -> String {
        guard let rows = state.loads?.rows, rows > 0 else { return "" }
        let now = SystemClock.monotonicSeconds
        let passed = now - state.rowsBefore.seconds
        if passed >= 1 {
            if state.rowsBefore.seconds > 0 { state.rowsPerSecond = Int(Double(rows - state.rowsBefore.rows) / passed) }
            state.rowsBefore = (now, rows)
        }
        let speed = state.rowsPerSecond > 0 ? ", \(state.rowsPerSecond) rows/s" : ""
        return "  loaded: \(rows) rows\(speed)"
    }

    private func text(_ progress: RunProgress) -> String {
        let seconds = Int(SystemClock.monotonicSeconds - startedAt)
        let failures = progress.failed == 0 ? "" : ", \(progress.failed) failed"
        let running = progress.running.isEmpty ? "" : "  running: \(progress.running.joined(separator: ", "))"
        return
            "\(progress.done)/\(progress.total) done\(failures), \(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)\(running)"
    }
}
