internal import Adapter
internal import Compiler
internal import Diagnostics
internal import ProjectModel

/// Runs a unit test and compares what the model's query gives with what is expected of it.
///
/// Source: dbt-core 1.11, unit tests.
struct UnitTestRunner {
    private let run: RunContext
    private let session: AdapterSession

    init(_ run: RunContext, session: AdapterSession) {
        self.run = run
        self.session = session
    }

    /// Compiles the test and writes its query and those of its inputs below `target/compiled`.
    func compile(_ test: UnitTest) throws(Diagnostic) -> CompiledNode {
        var compiled = try UnitTestCompiler(run.project, session: session).compile(test)
        let path = run.targets.compiledPath(of: compiled.node)
        compiled.node.compilation = .init(compiledPath: path, compiledCode: compiled.text, extraCTEs: compiled.ctes)
        try run.targets.write(compiled.code, to: path)
        for fixture in compiled.fixtures where !fixture.code.isEmpty {
            try run.targets.write(Array(fixture.code.utf8), to: run.targets.compiledPath(of: fixture.node))
        }
        return compiled
    }

    /// - Throws: the server's error, with the hint that the fixtures may be to blame.
    func execute(_ test: UnitTest, _ compiled: CompiledNode) throws(Diagnostic) -> UnitTestVerdict {
        let outcome: NodeExecution.Outcome
        let execution = NodeExecution(run.project, compiled: compiled, session: session)
        do throws(Diagnostic) {
            outcome = try execution.materialize()
            _ = run.targets.writeRun(execution.runText, of: compiled.node)
        } catch {
            var error = error
            // That the server refuses it is said of the test as a whole.
            if error.family == .database { error.subject = nil }
            var failure = Diagnostic(
                .unitTestExecution,
                "An error occurred during execution of unit test '\(test.name)'. "
                    + "There may be an error in the unit test definition: check the data types.\n \(error.dbtText)",
                family: .runtime)
            failure.source = error.source
            failure.range = error.range
            throw failure
        }
        return UnitTestVerdict(outcome.table ?? .empty, response: outcome.response)
    }
}

extension Diagnostic.Code {
    /// A unit test whose query the server refuses.
    static let unitTestExecution = Self(rawValue: "unit-test-execution")
}
