internal import Compiler
internal import Diagnostics
internal import Events
internal import ProjectModel

/// Tells the log how a batch of a microbatch model goes.
struct BatchReporter {
    private let run: RunContext
    private let node: Node
    private let batch: Batch
    private let index: Int
    private let total: Int

    /// - Parameter index: the 1-based number of the batch.
    init(_ run: RunContext, _ node: Node, _ batch: Batch, index: Int, of total: Int) {
        self.run = run
        self.node = node
        self.batch = batch
        self.index = index
        self.total = total
    }

    private var description: String { "batch \(batch.label) of \(node.schema).\(node.alias)" }
    private var log: EventLog { run.project.compilation.log }

    func started() {
        log.fire(
            .logBatchStart(description: description, batch: index, batches: total, node: info("started")))
        log.fire(.microbatchDebug("\(description) is being run sequentially"))
    }

    func finished(_ result: NodeResult, seconds: Double) {
        if let failure = result.failure {
            log.fire(
                .genericExceptionOnRun(
                    path: node.uniqueID, text: "Exception on worker thread. \(failure.dbtText)", node: info("error")))
        }
        let status = result.status == .error ? "error" : result.message ?? result.status.rawValue
        log.fire(
            .logBatchResult(
                description: description, status: status, batch: index, batches: total, seconds: seconds,
                node: info(result.status.rawValue)))
    }

    func skipped() {
        log.fire(
            .logBatchResult(
                description: description, status: "skipped", batch: index, batches: total, seconds: 0,
                node: info("skipped")))
    }

    private func info(_ status: String) -> NodeInfo { ExecutableResource.node(node).info(status: status) }
}
