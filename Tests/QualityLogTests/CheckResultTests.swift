import Execution
import Formats
import ProjectGraph
import ProjectModel
import Testing

@testable import QualityLog

/// What the log says of a result.
@Suite struct CheckResultTests {
    private func manifest(_ config: DataMapping) throws -> Manifest {
        var model = Node(
            uniqueID: "model.p.a", resourceType: .model, name: "a", packageName: "p", path: "", originalFilePath: "",
            fqn: [], checksum: .none, rawCode: "")
        (model.schema, model.alias) = ("dev", "b")
        var generic = Node(
            uniqueID: "test.p.t", resourceType: .test, name: "t", packageName: "p", path: "", originalFilePath: "",
            fqn: [], checksum: .none, rawCode: "")
        generic.refs = [RefCall(name: "a")]
        generic.config = NodeConfig(config)
        generic.details = .genericTest(
            .init(
                testName: "at_least_one", namespace: "dbt_utils", arguments: [:], columnName: "id",
                fileKeyName: "models.a", attachedNode: "model.p.a"))
        var singular = Node(
            uniqueID: "test.p.s", resourceType: .test, name: "s", packageName: "p", path: "", originalFilePath: "",
            fqn: [], checksum: .none, rawCode: "")
        singular.refs = [RefCall(name: "a")]
        var project = ParsedProject(rootPackage: "p", projects: [:])
        project.nodes = [model, generic, singular]
        return try Manifest.resolve(project) { _ in }
    }

    private func check(
        _ status: NodeResult.Status, failures: Int? = nil, _ config: DataMapping = [:], id: String = "test.p.t",
        isFailFast: Bool = false
    ) throws -> CheckResult? {
        var result = NodeResult(id: id, status: status)
        result.failures = failures
        result.executionTime = 1.5
        return CheckResult(result, in: try manifest(config), isFailFast: isFailFast)
    }

    @Test func saysWhatWasTested() throws {
        let generic = try #require(try check(.pass, failures: 0))
        #expect(generic.testType == "generic")
        #expect(generic.checkName == "dbt_utils.at_least_one")
        #expect(generic.nodeIDs == ["model.p.a"])
        #expect(generic.relations == ["dev.b"])
        #expect(generic.columnName == "id")
        #expect(generic.severity == "error")
        let singular = try #require(try check(.pass, failures: 0, id: "test.p.s"))
        #expect(singular.testType == "singular")
        #expect(singular.checkName == "s")
        #expect(singular.nodeIDs == ["model.p.a"])
        #expect(try check(.success, id: "model.p.a") == nil)
    }

    @Test func saysWhatFollowed() throws {
        #expect(try check(.pass, failures: 0)?.consequence == .passed)
        #expect(try check(.pass, failures: 3, ["on_fail": "audit"])?.consequence == .recorded)
        #expect(try check(.warn, failures: 3)?.consequence == .warned)
        #expect(try check(.fail, failures: 3)?.consequence == .failedNode)
        #expect(try check(.fail, failures: 3, ["on_fail": "fail_node"])?.consequence == .failedNode)
        #expect(try check(.fail, failures: 3, ["on_fail": "fail_run"])?.consequence == .failedRun)
        #expect(try check(.fail, failures: 3, isFailFast: true)?.consequence == .failedRun)
        #expect(try check(.error, ["on_fail": "fail_run"])?.consequence == .error)
    }

    @Test func whatWasSkippedHasNoTimes() throws {
        let skipped = try #require(try check(.skipped))
        #expect(skipped.consequence == .skipped)
        #expect(skipped.startedAt == nil)
        #expect(skipped.duration == nil)
        #expect(try check(.pass)?.duration == 1.5)
    }
}
