public import Execution
internal import Formats
internal import Platform
public import ProjectGraph
internal import ProjectModel

/// What one test found and what followed: a row of the quality log, without what all rows of a run share.
public struct CheckResult: Sendable, Equatable {
    /// What followed from the result.
    public enum Consequence: String, Sendable {
        case passed, warned, recorded, skipped, error
        case failedNode = "failed_node"
        case failedRun = "failed_run"
    }

    public var testID: String
    public var testName: String
    /// `generic`, `singular` or `unit`.
    public var testType: String
    /// The generic test, with its package when it was named: `dbt_utils.at_least_one`; else the test's name.
    public var checkName: String
    /// What is tested; several ids for a singular test that reads several nodes.
    public var nodeIDs: [String]
    /// `schema.name` of what is tested.
    public var relations: [String]
    public var columnName: String?
    /// `error` or `warn`.
    public var severity: String
    public var onFail: String?
    public var consequence: Consequence
    /// dbt's word.
    public var status: String
    public var failures: Int?
    /// Failing rows, each a JSON object.
    public var sample: [String]
    public var message: String?
    /// ISO 8601; nil for a test that was skipped.
    public var startedAt: String?
    /// Seconds; nil for a test that was skipped.
    public var duration: Double?

    /// - Parameter isFailFast: whether any failure stops the run.
    /// - Returns: nil for the result of anything but a test.
    public init?(_ result: NodeResult, in manifest: borrowing Manifest, isFailFast: Bool) {
        if let node = manifest.nodes[result.id], node.resourceType == .test {
            self.init(result, test: node, in: manifest)
        } else if let test = manifest.unitTests[result.id] {
            self.init(result, unitTest: test, in: manifest)
        } else {
            return nil
        }
        switch result.status {
        case .pass, .success, .noOp: consequence = (failures ?? 0) > 0 ? .recorded : .passed
        case .warn: consequence = .warned
        case .fail: consequence = onFail == OnFail.failRun.rawValue || isFailFast ? .failedRun : .failedNode
        case .skipped: consequence = .skipped
        case .error, .runtimeError, .partialSuccess: consequence = .error
        }
        guard result.status != .skipped else { return }
        startedAt = result.timings.first?.startedAt.iso
        duration = result.executionTime
    }

    private init(_ result: NodeResult, test: Node, in manifest: borrowing Manifest) {
        let generic = test.genericTest
        let tested = generic.map { generic in
            // Tests of sources are attached to nothing.
            [generic.attachedNode ?? test.dependsOn.nodes.first].compactMap { $0 }
        }
        self.init(result, name: test.name, tested: tested ?? test.dependsOn.nodes, config: test.config, in: manifest)
        testType = generic == nil ? "singular" : "generic"
        columnName = generic?.columnName
        if let generic { checkName = (generic.namespace.map { "\($0)." } ?? "") + generic.testName }
        severity = test.config.severity.lowercased()
    }

    private init(_ result: NodeResult, unitTest test: UnitTest, in manifest: borrowing Manifest) {
        self.init(result, name: test.name, tested: test.dependsOn.nodes, config: test.config, in: manifest)
        testType = "unit"
    }

    private init(
        _ result: NodeResult, name: String, tested: [UniqueID], config: NodeConfig, in manifest: borrowing Manifest
    ) {
        testID = result.id
        testName = name
        testType = ""
        checkName = name
        nodeIDs = tested
        relations = []
        for id in tested {
            if let node = manifest.nodes[id] {
                relations.append("\(node.schema).\(node.alias)")
            } else if let source = manifest.sources[id] {
                relations.append("\(source.schema).\(source.identifier)")
            }
        }
        severity = "error"
        onFail = config.onFail?.rawValue
        consequence = .passed
        status = result.status.rawValue
        failures = result.failures
        sample = result.failingRows
        message = result.message
    }
}
