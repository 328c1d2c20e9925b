internal import Adapter
internal import Compiler
public import Events
public import Formats
internal import Jinja
internal import Platform
internal import ProjectModel
internal import SourceLoading
internal import TemplateLibrary

/// Tells the log how each step goes, in dbt's lines.
///
/// Source: dbt-core 1.11, node result texts.
public struct NodeReporter: Sendable {
    private let log: EventLog
    private let total: Int
    private let groups: [String: DataMapping]
    private let runsBatches: Bool

    /// - Parameters:
    ///   - total: how many steps are counted.
    ///   - groups: what events say of the groups that nodes belong to, by name.
    ///   - runsBatches: whether microbatch models run batch by batch.
    public init(_ log: EventLog, total: Int, groups: [String: DataMapping] = [:], runsBatches: Bool = false) {
        self.log = log
        self.total = total
        self.groups = groups
        self.runsBatches = runsBatches
    }

    private func description(of step: ExecutableResource) -> String {
        guard runsBatches, case .node(let node) = step, Compilation.hasMicrobatchStrategy(node) else {
            return step.description
        }
        return "\(node.language) microbatch model \(node.schema).\(node.alias)"
    }

    /// - Parameter index: the 1-based number of the step, in the order in which steps start.
    func started(_ step: ExecutableResource, index: Int) {
        guard step.announcesStart else { return }
        log.fire(
            .logStart(
                description: description(of: step), index: index, total: total, node: step.info(status: "started")))
    }

    func finished(_ step: ExecutableResource, _ result: NodeResult, index: Int) {
        var info = step.info(status: result.status.rawValue, result: result)
        if case .node(let node) = step { info.group = node.group.flatMap { groups[$0] } }
        let seconds = result.executionTime
        switch (result.status, step) {
        case (.skipped, _): skipped(step, index: index)
        case (.noOp, _):
            log.fire(
                .logNoOpResult(
                    description: description(of: step), index: index, total: total, seconds: seconds, node: info))
        case (_, .node(let node)) where node.resourceType == .seed:
            log.fire(
                .logSeedResult(
                    schema: node.schema, relation: node.alias, status: result.status.rawValue,
                    message: result.message ?? "", index: index, total: total, seconds: seconds, node: info))
        case (_, .node(let node)) where node.resourceType == .snapshot:
            log.fire(
                .logSnapshotResult(
                    description: "\(node.schema).\(node.alias)", status: result.status.rawValue,
                    message: result.message ?? "",
                    configuration: Self.configuration(of: node), index: index, total: total, seconds: seconds,
                    node: info))
        case (_, .node(let node)) where node.resourceType == .test:
            log.fire(
                .logTestResult(
                    name: node.name, status: result.status.rawValue, failures: result.failures ?? 0, index: index,
                    total: total, seconds: seconds, node: info, attachedNode: node.genericTest?.attachedNode ?? ""))
        case (_, .load):
            let text = result.load?.summary ?? result.message ?? ""
            log.fire(
                .logLoadResult(
                    description: description(of: step), status: result.status.rawValue, message: text,
                    rows: result.load?.rows ?? 0, files: result.load?.filesLoaded ?? 0, index: index, total: total,
                    seconds: seconds, node: info))
        case (_, .source(let source)):
            log.fire(
                .logFreshnessResult(
                    source: source.sourceName, table: source.name, status: result.status.rawValue, index: index,
                    total: total, seconds: seconds, node: info))
        case (_, .unitTest(let test)):
            log.fire(
                .logTestResult(
                    name: "\(test.model)::\(test.versionedName)", status: result.status.rawValue,
                    failures: result.failures ?? 0, index: index, total: total, seconds: seconds, node: info))
        case (_, .node(let node)) where node.resourceType == .function:
            log.fire(
                .logFunctionResult(
                    description: description(of: step), status: result.status.rawValue, index: index, total: total,
                    seconds: seconds, node: info))
        default:
            let status = result.status == .error ? "error" : result.message ?? result.status.rawValue
            log.fire(
                .logModelResult(
                    description: description(of: step), status: status, index: index, total: total, seconds: seconds,
                    node: info))
        }
    }

    /// All that is configured, as Python writes it.
    private static func configuration(of node: Node) -> [String: String] {
        var texts: [String: String] = [:]
        for (key, value) in node.config.values where value != .null {
            texts[key] = (try? Value(value).str())?.string
        }
        return texts
    }

    /// - Parameter status: of the ephemeral model that the step would have contained.
    func skipped(_ step: ExecutableResource, index: Int, becauseOf status: NodeResult.Status) {
        log.fire(
            .logSkipBecauseOfError(
                schema: step.schema, relation: step.name, status: status.rawValue, index: index, total: total))
    }

    func skipped(_ step: ExecutableResource, index: Int) {
        log.fire(
            .logSkip(
                resourceType: step.type.rawValue, schema: step.schema, name: step.name, index: index, total: total,
                node: step.info(status: "skipped")))
    }
}
