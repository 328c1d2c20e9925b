import Diagnostics
import Events
import Formats
import Foundation
import ProjectGraph
import Testing

@testable import Compiler

/// What dbt says of semantic models, metrics, saved queries and time spines, recorded from it.
///
/// In the texts the order within Python's sets is alphabetical, and tracebacks are left out.
@Suite struct SemanticLayerTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        /// The sections of the properties file that differ from those of the others.
        let changes: [String: String]?
        let files: [String: String]?
        /// Level and text of each.
        let issues: [[String]]?
        /// What the command ends with.
        let error: String?

        var testDescription: String { name }
    }

    struct Recording: Decodable, Sendable {
        let sections: [String: String]
        let cases: [Case]
    }

    static let recording: Recording? = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Recorded/semantic-layer.json")
        return try? JSONDecoder().decode(Recording.self, from: Data(contentsOf: file))
    }()

    @Test func thereAreCases() { #expect(Self.recording?.cases.count ?? 0 > 130) }

    @Test(arguments: recording?.cases ?? []) func isJudgedAsByDbt(_ recorded: Case) throws {
        let sections = Self.recording?.sections.merging(recorded.changes ?? [:]) { $1 } ?? [:]
        let properties = ["semantic_models", "metrics", "saved_queries"].compactMap { sections[$0] }.joined()
        let files = [
            "models/m.sql": "select 1 as id", "models/n.sql": "select 1 as id",
            "models/metricflow_time_spine.sql": "select 1 as date_day", "models/s.yml": properties,
        ]
        let (error, issues) = try judgement(of: files.merging(recorded.files ?? [:]) { $1 })
        if let expected = recorded.error {
            #expect(error?.message.contains(expected) == true, "\(error?.message ?? "no error")")
        } else {
            #expect(error == nil)
        }
        #expect(issues == recorded.issues ?? [])
    }

    /// How a parse ends, and what the rules say on the way.
    private func judgement(
        of files: [String: String], flags: [String: Bool] = [:]
    ) throws -> (error: Diagnostic?, issues: [[String]]) {
        let lines = Lines()
        let sink = ConsoleSink(
            level: .warn, formatter: LineFormatter(.json), write: { lines.add(String(decoding: $0, as: UTF8.self)) },
            flush: {})
        let log = EventLog(sinks: [sink], invocationID: "id")
        var error: Diagnostic?
        do throws(Diagnostic) {
            let project = TestProject(files)
            let (manifest, _) = try project.manifest()
            var invocation = try project.compilation().invocation
            for (name, value) in flags { invocation.settings.behavior[name] = .bool(value) }
            try ManifestCheck(manifest, invocation: invocation, log: log).afterParsing()
        } catch let failure { error = failure }
        struct Line: Decodable {
            struct Info: Decodable { let name: String, level: String, msg: String }
            let info: Info
        }
        let issues = try lines.all.joined().split(separator: "\n").compactMap { text -> [String]? in
            let info = try JSONDecoder().decode(Line.self, from: Data(text.utf8)).info
            return info.name == "SemanticValidationFailure" ? [info.level, plain(info.msg)] : nil
        }
        return (error, issues)
    }

    /// Without the causes that Martlet adds, and blank lines between filters.
    private func plain(_ text: String) -> String {
        var lines: [Substring] = []
        var isCause = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "Cause:" { isCause = true } else if !line.hasPrefix("    ") { isCause = false }
            if !isCause { lines.append(line) }
        }
        return lines.joined(separator: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    // MARK: What a recording does not show

    private static let cumulative = """
        semantic_models:
          - name: orders
            model: ref('m')
            entities: [{name: order_id, type: primary}]
            dimensions: [{name: ordered_at, type: time, type_params: {time_granularity: day}}]
            measures: [{name: total, agg: sum, agg_time_dimension: ordered_at}]
        metrics:
          - {name: running, label: Running, type: cumulative, type_params: {measure: total, window: 7 days}}
        """

    @Test func oldParametersOfCumulativeMetricsAreAnErrorWhenAFlagSaysSo() throws {
        let files = [
            "models/m.sql": "select 1 as id", "models/metricflow_time_spine.sql": "select 1",
            "models/s.yml": Self.cumulative,
        ]
        #expect(try judgement(of: files).error == nil)
        let strict = try judgement(of: files, flags: ["require_nested_cumulative_type_params": true])
        #expect(strict.error?.code.rawValue == "semantic-layer-invalid")
        #expect(strict.issues.first?.last?.contains("Invalid metrics: running.") == true)
    }

    @Test func aFilterThatCannotBeRenderedSaysWhy() throws {
        let failure = #expect(throws: QueryItem.Failure.self) { try QueryItem.items(in: "{{ nope }}") }
        #expect(failure?.cause == "'nope' is undefined")
    }

    @Test func aMetricThatNeedsAMeasureMustNameOne() throws {
        let yaml = Self.cumulative.replacing("measure: total, ", with: "")
        let error = try judgement(of: ["models/m.sql": "select 1 as id", "models/s.yml": yaml]).error
        #expect(error?.message == "A metric of type cumulative needs `type_params.measure`")
    }
}
