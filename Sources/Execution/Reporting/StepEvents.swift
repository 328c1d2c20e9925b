internal import Adapter
internal import Events
internal import Formats
internal import Platform

/// Tells in events of level debug through which phases a step goes: what orchestrators follow in JSON logs.
///
/// Source: dbt-core 1.11, Q024, Q030, Q031, Q029, Q025, W002 and Z033.
struct StepEvents {
    private let log: EventLog
    private let resource: ExecutableResource
    private let startedAt = SystemClock.now
    private let isWanted: Bool

    init(_ log: EventLog, _ resource: ExecutableResource) {
        self.log = log
        self.resource = resource
        isWanted = log.wants(.debug)
    }

    func started() { enter("started", Event.nodeStart) }
    func compiling() { enter("compiling", Event.nodeCompiling) }
    func wroteCode() { enter("compiling", Event.writingInjectedSQL) }
    func executing() { enter("executing", Event.nodeExecuting) }

    private func enter(_ status: String, _ event: (NodeInfo) -> Event) {
        guard isWanted else { return }
        var info = resource.info(status: status)
        info.startedAt = startedAt.localISO
        log.setNode(info)
        log.fire(event(info))
    }

    func finished(_ result: NodeResult) {
        guard isWanted else { return }
        if result.failure != nil, let message = result.message {
            var info = resource.info(status: "executing")
            info.startedAt = startedAt.localISO
            log.fire(.exceptionOnRun(message, node: info))
        }
        var info = resource.info(status: result.status.rawValue, result: result)
        info.startedAt = startedAt.localISO
        info.finishedAt = SystemClock.now.localISO
        log.setNode(nil)
        log.fire(.nodeFinished(info, result.told))
    }

    /// Tells that what depends on the step will not run.
    func skipsDependents(_ result: NodeResult) {
        guard isWanted else { return }
        log.fire(.markSkippedChildren(of: result.id, result.told))
    }
}

extension NodeResult {
    /// What events say of the result.
    var told: Event.NodeResult {
        Event.NodeResult(
            status: status.rawValue, message: message ?? "", thread: thread, seconds: executionTime,
            failures: failures ?? 0,
            timing: timings.map { .init(name: $0.name, started: $0.startedAt, completed: $0.completedAt) },
            adapterResponse: adapterResponse)
    }
}

extension Timestamp {
    /// Without an offset: what Python writes of times that know none.
    var localISO: String { String(iso.dropLast()) }
}
