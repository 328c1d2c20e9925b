import Foundation
import Testing

/// Installs packages of all kinds with the program that belongs to these tests; see `deps/run` for what is compared.
@Suite(.enabled(if: BuiltProgram.isUsable)) struct PackagesTests {
    @Test func installsPackagesAsDbtDoes() throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "deps/run")
        let result = try BuiltProgram.run(script, [BuiltProgram.martlet.path()])
        #expect(result.status == 0, "\(result.output)")
    }
}
