internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectModel

/// The block at the end of a run.
///
/// Source: `compat/cli.md`, end-of-run block.
struct RunSummary {
    private let project: RuntimeProject
    private let results: RunResults

    init(_ project: RuntimeProject, _ results: RunResults) {
        self.project = project
        self.results = results
    }

    func report(_ log: EventLog) {
        log.fire(.formatting())
        log.fire(.finishedRunning(statLine: statLine, seconds: results.elapsedTime))
        log.fire(.formatting())
        let errors = count { $0 == .error || $0 == .fail || $0 == .runtimeError }
        let warnings = count { $0 == .warn }
        let partial = count { $0 == .partialSuccess }
        log.fire(
            .endOfRunSummary(
                errors: errors, warnings: warnings, partialSuccesses: partial, wasInterrupted: results.wasInterrupted))
        for result in results.results { report(result, log) }
        log.fire(.formatting())
        log.fire(
            .stats(
                pass: count { $0 == .success || $0 == .pass }, warn: warnings, error: errors,
                skip: count { $0 == .skipped }, noOp: count { $0 == .noOp }, total: results.results.count))
    }

    private func count(_ condition: (NodeResult.Status) -> Bool) -> Int {
        results.results.count { condition($0.status) }
    }

    private func report(_ result: NodeResult, _ log: EventLog) {
        // That a step was cancelled is no news to whoever pressed Ctrl-C.
        if results.wasInterrupted, result.failure?.code == .databaseCancelled { return }
        guard result.status.isFailure || result.status == .warn, result.status != .skipped,
            let resource = ExecutableResource(result.id, in: project.manifest)
        else { return }
        let info = resource.info(status: result.status.rawValue, result: result)
        log.fire(.formatting())
        if result.status == .warn {
            log.fire(
                .runResultWarning(
                    resourceType: resource.type.rawValue, name: resource.name, path: resource.path, node: info))
        } else {
            log.fire(
                .runResultFailure(
                    resourceType: resource.type.rawValue, name: resource.name, path: resource.path, node: info))
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

    /// `2 project hooks, 1 table model, 2 view models`.
    private var statLine: String {
        var counts: [String: Int] = [:]
        for result in results.results {
            guard let resource = ExecutableResource(result.id, in: project.manifest) else { continue }
            counts[resource.type == .operation ? "project hook" : resource.countName, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { name, count in
            if count == 1 { return name == "data test" ? "1 test" : "1 \(name)" }
            return "\(count) \(name)s"
        }.joined(separator: ", ")
    }
}
