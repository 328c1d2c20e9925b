import Foundation

/// The `martlet` that was built with these tests, and the server they may use.
enum BuiltProgram {
    static let martlet = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "martlet")

    /// Whether there is a program that knows the commands: not while only libraries are built.
    static let isUsable = (try? run(martlet, ["--version"]))?.output.contains("martlet ") ?? false

    /// On CI the tests run without a server too, and fail.
    static let hasServer =
        ProcessInfo.processInfo.environment["MARTLET_TEST_DATABASE"] != nil
        || ProcessInfo.processInfo.environment["CI"] == "true"

    /// Runs a program and gathers all that it prints.
    static func run(_ program: URL, _ arguments: [String]) throws -> (status: Int32, output: String) {
        try RunningProgram(program, arguments).finish()
    }
}
