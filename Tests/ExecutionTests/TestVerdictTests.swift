import Adapter
import Formats
import ProjectModel
import Testing

@testable import Execution

/// What the rows that a test finds mean under each configuration.
@Suite struct TestVerdictTests {
    private func result(
        _ failures: Int, warns: Bool, errs: Bool, _ config: DataMapping = [:], failsOnWarnings: Bool = false
    ) throws -> NodeResult {
        var node = Node(
            uniqueID: "test.p.t", resourceType: .test, name: "t", packageName: "p", path: "", originalFilePath: "",
            fqn: [], checksum: .none, rawCode: "")
        node.config = NodeConfig(config)
        let table = Table(
            columnNames: ["failures", "should_warn", "should_error"], columnTypes: [.integer, .boolean, .boolean],
            cells: [.int(failures), .bool(warns), .bool(errs)])
        var result = NodeResult(id: node.uniqueID, status: .success)
        try TestVerdict(table, of: node).apply(to: &result, failsOnWarnings: failsOnWarnings)
        return result
    }

    @Test(arguments: [nil, "fail_run", "fail_node", "warn", "audit"])
    func aTestThatFindsNothingPasses(onFail: String?) throws {
        let result = try result(0, warns: false, errs: false, ["on_fail": .text(onFail)])
        #expect(result.status == .pass)
        #expect(result.failures == 0)
        #expect(result.message == nil)
    }

    @Test func severityDecidesWithoutOnFail() throws {
        let failure = try result(2, warns: true, errs: true)
        #expect(failure.status == .fail)
        #expect(failure.message == "Got 2 results, configured to fail if != 0")
        #expect(try result(1, warns: true, errs: true, ["severity": "warn"]).status == .warn)
    }

    @Test(arguments: [("fail_run", "error"), ("fail_run", "warn"), ("fail_node", "error"), ("fail_node", "warn")])
    func failingReplacesTheSeverity(onFail: String, severity: String) throws {
        let result = try result(
            2, warns: true, errs: true, ["on_fail": .string(onFail), "severity": .string(severity)])
        #expect(result.status == .fail)
        #expect(result.message == "Got 2 results, configured to fail if != 0 (on_fail: \(onFail))")
    }

    @Test func whatHasNotReachedErrorIfOnlyWarns() throws {
        let config: DataMapping = ["on_fail": "fail_run", "error_if": "> 10"]
        let result = try result(2, warns: true, errs: false, config)
        #expect(result.status == .warn)
        #expect(result.message == "Got 2 results, configured to warn if != 0 (on_fail: fail_run)")
    }

    @Test func whatDoesNotReachAnyThresholdOfItsSeverityPasses() throws {
        let config: DataMapping = ["on_fail": "fail_run", "severity": "warn", "warn_if": "> 10"]
        #expect(try result(2, warns: false, errs: true, config).status == .pass)
    }

    @Test func warnWarnsWhateverTheSeverity() throws {
        let result = try result(1, warns: true, errs: true, ["on_fail": "warn"])
        #expect(result.status == .warn)
        #expect(result.message == "Got 1 result, configured to warn if != 0 (on_fail: warn)")
        #expect(try self.result(1, warns: true, errs: true, ["on_fail": "warn"], failsOnWarnings: true).status == .fail)
    }

    @Test func auditOnlyRecords() throws {
        let result = try result(3, warns: true, errs: true, ["on_fail": "audit"], failsOnWarnings: true)
        #expect(result.status == .pass)
        #expect(result.failures == 3)
        #expect(result.message == "3 rows recorded (on_fail: audit)")
    }
}
