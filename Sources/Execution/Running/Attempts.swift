internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import ProjectModel

/// Executes a resource again, as its `retries` say, while it fails for a reason that may pass and nothing of it is visible.
struct Attempts {
    let run: RunContext
    let session: AdapterSession
    let policy: RetryPolicy
    /// How the log calls the resource: `model orders`.
    let label: String
    /// The relations that only this resource works with.
    var relations: [Relation] = []

    /// - Parameter attempt: executes it once.
    /// - Returns: the last result, which says how many there were when there was more than one.
    func result(of attempt: () -> NodeResult) -> NodeResult {
        guard policy.retries > 0 else { return attempt() }
        let checkpoint = run.project.relations.checkpoint(of: relations)
        var count = 1
        var result = attempt()
        while count <= policy.retries, let failure = result.failure, failure.family == .database, session.canRepeat,
            !run.isStopped()
        {
            let reason = failure.message.split(separator: "\n").first ?? ""
            run.project.compilation.log.fire(
                .note(
                    "Retrying \(label) (\(count) of \(policy.retries)) in \(policy.delayText): \(reason)", level: .warn)
            )
            guard run.pause(seconds: policy.delay) else { break }
            run.project.relations.restore(checkpoint)
            count += 1
            result = attempt()
        }
        if count > 1 { result.adapterResponse["attempts"] = .int(count) }
        return result
    }
}

extension Attempts {
    init(_ run: RunContext, _ session: AdapterSession, _ node: Node) {
        let relation = Relation(database: node.database, schema: node.schema, identifier: node.alias)
        let names = [node.alias] + ["__dbt_tmp", "__dbt_backup"].map { relation.identifier(withSuffix: $0) }
        self.init(
            run: run, session: session, policy: node.config.retryPolicy,
            label: "\(node.resourceType.rawValue) \(node.name)",
            relations: names.map { Relation(database: node.database, schema: node.schema, identifier: $0) })
    }
}
