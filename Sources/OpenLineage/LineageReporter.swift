public import Compiler
public import Execution
internal import Formats
internal import Platform
public import ProjectGraph
public import ProjectModel
internal import Threads

/// Tells OpenLineage what a command does: the command itself, each relation that is built, and what tests find.
///
/// Names of jobs and datasets are those of `dbt-ol`, OpenLineage's wrapper of dbt, so that a catalogue sees the same.
public final class LineageReporter: Sendable {
    /// What a reporter has to know of the command.
    public struct Subject: Sendable {
        public var manifest: Manifest
        public var invocation: Invocation
        /// Of the server; nil for the usual ones.
        public var host: String?
        public var port: Int?
        public var columnEdges: [ColumnEdge] = []

        public init(_ manifest: Manifest, _ invocation: Invocation) {
            self.manifest = manifest
            self.invocation = invocation
        }
    }

    private let manifest: Manifest
    private let datasets: LineageDatasets
    private let sink: any LineageSink
    /// `build`, `run`, …
    private let command: String
    /// Of all jobs: `OPENLINEAGE_NAMESPACE`.
    private let namespace: String
    /// The command itself.
    private let run: ParentRun
    /// What the command is a part of, and the topmost of these.
    private let parent: ParentRun?
    private let root: ParentRun
    private let startedAt: Timestamp
    /// The runs of nodes that have started, by node.
    private let runs = Monitor<[UniqueID: String]>([:])

    public init(_ subject: Subject, to sink: any LineageSink) {
        self.sink = sink
        manifest = subject.manifest
        let environment = subject.invocation.environment
        // A folder is the place of a socket: the server is on this machine.
        let host = subject.host.flatMap { $0.isEmpty || $0.hasPrefix("/") ? nil : $0 } ?? "localhost"
        datasets = LineageDatasets(
            subject.manifest, namespace: "postgres://\(host):\(subject.port ?? 5432)", columnEdges: subject.columnEdges)
        command = subject.invocation.command
        startedAt = subject.invocation.startedAt
        namespace = environment["OPENLINEAGE_NAMESPACE"] ?? "dbt"
        run = ParentRun(
            namespace: namespace,
            name: environment["OPENLINEAGE_DBT_JOB_NAME"] ?? "dbt-run-\(subject.manifest.rootPackage)",
            runID: subject.invocation.id)
        parent = environment["OPENLINEAGE_PARENT_ID"].flatMap { ParentRun($0) }
        root = environment["OPENLINEAGE_ROOT_PARENT_ID"].flatMap { ParentRun($0) } ?? parent ?? run
    }

    // MARK: - The command

    /// Tells that the command has started.
    public func start() { send(commandEvent(.start, at: startedAt)) }

    /// Tells what the tests found and how the command ended.
    /// - Returns: why events were lost; nil when all were taken.
    public func end(_ results: RunResults) -> String? {
        for event in testEvents(results.results) { send(event) }
        return end(results.wasInterrupted ? .abort : results.hasFailure ? .fail : .complete)
    }

    /// Tells that the command failed before it came to its nodes, or between them.
    public func fail(_ message: String) -> String? { end(.fail, message) }

    private func end(_ kind: LineageEvent.Kind, _ message: String? = nil) -> String? {
        var event = commandEvent(kind, at: SystemClock.now)
        if let message { event.runFacets.setError(message) }
        send(event)
        return sink.close()
    }

    private func commandEvent(_ kind: LineageEvent.Kind, at time: Timestamp) -> LineageEvent {
        var job = LineageEvent.Job(namespace: run.namespace, name: run.name)
        job.facets.setJobType("JOB")
        var event = LineageEvent(kind: kind, time: time, runID: run.runID, job: job)
        if let parent { event.runFacets.setParent(parent, root: root) }
        event.runFacets.setEngine()
        return event
    }

    private func send(_ event: LineageEvent) { sink.send(event.line) }

    // MARK: - Nodes

    /// Tells that a node is being built; nothing for tests and for what has no relation.
    public func started(_ id: UniqueID) {
        guard let kind = Self.jobType(manifest.nodes[id]), let output = datasets.output(id) else { return }
        let runID = Random.uuid()
        runs.update { $0[id] = runID }
        var event = event(.start, id, kind, runID: runID, at: SystemClock.now)
        event.outputs = [output]
        send(event)
    }

