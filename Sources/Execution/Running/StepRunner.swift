internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Platform
internal import ProjectModel
internal import Threads

/// Executes steps on one worker thread, over one connection.
final class StepRunner {
    private let run: RunContext
    private let session: AdapterSession
    private let thread: String
    /// The rows of the seed that was read last.
    private var seedTable: Table?
    /// Of the step that is being executed.
    private var events: StepEvents?

    init(_ run: RunContext, session: AdapterSession, thread: String) {
        self.run = run
        self.session = session
        self.thread = thread
    }

    /// Executes one step. Failures are results, not errors.
    func execute(_ resource: ExecutableResource) -> NodeResult {
        let clock = Stopwatch()
        let events = StepEvents(run.project.compilation.log, resource)
        events.started()
        self.events = events
        defer { self.events = nil }
        var result: NodeResult
        switch resource {
        case .described:
            events.compiling()
            events.executing()
            result = NodeResult(id: resource.id, status: .noOp)
        case .unitTest(let test): result = execute(test, clock)
        case .source(let source):
            events.compiling()
            events.executing()
            result = FreshnessRunner(run, session).check(source)
        case .load(let source, _):
            events.compiling()
            events.executing()
            result = LoadRunner(run).load(source)
        case .node(let node) where run.work == .run && run.project.compilation.isMicrobatch(node):
            result = execute(microbatch: node)
        case .node(let node): result = execute(node, clock)
        }
        if result.status == .noOp {
            result.message = "NO-OP"
            result.failures = 0
        }
        if result.timings.isEmpty {
            // What has no code is compiled at once.
            result.timings = clock.timings(compiledAt: resource.hasCode ? nil : clock.startedAt)
        }
        result.thread = thread
        result.executionTime = clock.seconds
        events.finished(result)
        return result
    }

    private func execute(microbatch node: Node) -> NodeResult {
        session.recycle(as: node.uniqueID)
        let runner = MicrobatchRunner(run, session: session, node: node) { [self] node, batch, isIncremental in
            execute(node, Stopwatch(), batch: batch, isIncremental: isIncremental)
        }
        do throws(Diagnostic) { return try runner.result() } catch {
            var result = NodeResult(id: node.uniqueID, status: .error)
            result.relationName = node.relationName
            result.failure = error
            result.message = message(of: error, node, result)
            return result
        }
    }

    /// - Parameters:
    ///   - batch: the part of a microbatch model that is built.
    ///   - isIncremental: whether the batch is added to what is there, whatever the command line says.
    private func execute(
        _ node: Node, _ clock: Stopwatch, batch: Batch? = nil, isIncremental: Bool = false
    ) -> NodeResult {
        Attempts(run, session, node).result { attempt(node, clock, batch, isIncremental) }
    }

    private func attempt(_ node: Node, _ clock: Stopwatch, _ batch: Batch?, _ isIncremental: Bool) -> NodeResult {
        session.recycle(as: node.uniqueID)
        var result = NodeResult(id: node.uniqueID, status: .success)
        result.relationName = node.relationName
        var compiledAt: Timestamp?
        do throws(Diagnostic) {
            session.queryComment = try run.project.compilation.queryComment(for: node)
            events?.compiling()
            let compiled = try run.work == .clone ? CompiledNode(cloning: node) : compile(node, batch)
            result.compilation = compiled.node.compilation
            result.relationName = compiled.node.relationName
            compiledAt = SystemClock.now
            if run.work != .compile { events?.executing() }
            switch run.work {
            case .compile: break
            case .clone:
                let execution = NodeExecution(run.project, compiled: compiled, session: session)
                defer { result.buildPath = run.targets.writeRun(execution.runText, of: node) }
                result.message = "No-op"
                try complete(&result, of: node, execution.materialize(as: "clone"))
            case .run:
                let execution = NodeExecution(run.project, compiled: compiled, session: session, batch: batch)
                if isIncremental { execution.setIncremental() }
                if node.resourceType == .seed { setSeed(node, execution) }
                defer { result.buildPath = run.targets.writeRun(execution.runText, of: compiled.node, batch) }
                try complete(&result, of: compiled.node, execution.materialize())
            }
        } catch {
            result.status = .error
            result.failure = error
            result.message = message(of: error, node, result)
        }
        result.timings = clock.timings(compiledAt: compiledAt)
        // Locks must not outlive the step: another thread may wait for them while this one waits for work.
        session.release()
        return result
    }

    private func execute(_ test: UnitTest, _ clock: Stopwatch) -> NodeResult {
        Attempts(run: run, session: session, policy: test.config.retryPolicy, label: "unit_test \(test.name)").result {
            attempt(test, clock)
        }
    }

