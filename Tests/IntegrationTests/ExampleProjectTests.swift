import Foundation
import Testing

/// Builds the example project with the program that belongs to these tests; see `example/run` for what is checked.
@Suite(.enabled(if: ExampleProjectTests.hasServer && ExampleProjectTests.hasProgram))
struct ExampleProjectTests {
    static let martlet = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "martlet")

    /// Whether there is a program that knows the commands: not while only libraries are built.
    static let hasProgram = (try? run(martlet, ["--version"]))?.output.hasPrefix("martlet ") ?? false

    static var hasServer: Bool {
        let environment = ProcessInfo.processInfo.environment
        return environment["MARTLET_TEST_DATABASE"] != nil || environment["CI"] == "true"
    }

    @Test(.timeLimit(.minutes(5))) func theExampleProjectHoldsWhatItPromises() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "example/run")
        let result = try Self.run(script, [Self.martlet.path()])
        #expect(result.status == 0, "\(result.output)")
    }

    private static func run(_ program: URL, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
