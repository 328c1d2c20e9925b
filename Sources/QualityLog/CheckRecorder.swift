public import Compiler
internal import Events
public import Execution
internal import Formats
internal import Platform
public import Postgres
public import ProjectGraph
public import ProjectLoading
internal import Synchronization

/// Writes what tests find into the table of the quality log while a command runs.
///
/// It has a session of its own that commits by itself and that Ctrl-C does not cancel, so that neither a failed build nor
/// an interrupted one loses what was found. Results are gathered and written together: at the end, and on the way whenever
/// many have come together or the last time is long ago.
public final class CheckRecorder: Sendable {
    /// So many results are written at once, on the way.
    private static let batchSize = 500
    /// How long a server that was there before may be away when the last results are written, in tenths of a second.
    private static let patience = 50

    private struct State: ~Copyable {
        var waiting: [CheckResult] = []
        /// The tests whose results have come.
        var seen: Set<String> = []
        var writtenAt = SystemClock.monotonicSeconds
        var connection: Connection?
        /// Whether the table was looked at.
        var isReady = false
    }

    private let manifest: Manifest
    private let invocation: Invocation
    private let targetName: String
    private let settings: QualityLogSettings
    private let table: CheckTable
    private let connectionSettings: ConnectionSettings
    private let secrets: SecretScrubber
    /// Seconds after which results that wait are written, on the way.
    private let interval: Double
    private let state = Mutex(State())

    /// - Parameter interval: seconds after which results that wait are written, on the way.
    public init(
        _ settings: QualityLogSettings, manifest: Manifest, invocation: Invocation, targetName: String,
        connection: ConnectionSettings, interval: Double = 10
    ) {
        self.interval = interval
        self.settings = settings
        self.manifest = manifest
        self.invocation = invocation
        self.targetName = targetName
        table = CheckTable(schema: settings.schema, table: settings.table)
        connectionSettings = connection
        secrets = SecretScrubber(environment: invocation.environment.variables)
    }

    /// Makes the table before anything runs, so that models may read it from the first run on. A failure is told at the
    /// end, if it lasts.
    public func prepare() {
        state.withLock { state in
            try? write(&state)
            // Nobody needs the session until the first results are written.
            state.connection = nil
        }
    }

    /// Notes a result; what is not that of a test is passed over. Any thread may call it.
    public func add(_ result: NodeResult) {
        guard let check = check(result) else { return }
        state.withLock { state in
            guard state.seen.insert(check.testID).inserted else { return }
            state.waiting.append(check)
            let age = SystemClock.monotonicSeconds - state.writtenAt
            guard state.waiting.count >= Self.batchSize || age > interval else { return }
            // What cannot be written now is tried again at the end.
            try? write(&state)
        }
    }

    /// Writes what is left, and deletes what is too old.
    /// - Parameter results: of the whole command; those that were skipped come here only.
    /// - Returns: why results were lost; nil when all were written.
    public func end(_ results: RunResults) -> String? {
        let checks = results.results.compactMap(check)
        return state.withLock { state in
            for check in checks where state.seen.insert(check.testID).inserted { state.waiting.append(check) }
            guard !state.seen.isEmpty else { return nil }
            defer { state.connection = nil }
            var failure: String?
            // The second attempt makes the table anew, as the run may have dropped its schema, and waits for a server that
            // is being restarted.
            for patience in [0, Self.patience] {
                do throws(PostgresError) {
                    try write(&state, patience: patience)
                    _ = try state.connection?.query(table.retention(days: settings.retentionDays))
                    return nil
                } catch { failure = error.message }
            }
            return failure
        }
    }

    private func check(_ result: NodeResult) -> CheckResult? {
        CheckResult(result, in: manifest, isFailFast: invocation.settings.failFast)
    }

    // MARK: - The table

