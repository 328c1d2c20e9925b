internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectModel

/// Executes a microbatch model: batch after batch, each as a node of its own.
///
/// PostgreSQL's adapter runs no batches at once. Source: dbt-core 1.11, microbatch orchestration.
struct MicrobatchRunner {
    private let run: RunContext
    private let session: AdapterSession
    private let node: Node
    /// Compiles and executes one batch.
    private let execute: (Node, Batch, _ isIncremental: Bool) -> NodeResult

    init(
        _ run: RunContext, session: AdapterSession, node: Node,
        execute: @escaping (Node, Batch, _ isIncremental: Bool) -> NodeResult
    ) {
        self.run = run
        self.session = session
        self.node = node
        self.execute = execute
    }

    /// The result of all batches together.
    /// - Throws: when the database cannot tell whether the model's table is there.
    func result() throws(Diagnostic) -> NodeResult {
        let settings = run.project.compilation.invocation.settings
        let relation = try RelationLookup(run.project, session: session).relation(of: node)
        session.release()
        let previous = run.batches.previous[node.uniqueID]
        // What succeeded in the run that is repeated is kept, though that run may have begun with a full refresh.
        let isRefreshed = previous == nil && (node.config.fullRefresh ?? settings.fullRefresh)
        let isIncremental = relation?.type == .table && !isRefreshed
        let batches: [Batch]
        if let previous {
            let size = node.config["batch_size"]?.string.flatMap(BatchSize.init) ?? .day
            batches = previous.failed.map { Batch($0, size: size) }
        } else {
            let now = run.batches.now ?? run.project.compilation.invocation.startedAt
            batches = BatchPlan(
                now: now, window: settings.sample ?? settings.eventTimes, isIncremental: isIncremental
            ).batches(of: node.config)
        }
        var result = merged(execute(batches, isIncremental))
        result.batchResults?.successful += previous?.successful ?? []
        return result
    }

    /// After a failure of the first batch the others are skipped; after one of another they are not.
    private func execute(_ batches: [Batch], _ isIncremental: Bool) -> [(batch: Batch, isSuccess: Bool)] {
        var ends: [(batch: Batch, isSuccess: Bool)] = []
        for (index, batch) in batches.enumerated() {
            guard !run.isStopped() else {
                ends.append((batch, false))
                continue
            }
            var node = node
            // Strategies that were written before there was `model.batch` read the window from here.
            node.config["__dbt_internal_microbatch_event_time_start"] = .timestamp(batch.window.isoTexts[0])
            node.config["__dbt_internal_microbatch_event_time_end"] = .timestamp(batch.window.isoTexts[1])
            if index > 0 { node.config["pre-hook"] = .list([]) }
            if index + 1 < batches.count { node.config["post-hook"] = .list([]) }
            let reporter = BatchReporter(run, node, batch, index: index + 1, of: batches.count)
            if let first = ends.first, !first.isSuccess {
                reporter.skipped()
                ends.append((batch, false))
                continue
            }
            reporter.started()
            let clock = Stopwatch()
            let result = execute(node, batch, index > 0 || isIncremental)
            reporter.finished(result, seconds: clock.seconds)
            ends.append((batch, result.status == .success))
        }
        return ends
    }

    private func merged(_ ends: [(batch: Batch, isSuccess: Bool)]) -> NodeResult {
        let successful = ends.filter(\.isSuccess).map(\.batch.window).sorted()
        let failed = ends.filter { !$0.isSuccess }.map(\.batch.window).sorted()
        var result = NodeResult(id: node.uniqueID, status: .success)
        result.message = "SUCCESS"
        if !failed.isEmpty {
            result.status = successful.isEmpty ? .error : .partialSuccess
            result.message =
                successful.isEmpty ? "ERROR" : "PARTIAL SUCCESS (\(successful.count)/\(ends.count))"
        }
        result.failures = 0
        result.relationName = node.relationName
        result.batchResults = BatchResults(successful: successful, failed: failed)
        return result
    }
}

/// What a run must know of batches besides the settings.
struct BatchSelection: Sendable {
    /// The batches of an earlier run by model: only those that failed are executed.
    var previous: [UniqueID: BatchResults] = [:]
    /// When the run that is repeated was started.
    var now: Timestamp?
}
