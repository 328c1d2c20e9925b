internal import Adapter
public import Diagnostics
public import Formats
public import Platform
public import ProjectModel
public import SourceLoading

/// How the execution of one resource ended: an entry of run_results.json.
///
/// Source: dbt-core 1.11, run_results.json.
public struct NodeResult: Sendable {
    /// How it ended, under dbt's words.
    public enum Status: String, Sendable, Hashable {
        // Of models, seeds, snapshots, functions and operations
        case success, error, skipped
        case partialSuccess = "partial success"
        case noOp = "no-op"
        // Of tests and source freshness
        case pass, fail, warn
        case runtimeError = "runtime error"

        /// Whether what depends on the resource cannot be executed, and the command fails.
        public var isFailure: Bool {
            switch self {
            case .error, .fail, .skipped, .partialSuccess, .runtimeError: true
            case .success, .noOp, .pass, .warn: false
            }
        }
    }

    /// How long one phase took.
    public struct Timing: Sendable, Hashable {
        /// `compile` or `execute`.
        public var name: String
        public var startedAt: Timestamp
        public var completedAt: Timestamp

        public init(name: String, startedAt: Timestamp, completedAt: Timestamp) {
            self.name = name
            self.startedAt = startedAt
            self.completedAt = completedAt
        }
    }

    public var id: UniqueID
    public var status: Status
    public var timings: [Timing] = []
    /// `Thread-1 (worker)`.
    public var thread = "MainThread"
    /// Seconds.
    public var executionTime = 0.0
    /// `_message`, `code`, `rows_affected`; empty when no statement came to an end.
    public var adapterResponse: DataMapping = [:]
    public var message: String?
    /// The error behind `message`, for commands that end with it; not part of any file.
    public var failure: Diagnostic?
    /// Of tests: how many rows failed; nil where there is no number.
    public var failures: Int?
    /// Of tests: some of the rows that were found, as JSON objects, where that was asked for.
    public var failingRows: [String] = []
    public var compilation: Node.Compilation?
    /// Relative to the project, when a run file was written.
    public var buildPath: String?
    public var relationName: String?
    /// Of hooks: the position, from 1, among all that ran at that moment; dbt writes it into the manifest.
    public var hookIndex: Int?
    /// Of steps that were skipped because a test has failed the run: that test.
    public var stoppedBy: UniqueID?
    /// Of sources: how old the data is; nil when the query failed.
    public var freshness: FreshnessMeasure?
    /// Of sources that are loaded from files.
    public var load: LoadResult?
    /// Of seeds with `--show`: the rows.
    var seedTable: Table?
    /// Of microbatch models: what succeeded and what did not.
    public var batchResults: BatchResults?

    public init(id: UniqueID, status: Status) {
        self.id = id
        self.status = status
    }
}

/// The age of a source's data and what it was held against.
public struct FreshnessMeasure: Sendable, Hashable {
    public var maxLoadedAt: Timestamp
    public var snapshottedAt: Timestamp
    /// Seconds.
    public var age: Double
    public var criteria: Freshness

    init(maxLoadedAt: Timestamp, snapshottedAt: Timestamp, age: Double, criteria: Freshness) {
        self.maxLoadedAt = maxLoadedAt
        self.snapshottedAt = snapshottedAt
        self.age = age
        self.criteria = criteria
    }
}

extension NodeResult {
    /// Whether this is the result of something that has code.
    private var hasCode: Bool {
        compilation != nil
            || ["model.", "test.", "snapshot.", "operation.", "analysis.", "function.", "macro."].contains(
                where: id.hasPrefix)
    }

    /// The result as run_results.json writes it.
    public var fields: DataMapping {
        [
            "status": .string(status.rawValue),
            "timing": .list(
                timings.map { timing in
                    .mapping([
                        "name": .string(timing.name), "started_at": .string(timing.startedAt.iso),
                        "completed_at": .string(timing.completedAt.iso),
                    ])
                }),
            "thread_id": .string(thread), "execution_time": .float(executionTime),
            "adapter_response": .mapping(adapterResponse), "message": .text(message),
            "failures": failures.map { .int($0) } ?? .null, "unique_id": .string(id),
            "compiled": hasCode ? .bool(compilation != nil) : .null, "compiled_code": .text(compilation?.compiledCode),
            "relation_name": .text(hasCode ? relationName : nil), "batch_results": batchResults?.fields ?? .null,
        ]
    }

    /// The result as templates see it in `results`; `node` is filled in there.
    ///
    /// Source: dbt-core 1.11, `RunResult` and `SourceFreshnessResult`.
    var templateFields: DataMapping {
        let written = fields
        var fields: DataMapping = [:]
        for key in [
            "status", "timing", "thread_id", "execution_time", "adapter_response", "message", "failures",
        ] { fields[key] = written[key] }
        fields["node"] = .null
        if let freshness {
            fields["max_loaded_at"] = .timestamp(freshness.maxLoadedAt.pythonISO)
            fields["snapshotted_at"] = .timestamp(freshness.snapshottedAt.pythonISO)
            fields["age"] = .float(freshness.age)
        } else if !id.hasPrefix("source.") {
            fields["agate_table"] = .null
            fields["batch_results"] = written["batch_results"]
        }
        return fields
    }
}

/// What a command did: the results of its steps in the order in which they ended.
public struct RunResults: Sendable {
    public var results: [NodeResult] = []
    /// Ephemeral models that were compiled on the way; no file lists them as results.
    public var ephemerals: [NodeResult] = []
    /// Seconds from start to end.
    public var elapsedTime = 0.0
    /// Whether Ctrl-C ended the command.
    public var wasInterrupted = false

    /// What ends the command after its files have been written: a hook at its end that cannot be rendered.
    public var failure: Diagnostic?

    public init() {}

    public var hasFailure: Bool { wasInterrupted || results.contains { $0.status.isFailure } }
}
