import Compiler
import Execution
import Formats
import Platform
import ProjectGraph
import ProjectModel
import Synchronization
import Testing

@testable import OpenLineage

/// Source of the expectations: https://openlineage.io/spec/2-0-2/OpenLineage.json and the names that dbt-ol gives.
@Suite struct LineageReporterTests {
    private final class Collector: LineageSink {
        let lines = Mutex<[[UInt8]]>([])
        func send(_ line: [UInt8]) { lines.withLock { $0.append(line) } }
        func close() -> String? { nil }

        func events() throws -> [DataValue] {
            try lines.withLock { $0 }.map { try JSON.parse(String(decoding: $0, as: UTF8.self)) }
        }
    }

    private func node(_ id: String, _ type: ResourceType, reads: String...) -> Node {
        let name = String(id.split(separator: ".").last ?? "")
        var node = Node(
            uniqueID: id, resourceType: type, name: name, packageName: "p", path: "", originalFilePath: "", fqn: [],
            checksum: .none, rawCode: "")
        node.database = "shop"
        node.schema = "analytics"
        node.alias = name
        node.refs = reads.map { RefCall(name: $0) }
        return node
    }

    private func reporter(
        _ sink: Collector, command: String = "build", _ variables: [String: String] = [:],
        columns: [ColumnEdge] = []
    ) throws -> LineageReporter {
        var project = ParsedProject(rootPackage: "p", projects: [:])
        var middle = node("model.p.mid", .model, reads: "raw")
        middle.config["materialized"] = "ephemeral"
        var orders = node("model.p.orders", .model, reads: "mid")
        orders.description = "All orders"
        var amount = ColumnInfo(name: "amount")
        amount.dataType = "numeric"
        orders.columns["amount"] = amount
        orders.meta["owner"] = "sales"
        project.nodes = [
            node("seed.p.raw", .seed), middle, orders, node("test.p.positive", .test, reads: "orders"),
        ]
        let invocation = Invocation(
            id: "11111111-2222-4333-8444-555555555555", startedAt: Timestamp(microseconds: 1_000_000),
            command: command, commandLine: "", settings: Settings(), arguments: [:],
            environment: Environment(variables))
        var subject = LineageReporter.Subject(try Manifest.resolve(project) { _ in }, invocation)
        subject.host = "db.example"
        subject.columnEdges = columns
        return LineageReporter(subject, to: sink)
    }

    private func result(_ id: String, _ status: NodeResult.Status, _ message: String? = nil) -> NodeResult {
        var result = NodeResult(id: id, status: status)
        result.message = message
        result.adapterResponse = ["rows_affected": 3]
        result.compilation = .init(compiledPath: nil, compiledCode: "select 1", extraCTEs: [])
        return result
    }

    @Test func relationsAreDatasetsAndEphemeralModelsAreNot() throws {
        let sink = Collector()
        let edge = DataValue.mapping([
            "from": "seed.p.raw", "from_column": "value", "to": "model.p.orders", "to_column": "amount",
            "kind": "copy",
        ])
        let reporter = try reporter(sink, columns: [try #require(ColumnEdge(edge))])
        reporter.started("model.p.orders")
        reporter.finished(result("model.p.orders", .success))
        let events = try sink.events()
        #expect(events.map { $0["eventType"] } == ["START", "COMPLETE"])
        #expect(events[0]["run"]?["runId"] == events[1]["run"]?["runId"])
        #expect(events[1]["job"]?["name"] == "shop.analytics.p.orders.build.run")
        #expect(events[1]["job"]?["facets"]?["sql"]?["query"] == "select 1")
        #expect(events[1]["inputs"]?.list?.map { $0["name"] } == ["shop.analytics.raw"])
        let output = try #require(events[1]["outputs"]?.list?.first)
        #expect(output["namespace"] == "postgres://db.example:5432")
        #expect(output["outputFacets"]?["outputStatistics"]?["rowCount"] == 3)
        let facets = try #require(output["facets"])
        #expect(facets["documentation"]?["description"] == "All orders")
        #expect(facets["schema"]?["fields"]?.list?.first?["type"] == "numeric")
        #expect(facets["ownership"]?["owners"]?.list?.first?["name"] == "sales")
        let input = facets["columnLineage"]?["fields"]?["amount"]?["inputFields"]?.list?.first
        #expect(input?["field"] == "value")
        #expect(input?["transformations"]?.list?.first?["subtype"] == "IDENTITY")
    }

    @Test func whatFailsHasItsErrorAndNoOutput() throws {
        let sink = Collector()
        let reporter = try reporter(sink, command: "run")
        reporter.started("model.p.orders")
        reporter.finished(result("model.p.orders", .error, "division by zero"))
        let event = try #require(try sink.events().last)
        #expect(event["eventType"] == "FAIL")
        #expect(event["job"]?["name"] == "shop.analytics.p.orders")
        #expect(event["outputs"]?.list?.isEmpty == true)
        #expect(event["run"]?["facets"]?["errorMessage"]?["message"] == "division by zero")
    }

    @Test func testsAreAssertionsOfWhatTheyTest() throws {
        let sink = Collector()
        var results = RunResults()
        var failed = result("test.p.positive", .fail)
        failed.failures = 2
        results.results = [failed]
        #expect(try reporter(sink).end(results) == nil)
        let events = try sink.events()
        #expect(events.map { $0["eventType"] } == ["START", "FAIL", "FAIL"])
        #expect(events[1]["job"]?["name"] == "shop.analytics.p.orders.build.test")
        let facets = events[1]["inputs"]?.list?.first?["inputFacets"]
        let assertion = try #require(facets?["dataQualityAssertions"]?["assertions"]?.list?.first)
        #expect(assertion["assertion"] == "positive")
        #expect(assertion["success"] == false)
        #expect(assertion["actual"] == "2")
        #expect(events[2]["job"]?["name"] == "dbt-run-p")
    }

    @Test func whatATestOnlyRecordsIsNoFailureOfTheRun() throws {
        let sink = Collector()
        var results = RunResults()
        var recorded = result("test.p.positive", .pass)
        recorded.failures = 2
        results.results = [recorded]
        #expect(try reporter(sink).end(results) == nil)
        let events = try sink.events()
        #expect(events.map { $0["eventType"] } == ["START", "COMPLETE", "COMPLETE"])
        let facets = events[1]["inputs"]?.list?.first?["inputFacets"]
        #expect(facets?["dataQualityAssertions"]?["assertions"]?.list?.first?["success"] == false)
    }

    @Test func theCommandBelongsToTheRunThatTheEnvironmentNames() throws {
        let sink = Collector()
        let variables = [
            "OPENLINEAGE_PARENT_ID": "airflow/daily.dbt/01234567-89ab-4cde-8f01-23456789abcd",
            "OPENLINEAGE_NAMESPACE": "warehouse",
        ]
        try reporter(sink, variables).start()
        let event = try #require(try sink.events().first)
        #expect(event["run"]?["runId"] == "11111111-2222-4333-8444-555555555555")
        #expect(event["job"]?["namespace"] == "warehouse")
        let parent = event["run"]?["facets"]?["parent"]
        #expect(parent?["job"]?["name"] == "daily.dbt")
        #expect(parent?["run"]?["runId"] == "01234567-89ab-4cde-8f01-23456789abcd")
    }
}
