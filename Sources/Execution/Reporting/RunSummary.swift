internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectGraph
internal import ProjectModel
internal import SourceLoading

/// The block at the end of a run.
///
/// Source: dbt-core 1.11, end-of-run block.
struct RunSummary {
    private let project: RuntimeProject
    private let results: RunResults

    init(_ project: RuntimeProject, _ results: RunResults) {
        self.project = project
        self.results = results
    }

    func report(_ kind: RunTask.Summary, _ log: EventLog) {
        guard kind != .none else { return }
        log.fire(.formatting())
        if kind != .outcome { log.fire(.finishedRunning(statLine: statLine, seconds: results.elapsedTime)) }
        guard kind != .freshness else {
            for result in results.results where result.status == .error || result.status == .runtimeError {
                report(result, log)
            }
            return
        }
        // Only ephemeral models were selected.
        guard !results.results.isEmpty else { return }
        for result in results.results { show(result, log) }
        if kind == .results { log.fire(.formatting()) }
        let errors = results.results.filter(isError)
        let warnings = results.results.filter { $0.status == .warn }
        let partial = count { $0 == .partialSuccess }
        log.fire(
            .endOfRunSummary(
                errors: errors.count, warnings: warnings.count, partialSuccesses: partial,
                wasInterrupted: results.wasInterrupted))
        for result in errors + warnings { report(result, log) }
        log.fire(.formatting())
        log.fire(
            .stats(
                pass: count { $0 == .success || $0 == .pass }, warn: warnings.count,
                error: count { $0 == .error || $0 == .fail || $0 == .partialSuccess || $0 == .runtimeError },
                skip: count { $0 == .skipped }, noOp: count { $0 == .noOp }, total: results.results.count))
    }

    private func count(_ condition: (NodeResult.Status) -> Bool) -> Int {
        results.results.count { condition($0.status) }
    }

    /// A step that was skipped with a reason counts as an error, unless the reason is a test that is counted itself.
    private func isError(_ result: NodeResult) -> Bool {
        switch result.status {
        case .error, .fail, .runtimeError: true
        case .skipped: result.stoppedBy == nil && result.message != nil && !result.id.hasPrefix("exposure.")
        default: false
        }
    }

    /// The block of one step that failed or warns.
    /// - Parameter isSpaced: whether an empty line comes before it.
    func report(_ result: NodeResult, _ log: EventLog, isSpaced: Bool = true) {
        // That a step was cancelled is no news to whoever pressed Ctrl-C.
        if results.wasInterrupted, result.failure?.code == .databaseCancelled { return }
        guard let resource = resource(of: result) else { return }
        let info = resource.info(status: result.status.rawValue, result: result)
        let name = if case .unitTest(let test) = resource { test.versionedName } else { resource.name }
        if result.status == .skipped {
            if let message = result.message { log.fire(.runResultSkip(message, node: info)) }
            return
        }
        if isSpaced { log.fire(.formatting()) }
        if result.status == .runtimeError || result.status == .partialSuccess {
            log.fire(.runResultError(result.message ?? "", node: info))
            return
        }
        if result.status == .warn {
            log.fire(
                .runResultWarning(
                    resourceType: resource.type.rawValue, name: name, path: resource.path, node: info))
        } else {
            log.fire(
                .runResultFailure(
                    resourceType: resource.type.rawValue, name: name, path: resource.path, node: info))
        }
        if let message = result.message {
            log.fire(
                result.status == .warn
                    ? .runResultWarningMessage(message, node: info) : .runResultError(message, node: info))
        } else {
            log.fire(.runResultErrorWithoutMessage(status: result.status.rawValue, node: info))
        }
        if let path = result.compilation?.compiledPath {
            log.fire(.formatting())
            log.fire(.sqlCompiledPath(path, node: info))
        }
        if resource.type == .test, let relation = result.relationName, result.status != .error {
            log.fire(.formatting())
            log.fire(.storedFailures(relation: relation, node: info))
        }
    }

    private func resource(of result: NodeResult) -> ExecutableResource? {
        guard let load = result.load, let source = project.manifest.sources[result.id] else {
            return ExecutableResource(result.id, in: project.manifest)
        }
        return .load(source, files: load.filesFound)
    }

    /// The first rows of a seed for `--show`, in any order.
    private func show(_ result: NodeResult, _ log: EventLog) {
        guard let table = result.seedTable, let node = project.manifest.nodes[result.id] else { return }
        let header = "Random sample of table: \(node.schema).\(node.alias)"
        log.fire(.formatting())
        log.fire(.seedHeader(header))
        log.fire(.formatting(String(repeating: "-", count: header.unicodeScalars.count)))
        log.fire(.print(table.shuffled().printed(maxRows: 10, maxColumns: nil)))
        log.fire(.formatting())
    }

    /// `2 project hooks, 1 table model, 2 view models`.
    private var statLine: String {
        var counts: [String: Int] = [:]
        for result in results.results {
            guard let resource = resource(of: result) else { continue }
            let name = resource.type == .operation ? "project hook" : resource.countName
            counts[name.replacing("_", with: " "), default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { name, count in
            if name == "test" { return count == 1 ? "1 test" : "\(count) data tests" }
            if count != 1, name == "saved query" { return "\(count) saved queries" }
            return count == 1 ? "1 \(name)" : "\(count) \(name)s"
        }.joined(separator: ", ")
    }
}