    /// Tells how a node ended.
    public func finished(_ result: NodeResult) {
        let found: String? = runs.update { $0.removeValue(forKey: result.id) }
        guard let runID = found, let type = Self.jobType(manifest.nodes[result.id]) else { return }
        let kind: LineageEvent.Kind =
            switch result.status {
            case .success, .pass, .warn, .noOp: .complete
            case .skipped: .abort
            case .error, .fail, .partialSuccess, .runtimeError: .fail
            }
        var event = event(kind, result.id, type, runID: runID, at: result.timings.last?.completedAt ?? SystemClock.now)
        if let code = result.compilation?.compiledCode, !code.isEmpty { event.job.facets.setSQL(code) }
        if kind == .complete {
            let count = result.adapterResponse["rows_affected"]?.int.flatMap { $0 > 0 ? $0 : nil }
            if let output = datasets.output(result.id, rowCount: count) { event.outputs = [output] }
        } else if let message = result.message {
            event.runFacets.setError(message)
        }
        send(event)
    }

    private static func jobType(_ node: Node?) -> String? {
        switch node?.resourceType {
        case .model: "MODEL"
        case .seed: "SEED"
        case .snapshot: "SNAPSHOT"
        default: nil
        }
    }

    private func event(
        _ kind: LineageEvent.Kind, _ id: UniqueID, _ type: String, runID: String, at time: Timestamp
    ) -> LineageEvent {
        var job = LineageEvent.Job(namespace: namespace, name: jobName(id, type))
        job.facets.setJobType(type)
        var event = LineageEvent(kind: kind, time: time, runID: runID, job: job)
        event.runFacets.setParent(run, root: root)
        event.runFacets.setEngine()
        if type != "TEST" { event.inputs = datasets.inputs(of: id).compactMap { datasets.input($0) } }
        return event
    }

    /// `shop.analytics.project.orders.build.run`
    private func jobName(_ id: UniqueID, _ type: String) -> String {
        let (node, source) = (manifest.nodes[id], manifest.sources[id])
        let own = node == nil ? id : id.split(separator: ".").dropFirst().joined(separator: ".")
        let name = "\(node?.database ?? source?.database ?? "").\(node?.schema ?? source?.schema ?? "").\(own)"
        let work = type == "MODEL" ? "run" : type.lowercased()
        if command == "build" { return "\(name).build.\(work)" }
        return type == "MODEL" ? name : "\(name).\(work)"
    }

    // MARK: - Tests

    /// The tests of a relation as one run: what each found is told of the relation.
    private func testEvents(_ results: [NodeResult]) -> [LineageEvent] {
        var order: [UniqueID] = []
        var tests: [UniqueID: [(node: Node, result: NodeResult)]] = [:]
        for result in results where result.status != .skipped {
            guard let node = manifest.nodes[result.id], node.resourceType == .test, let tested = tested(by: node) else {
                continue
            }
            if tests[tested] == nil { order.append(tested) }
            tests[tested, default: []].append((node, result))
        }
        return order.flatMap { testEvents(of: $0, tests[$0] ?? []) }
    }

    private func tested(by test: Node) -> UniqueID? {
        test.genericTest?.attachedNode ?? test.dependsOn.nodes.last { datasets.input($0) != nil }
    }

    private func testEvents(of id: UniqueID, _ tests: [(node: Node, result: NodeResult)]) -> [LineageEvent] {
        guard let input = datasets.input(id, assertions: tests.map { assertion($0.node, $0.result) }) else { return [] }
        let times = tests.flatMap(\.result.timings)
        let start = times.map(\.startedAt.microseconds).min().map { Timestamp(microseconds: $0) }
        let end = times.map(\.completedAt.microseconds).max().map { Timestamp(microseconds: $0) }
        let runID = Random.uuid()
        let failed = tests.contains { $0.result.status.isFailure }
        var events = [
            event(.start, id, "TEST", runID: runID, at: start ?? SystemClock.now),
            event(failed ? .fail : .complete, id, "TEST", runID: runID, at: end ?? SystemClock.now),
        ]
        for index in events.indices { events[index].inputs = [input] }
        return events
    }

    private func assertion(_ test: Node, _ result: NodeResult) -> DataValue {
        // With `on_fail: audit` a test passes in spite of what it has found; the data is not as asserted all the same.
        let isAsserted = result.status == .pass && (result.failures ?? 0) == 0
        var assertion: DataMapping = [
            "assertion": .string(test.genericTest?.testName ?? test.name), "name": .string(test.name),
            "success": .bool(isAsserted),
            "severity": .string((test.config["severity"]?.string ?? "error").lowercased()),
        ]
        if let column = test.genericTest?.columnName { assertion["column"] = .string(column) }
        if let failures = result.failures { assertion["actual"] = .string("\(failures)") }
        return .mapping(assertion)
    }
}