    private func attempt(_ test: UnitTest, _ clock: Stopwatch) -> NodeResult {
        session.recycle(as: test.uniqueID)
        var result = NodeResult(id: test.uniqueID, status: .success)
        var compiledAt: Timestamp?
        do throws(Diagnostic) {
            session.queryComment = try run.project.compilation.queryComment(for: nil)
            let runner = UnitTestRunner(run, session: session)
            events?.compiling()
            let compiled = try runner.compile(test)
            result.compilation = compiled.node.compilation
            compiledAt = SystemClock.now
            events?.executing()
            if run.work == .run { try runner.execute(test, compiled).apply(to: &result, onFail: test.config.onFail) }
        } catch {
            // What did not end has no code to show.
            result.compilation = nil
            result.status = .error
            result.failure = error
            var error = error
            if error.subject == nil { error.subject = "unit_test \(test.name) (\(test.originalFilePath))" }
            result.message = error.dbtText
        }
        session.rollback()
        result.timings = clock.timings(compiledAt: compiledAt)
        return result
    }

    /// Writes the SQL of an ephemeral model.
    func compile(ephemeral resource: ExecutableResource) -> NodeResult {
        var result = NodeResult(id: resource.id, status: .success)
        guard case .node(let node) = resource else { return result }
        let events = StepEvents(run.project.compilation.log, resource)
        events.started()
        self.events = events
        defer { self.events = nil }
        session.recycle(as: node.uniqueID)
        events.compiling()
        do throws(Diagnostic) { result.compilation = try compile(node, nil).node.compilation } catch {
            result.status = .error
            result.failure = error
            result.message = message(of: error, node, result)
        }
        session.release()
        events.finished(result)
        return result
    }

    /// Compiles a node and writes the SQL below `target/compiled`; seeds have no code.
    private func compile(_ node: Node, _ batch: Batch?) throws(Diagnostic) -> CompiledNode {
        guard node.resourceType != .seed else { return CompiledNode(uncompiled: node) }
        session.allowsQueries = run.project.compilation.invocation.settings.introspects
        defer { session.allowsQueries = true }
        var compiled = try NodeCompiler(run.project, session: session, batch: batch).compile(node)
        // dbt writes no compiled snapshots, and no empty files.
        let isWritten = node.resourceType != .snapshot && !compiled.text.isEmpty
        let path = isWritten ? run.targets.compiledPath(of: node, batch: batch?.label) : nil
        compiled.node.compilation = .init(compiledPath: path, compiledCode: compiled.text, extraCTEs: compiled.ctes)
        if let path {
            events?.wroteCode()
            try run.targets.write(compiled.code, to: path)
        }
        return compiled
    }

    private func setSeed(_ node: Node, _ execution: NodeExecution) {
        execution.setSeed { [self] () throws(Diagnostic) in
            let table = try SeedReader(run).table(of: node)
            if run.keepsSeeds { seedTable = table }
            return table
        }
    }

    /// What the outcome of a materialization means for a node of this type.
    private func complete(
        _ result: inout NodeResult, of node: Node, _ outcome: NodeExecution.Outcome
    ) throws(Diagnostic) {
        if let response = outcome.response {
            result.message = response.message
            result.adapterResponse = response.fields
        }
        if node.resourceType == .seed { result.seedTable = seedTable }
        if node.resourceType == .test {
            let policy = run.project.compilation.log.warnings
            try TestVerdict(outcome.table, of: node).apply(
                to: &result, failsOnWarnings: policy.outcome(name: "LogTestResult", isDeprecation: false) == .error)
            if let failures = result.failures, failures != 0 {
                result.failingRows = FailingRowSample(limit: run.sampleRows).rows(
                    of: node, code: result.compilation?.compiledCode ?? "", stored: outcome.relations.first,
                    using: session)
            }
        }
    }

    /// The error as run_results.json and the end of the run show it.
    private func message(of error: Diagnostic, _ node: Node, _ result: NodeResult) -> String {
        var error = error
        if error.subject == nil { error.subject = node.label }
        if error.family == .database, let path = result.buildPath { error.message += "\ncompiled code at \(path)" }
        return error.dbtText
    }
}

/// Measures one step.
struct Stopwatch {
    let startedAt = SystemClock.now
    private let start = SystemClock.monotonicSeconds

    var seconds: Double { SystemClock.monotonicSeconds - start }

    /// The phases that dbt reports.
    func timings(compiledAt: Timestamp?) -> [NodeResult.Timing] {
        let now = SystemClock.now
        guard let compiledAt else {
            return [.init(name: "compile", startedAt: startedAt, completedAt: now)]
        }
        return [
            .init(name: "compile", startedAt: startedAt, completedAt: compiledAt),
            .init(name: "execute", startedAt: compiledAt, completedAt: now),
        ]
    }
}
