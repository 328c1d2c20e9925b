import Dispatch
import Foundation

/// A program in the background.
///
/// The programs have the time limits and not the tests: Swift Testing's limits count the time for which a test waits for
/// a free thread too, and end nothing that blocks.
struct RunningProgram {
    /// Seconds after which a program hangs.
    private static let patience = 900.0

    private let process = Process()
    private let output: URL

    init(_ program: URL, _ arguments: [String]) throws {
        output = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString).log")
        _ = FileManager.default.createFile(atPath: output.path(), contents: nil)
        process.executableURL = program
        process.arguments = arguments
        let file = try FileHandle(forWritingTo: output)
        process.standardOutput = file
        process.standardError = file
        try process.run()
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end; kills it, which its status tells, when it hangs.
    func finish() throws -> (status: Int32, output: String) {
        let identifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: watchdog)
        process.waitUntilExit()
        watchdog.cancel()
        defer { try? FileManager.default.removeItem(at: output) }
        return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
    }
}
