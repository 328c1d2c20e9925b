import Diagnostics
import Events
import Formats
import Platform
import Testing

/// Expected texts and fields were written by dbt-core 1.11.16 with dbt-postgres 1.11.0.
@Suite struct EventTextTests {
    private static let node = NodeInfo(
        uniqueID: "model.shop.a", name: "a", path: "a.sql", resourceType: "model", materialized: "view")

    @Test func progressLinesAreFilledToTheWidth() {
        let expected: [(Event, String)] = [
            (
                .logStart(description: "sql view model dev.a", index: 1, total: 11, node: nil),
                "1 of 11 START sql view model dev.a ............................................. [RUN]"
            ),
            (
                .logModelResult(
                    description: "sql view model dev.a", status: "CREATE VIEW", index: 1, total: 11,
                    seconds: 0.13210010528564453, node: nil),
                "1 of 11 OK created sql view model dev.a ........................................ [CREATE VIEW in 0.13s]"
            ),
            (
                .logSeedResult(
                    schema: "dev", relation: "sd", status: "success", message: "INSERT 2", index: 2, total: 11,
                    seconds: 0.1, node: nil),
                "2 of 11 OK loaded seed file dev.sd ............................................. [INSERT 2 in 0.10s]"
            ),
            (
                .logTestResult(
                    name: "accepted_values_a_b__5", status: "warn", failures: 1, index: 4, total: 11, seconds: 0.07,
                    node: nil),
                "4 of 11 WARN 1 accepted_values_a_b__5 .......................................... [WARN 1 in 0.07s]"
            ),
            (
                .logTestResult(
                    name: "not_null_a_b", status: "pass", failures: 3, index: 5, total: 11, seconds: 0.07, node: nil),
                "5 of 11 AUDIT 3 not_null_a_b ................................................... [AUDIT 3 in 0.07s]"
            ),
            (
                .logSkip(resourceType: "model", schema: "dev", name: "bad", index: 8, total: 11, node: nil),
                "8 of 11 SKIP relation dev.bad .................................................. [SKIP]"
            ),
            (
                .logNoOpResult(description: "exposure ex", index: 3, total: 11, seconds: 0, node: nil),
                "3 of 11 NO-OP exposure ex ...................................................... [NO-OP in 0.00s]"
            ),
            (
                .logHookEnd("shop.on-run-start.0", status: "success", index: 1, total: 1, seconds: 0.011, node: nil),
                "1 of 1 OK hook: shop.on-run-start.0 ............................................ [OK in 0.01s]"
            ),
            (
                .logFreshnessResult(
                    source: "src", table: "a", status: "pass", index: 1, total: 1, seconds: 0.0238, node: nil),
                "1 of 1 PASS freshness of src.a ................................................. [PASS in 0.02s]"
            ),
        ]
        for (event, text) in expected { #expect(event.text() == text) }
    }

    @Test func longLinesKeepABlankAndHooksAreCut() {
        let long = String(repeating: "x", count: 90)
        let start = Event.logStart(description: long, index: 1, total: 1, node: nil)
        #expect(start.text() == "1 of 1 START \(long)  [RUN]")
        let hook = Event.logHookStart(long, index: 1, total: 1, node: nil)
        #expect(hook.text() == "1 of 1 START hook: " + String(repeating: "x", count: 58) + "... [RUN]")
    }

    @Test func levelsFollowTheResult() {
        func level(_ status: String) -> Event.Level {
            Event.logTestResult(name: "t", status: status, failures: 0, index: 1, total: 1, seconds: 0, node: nil).level
        }
        #expect(level("pass") == .info)
        #expect(level("warn") == .warn)
        #expect(level("fail") == .error)
    }

    @Test func theSummarySaysWhatHappened() {
        func text(_ errors: Int, _ warnings: Int, _ partial: Int) -> String {
            Event.endOfRunSummary(errors: errors, warnings: warnings, partialSuccesses: partial).text()
        }
        #expect(text(0, 0, 0) == "Completed successfully")
        #expect(text(1, 1, 0) == "Completed with 1 error, 0 partial successes, and 1 warning:")
        #expect(text(0, 2, 1) == "Completed with 1 partial success and 2 warnings")
        #expect(text(0, 2, 0) == "Completed with 2 warnings:")
        #expect(
            Event.finishedRunning(statLine: "1 seed", seconds: 3_725.126).text()
                == "Finished running 1 seed in 1 hours 2 minutes and 5.13 seconds (3725.13s).")
        #expect(
            Event.stats(pass: 6, warn: 1, error: 1, skip: 4, noOp: 1, total: 13).text()
                == "Done. PASS=6 WARN=1 ERROR=1 SKIP=4 NO-OP=1 TOTAL=13")
        #expect(
            Event.storedFailures(relation: "\"a\".\"b\"", node: nil).text()
                == "  See test failures:\n  ---------------------\n  select * from \"a\".\"b\"\n  ---------------------"
        )
    }

    @Test func deprecationsAreWrapped() {
        let event = Event.deprecation(
            "MissingArgumentsPropertyInGenericTestDeprecation",
            "Found top-level arguments to test `accepted_values` defined on 'a' in package 'shop' (models/s.yml). "
                + "Arguments to generic tests should be nested under the `arguments` property.", alwaysNamed: true)
        #expect(
            event.text() == """
                [WARNING][MissingArgumentsPropertyInGenericTestDeprecation]: Deprecated
                functionality
                Found top-level arguments to test `accepted_values` defined on 'a' in package
                'shop' (models/s.yml). Arguments to generic tests should be nested under the
                `arguments` property.
                """)
        #expect(event.code == "D039")
    }

    @Test func coloursComeOnlyWhenAskedFor() {
        let event = Event.microbatchWithoutEventTime(model: "a")
        let tail = event.text().drop { $0 != ":" }
        #expect(event.text() == "[WARNING]" + tail)
        #expect(event.text(EventStyle(usesColor: true)) == "[\u{1B}[33mWARNING\u{1B}[0m]" + tail)
    }

    @Test func dataHasTheFieldsOfDbt() {
        let event = Event.logModelResult(
            description: "sql view model dev.a", status: "CREATE VIEW", index: 1, total: 11,
            seconds: 0.13210010528564453, node: Self.node)
        #expect(
            JSON.text(.mapping(event.data), sortKeys: true) == """
                {"description": "sql view model dev.a", "execution_time": 0.1321001, "index": 1, "node_info": \
                {"materialized": "view", "meta": {}, "node_checksum": "", "node_finished_at": "", "node_name": "a", \
                "node_path": "a.sql", "node_relation": {"alias": "", "database": "", "relation_name": "", "schema": ""}, \
                "node_started_at": "", "node_status": "", "resource_type": "model", "unique_id": "model.shop.a"}, \
                "status": "CREATE VIEW", "total": 11}
                """)
    }

    @Test func payloadsKnowTheirForms() {
        let named = Event.Payload(nodeName: "a", isJSON: false, isQuiet: false)
        #expect(Event.compiledNode(named, sql: "select 1").text() == "Compiled node 'a' is:\nselect 1")
        let inline = Event.Payload(nodeName: nil, isJSON: true, isQuiet: false)
        #expect(Event.compiledNode(inline, sql: "select 1").text() == "{\n  \"compiled\": \"select 1\"\n}")
        let show = Event.showNode(
            Event.Payload(nodeName: "a", isJSON: true, isQuiet: true), preview: #"[{"id": 1}]"#)
        #expect(show.text() == "{\n  \"node\": \"a\",\n  \"show\": [\n    {\n      \"id\": 1\n    }\n  ]\n}")
    }

    @Test func everyEventHasItsCodeFromTheCatalogue() {
        let events: [Event] = [
            .mainReportVersion("=1.11.16"), .adapterRegistered(name: "postgres", version: "=1.11.0"), .nothingToDo,
            .print("x"), .jinjaLogInfo("x", node: nil), .sqlQuery("select 1", connection: "master"),
            .stateIsTarget(path: "x"), .modelParameterUsage, .buildingCatalog,
        ]
        for event in events { #expect(EventNames.codes[event.name] == event.code) }
    }
}