    private func write(_ state: inout State, patience: Int = 0) throws(PostgresError) {
        state.writtenAt = SystemClock.monotonicSeconds
        do throws(PostgresError) {
            if state.connection == nil { state.connection = try connect(patience) }
            if !state.isReady {
                try prepare(&state)
                state.isReady = true
            }
            guard !state.waiting.isEmpty else { return }
            _ = try state.connection?.query(table.insertion, parameters: [document(of: state.waiting)])
            state.waiting = []
        } catch {
            state.connection = nil
            state.isReady = false
            throw error
        }
    }

    private func connect(_ patience: Int) throws(PostgresError) -> Connection {
        var settings = connectionSettings
        settings.patience = patience
        // Whoever runs the nodes tries again, and says so.
        if patience == 0 { settings.retries = 0 }
        var connection = try Connection(settings)
        // A log that somebody holds must not hold up the run.
        _ = try connection.query("set lock_timeout = '5s'; set statement_timeout = '60s'")
        return connection
    }

    /// Makes the table, or adds columns to it.
    private func prepare(_ state: inout State) throws(PostgresError) {
        guard let found = try state.connection?.query(table.question) else { return }
        let hasSchema = (found.int(row: 0, column: 0) ?? 0) > 0
        guard let kind = found.string(row: 0, column: 1) else {
            _ = try state.connection?.query(table.definition(hasSchema: hasSchema, missing: nil))
            return
        }
        let names = (0..<found.rowCount).compactMap { found.string(row: $0, column: 2) }
        guard kind == "r" || kind == "p", CheckTable.essential.allSatisfy(names.contains) else {
            throw PostgresError(message: "\(table.name) exists and is not a quality log")
        }
        let missing = CheckTable.columns.filter { !names.contains($0.name) }
        guard !missing.isEmpty else { return }
        _ = try state.connection?.query(table.definition(hasSchema: hasSchema, missing: missing))
    }

    /// The rows as a list in JSON.
    private func document(of checks: [CheckResult]) -> String {
        var writer = JSONWriter(escapesNonASCII: false)
        writer.beginArray()
        for check in checks { write(check, to: &writer) }
        writer.endArray()
        return String(decoding: writer.takeBytes(), as: UTF8.self)
    }

    /// A JSON object without secrets. A number may look like one, and must stay a number.
    private func scrubbed(_ row: String) -> [UInt8] {
        let bytes = Array(row.utf8)
        guard secrets.scrub(bytes) != bytes, let value = try? JSON.parse(row) else { return bytes }
        return JSON.bytes(secrets.scrub(value))
    }

    private func write(_ check: CheckResult, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("run_id", invocation.id)
        writer.member("run_started_at", invocation.startedAt.iso)
        writer.member("command", invocation.command)
        writer.member("target_name", targetName)
        writer.member("project_name", manifest.rootPackage)
        writer.member("test_id", check.testID)
        writer.member("test_name", check.testName)
        writer.member("test_type", check.testType)
        writer.member("check_name", check.checkName)
        writer.member("node_id", check.nodeIDs.isEmpty ? nil : check.nodeIDs.joined(separator: ", "))
        writer.member("relation", check.relations.isEmpty ? nil : check.relations.joined(separator: ", "))
        writer.member("column_name", check.columnName)
        writer.member("severity", check.severity)
        writer.member("on_fail", check.onFail)
        writer.member("consequence", check.consequence.rawValue)
        writer.member("status", check.status)
        writer.member("failures", check.failures.map { .int($0) } ?? .null)
        if !check.sample.isEmpty {
            writer.key("sample")
            writer.beginArray()
            for row in check.sample { writer.raw(scrubbed(row)) }
            writer.endArray()
        }
        // PostgreSQL's texts cannot hold a zero byte.
        writer.member("message", check.message.map { secrets.scrub($0.replacing("\0", with: "")) })
        writer.member("started_at", check.startedAt)
        writer.member("duration_seconds", check.duration.map { .float($0) } ?? .null)
        writer.endObject()
    }
}
