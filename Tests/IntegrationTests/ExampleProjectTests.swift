import Foundation
import Testing

/// Builds the pipelines of the example project with the program that belongs to these tests; see `example/run` for what is
/// checked. Each has a database of its own, so that they run side by side; all together they are what `make acceptance` runs.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct ExampleProjectTests {
    static let example = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "example")
    static let pipelines =
        ((try? FileManager.default.contentsOfDirectory(atPath: example.appending(path: "pipelines").path())) ?? [])
        .filter { $0.hasSuffix(".sh") }.map { String($0.dropLast(3)) }.sorted()

    @Test func thereAreFivePipelines() { #expect(Self.pipelines.count == 5) }

    @Test(arguments: pipelines) func holdsWhatItPromises(_ pipeline: String) throws {
        let script = Self.example.appending(path: "run")
        let result = try BuiltProgram.run(script, [BuiltProgram.martlet.path(), pipeline])
        #expect(result.status == 0, "\(result.output)")
    }
}
