import Compiler
import Execution
import Formats
import Foundation
import Platform
import Postgres
import ProjectGraph
import ProjectLoading
import ProjectModel
import Testing

@testable import QualityLog

/// The server of the tests that need one.
enum TestServer {
    static let database = ProcessInfo.processInfo.environment["MARTLET_TEST_DATABASE"]
    /// On CI the tests run without a server too, and fail.
    static let isAvailable = database != nil || ProcessInfo.processInfo.environment["CI"] == "true"
}

/// What is written while a run goes on. What commands write stands in `IntegrationTests/QualityTests`.
@Suite(.enabled(if: TestServer.isAvailable)) struct CheckRecorderTests {
    private let schema = "t_" + UUID().uuidString.lowercased().replacing("-", with: "_")

    private func recorder(tests: Int, interval: Double, secret: String = "none") throws -> CheckRecorder {
        var project = ParsedProject(rootPackage: "p", projects: [:])
        for number in 0..<tests {
            project.nodes.append(
                Node(
                    uniqueID: "test.p.t\(number)", resourceType: .test, name: "t\(number)", packageName: "p", path: "",
                    originalFilePath: "", fqn: [], checksum: .none, rawCode: ""))
        }
        let environment = Environment(["DBT_ENV_SECRET_X": secret])
        return CheckRecorder(
            QualityLogSettings(schema: schema), manifest: try Manifest.resolve(project) { _ in },
            invocation: Invocation(
                id: "run", startedAt: SystemClock.now, command: "build", commandLine: "", settings: Settings(),
                arguments: [:], environment: environment),
            targetName: "dev", connection: try ConnectionSettings(conninfo: #require(TestServer.database)),
            interval: interval)
    }

    private func result(_ number: Int, message: String? = nil) -> NodeResult {
        var result = NodeResult(id: "test.p.t\(number)", status: .pass)
        result.message = message
        return result
    }

    private func query(_ sql: String) throws -> String? {
        var connection = try Connection(ConnectionSettings(conninfo: #require(TestServer.database)))
        let result = try connection.query(sql)
        return result.rowCount > 0 ? result.string(row: 0, column: 0) : nil
    }

    private var count: String? {
        get throws { try query("select count(*)::text from \(schema).data_quality_checks") }
    }

    @Test func waitsForTheEndOfAShortRun() throws {
        let recorder = try recorder(tests: 3, interval: 100)
        recorder.prepare()
        for number in 0..<3 { recorder.add(result(number)) }
        #expect(try count == "0")
        var results = RunResults()
        results.results = (0..<3).map { result($0) }
        #expect(recorder.end(results) == nil)
        #expect(try count == "3")
        _ = try query("drop schema \(schema) cascade")
    }

    @Test func writesOnTheWayWhenMuchTimeHasPassed() throws {
        let recorder = try recorder(tests: 2, interval: 0)
        recorder.add(result(0))
        #expect(try count == "1")
        recorder.add(result(0))
        #expect(try count == "1", "a result counts once")
        _ = try query("drop schema \(schema) cascade")
    }

    @Test func writesOnTheWayWhenMuchWaits() throws {
        let recorder = try recorder(tests: 501, interval: 100)
        for number in 0..<501 { recorder.add(result(number)) }
        #expect(try count == "500")
        #expect(recorder.end(RunResults()) == nil)
        #expect(try count == "501")
        #expect(try query("select count(distinct xmin::text)::text from \(schema).data_quality_checks") == "2")
        _ = try query("drop schema \(schema) cascade")
    }

    @Test func masksSecretsAndTakesAnyText() throws {
        let recorder = try recorder(tests: 1, interval: 100, secret: "hush \"quoted\"")
        var result = result(0, message: "zero \0 é \\ 'x' hush \"quoted\"")
        result.failingRows = [#"{"a": "hush \"quoted\"", "n": 12}"#, #"{"n": 13}"#]
        recorder.add(result)
        #expect(recorder.end(RunResults()) == nil)
        let sample = try query("select sample::text from \(schema).data_quality_checks")
        #expect(sample == #"[{"a": "*****", "n": 12}, {"n": 13}]"#)
        #expect(try query("select message from \(schema).data_quality_checks") == "zero  é \\ 'x' *****")
        _ = try query("drop schema \(schema) cascade")
    }

    @Test func aNumberThatLooksLikeASecretIsNone() throws {
        let recorder = try recorder(tests: 1, interval: 100, secret: "5432")
        var result = result(0)
        result.failingRows = [#"{"port": 5432, "text": "at 5432"}"#]
        recorder.add(result)
        #expect(recorder.end(RunResults()) == nil)
        let sample = try query("select sample::text from \(schema).data_quality_checks")
        #expect(sample == #"[{"port": 5432, "text": "at *****"}]"#)
        _ = try query("drop schema \(schema) cascade")
    }

    @Test func saysWhyResultsAreLost() throws {
        let recorder = try recorder(tests: 1, interval: 100)
        _ = try query(
            "create schema \(schema); create view \(schema).data_quality_checks as select 1 as run_id; select 1")
        recorder.add(result(0))
        let failure = recorder.end(RunResults())
        #expect(failure == "\"\(schema)\".\"data_quality_checks\" exists and is not a quality log")
        _ = try query("drop schema \(schema) cascade")
    }
}
