import Diagnostics
import Events
import Formats
import Foundation
import Platform
import Synchronization
import Testing

@Suite struct EventLogTests {
    private final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func write(_ line: [UInt8]) { bytes.withLock { $0 += line } }
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }

    private static func log(
        _ format: LineFormatter.Format, level: Event.Level = .info, style: EventStyle = EventStyle(),
        secrets: [String] = []
    ) -> (EventLog, Lines) {
        let lines = Lines()
        let formatter = LineFormatter(format, style: style, secrets: SecretScrubber(secrets))
        let sink = ConsoleSink(level: level, formatter: formatter, write: lines.write)
        let time = Timestamp(year: 2026, month: 11, day: 21, hour: 2, minute: 25, second: 0, microsecond: 660_958)
        return (EventLog(sinks: [sink], invocationID: "id", now: { time }), lines)
    }

    @Test func textLinesHaveATimeButPayloadsHaveNot() {
        let (log, lines) = Self.log(.text)
        log.fire(.mainReportVersion("=1.11.16"))
        log.fire(.formatting())
        log.fire(.print("hello"))
        log.debug(.sqlCommit("master"))
        #expect(lines.text == "02:25:00  Running with dbt=1.11.16\n02:25:00  \nhello\n")
    }

    @Test func quietLeavesErrorsAndPayloads() {
        let (log, lines) = Self.log(.text, level: .error)
        log.fire(.mainReportVersion("=1.11.16"))
        log.fire(.print("hello"))
        log.fire(.mainEncounteredError("Runtime Error\n  x"))
        #expect(lines.text == "hello\n02:25:00  Encountered an error:\nRuntime Error\n  x\n")
    }

    @Test func debugLinesHaveLevelAndThread() {
        let (log, lines) = Self.log(.debug, level: .debug)
        log.fire(.mainReportVersion("=1.11.16"))
        log.debug(.sqlCommit("master"))
        let rule = String(repeating: "=", count: 30)
        #expect(
            lines.text == """
                \n\n\(rule) 02:25:00.660958 | id \(rule)
                02:25:00.660958 [info ] [MainThread]: Running with dbt=1.11.16
                02:25:00.660958 [debug] [MainThread]: On master: COMMIT

                """)
    }

    @Test func jsonLinesAreThoseOfDbt() {
        let (log, lines) = Self.log(.json)
        log.fire(.mainReportVersion("=1.11.16"))
        #expect(
            lines.text == """
                {"data": {"log_version": 3, "version": "=1.11.16"}, "info": {"category": "", "code": "A001", "extra": {}, \
                "invocation_id": "id", "level": "info", "msg": "Running with dbt=1.11.16", "name": \
                "MainReportVersion", "pid": \(Host.processID), "thread": "MainThread", "ts": \
                "2026-11-21T02:25:00.660958Z"}}\n
                """)
    }

    @Test func secretsAreMaskedInEveryFormat() {
        let secret = "p\"4ss"
        for format in [LineFormatter.Format.text, .debug, .json] {
            let (log, lines) = Self.log(format, level: .debug, secrets: [secret, " "])
            log.fire(.note("using p\"4ss and p\"4ss"))
            #expect(lines.text.contains("using ***** and *****"))
            #expect(!lines.text.contains("4ss"))
        }
    }

    @Test func anEventNobodyWantsIsNotMade() {
        let (log, _) = Self.log(.text)
        var isMade = false
        func make() -> Event {
            isMade = true
            return .note("x", level: .debug)
        }
        log.debug(make())
        #expect(!isMade)
        #expect(!EventLog.silent.wants(.error))
    }

    @Test func warningsBecomeErrorsByPolicy() throws {
        let (log, lines) = Self.log(.text)
        try log.warn(.nothingToDo)
        #expect(lines.text.contains("Nothing to do"))
        log.configure(warnings: WarningPolicy(isEverythingAnError: true))
        #expect {
            try log.warn(.nothingToDo, subject: "model a (models/a.sql)")
        } throws: { error in
            let diagnostic = error as? Diagnostic
            return diagnostic?.family == .compilation && diagnostic?.message.hasPrefix("Nothing to do") == true
        }
    }

    @Test func warningsToldWithoutThrowingAreRememberedWhenAllCount() {
        let (log, lines) = Self.log(.text)
        var policy = WarningPolicy()
        policy.errors = ["NothingToDo"]
        policy.silenced = ["NoNodesSelected"]
        log.configure(warnings: policy)
        log.fire(.nothingToDo)
        log.fire(.noNodesSelected)
        #expect(log.refusal == nil)
        #expect(lines.text.contains("No nodes selected!"))
        policy.appliesToAllWarnings = true
        log.configure(warnings: policy)
        log.fire(.nothingToDo)
        log.fire(.noNodesSelected)
        #expect(log.refusal?.code == .warningAsError)
        #expect(lines.text.components(separatedBy: "No nodes selected!").count == 2)
    }

    @Test func onlyTheFirstDeprecationOfANameIsTold() throws {
        let (log, lines) = Self.log(.text)
        for test in ["a", "b"] {
            try log.deprecate(
                .deprecation(
                    "MissingArgumentsPropertyInGenericTestDeprecation", "Found top-level arguments to test \(test)",
                    alwaysNamed: true))
        }
        try log.summarizeDeprecations()
        #expect(lines.text.contains("to test a"))
        #expect(!lines.text.contains("to test b"))
        #expect(
            lines.text.contains(
                """
                [WARNING][DeprecationsSummary]: Deprecated functionality
                Summary of encountered deprecations:
                - MissingArgumentsPropertyInGenericTestDeprecation: 2 occurrences
                To see all deprecation instances instead of just the first occurrence of each,
                """))
    }

    @Test func theLogFileIsSetAsideWhenItIsBig() throws {
        let files = RealFiles()
        let root = try files.makeTemporaryDirectory(prefix: "martlet-log")
        defer { try? files.remove(root) }
        let path = Path.join(root, "logs/dbt.log")
        let sink = try LogFileSink(path: path, formatter: LineFormatter(.debug), maximumSize: 200)
        let log = EventLog(sinks: [sink], invocationID: "id")
        for index in 0..<40 { log.fire(.note("line \(index)")) }
        log.fire(.finishedCleanPaths)
        log.flush()
        #expect(try files.readText(path).contains("line 39"))
        #expect(try !files.readText(path).contains("Finished cleaning"))
        #expect(try files.readText("\(path).1").contains("line 35"))
        #expect(files.isFile("\(path).5"))
        #expect(!files.exists("\(path).6"))
    }
}
