import Foundation
import Testing

/// Builds the example project with the program that belongs to these tests; see `example/run` for what is checked.
@Suite(.enabled(if: BuiltProgram.hasServer && BuiltProgram.isUsable))
struct ExampleProjectTests {
    @Test(.timeLimit(.minutes(15))) func theExampleProjectHoldsWhatItPromises() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "example/run")
        let result = try BuiltProgram.run(script, [BuiltProgram.martlet.path()])
        #expect(result.status == 0, "\(result.output)")
    }
}
