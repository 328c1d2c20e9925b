public import Diagnostics
public import Formats
public import ProjectModel

/// What an earlier command left in its `run_results.json`: what `result:` and `retry` read of it.
public struct PreviousRun: Sendable {
    /// How one resource ended.
    public struct Result: Sendable, Hashable {
        public var id: UniqueID
        public var status: String
        /// Of microbatch models: `successful` and `failed`, lists of intervals; else null.
        public var batches: DataValue
    }

    public private(set) var results: [Result] = []
    /// The options of the command by dbt's names.
    public let arguments: DataMapping
    /// When the first of a row of retried commands began, as ISO text.
    public let invocationStartedAt: String?

    /// - Parameter path: where the document was found, for errors.
    /// - Throws: when it has another schema version.
    public init(document: DataValue, path: String) throws(Diagnostic) {
        try ArtifactVersion("run-results", 6, oldest: 4).check(document, path)
        arguments = document["args"]?.mapping ?? [:]
        let metadata = document["metadata"]
        invocationStartedAt = metadata?["invocation_started_at"]?.string ?? metadata?["generated_at"]?.string
        for result in document["results"]?.list ?? [] {
            guard let id = result["unique_id"]?.string, let status = result["status"]?.string else { continue }
            results.append(Result(id: id, status: status, batches: result["batch_results"] ?? .null))
        }
    }

    /// The status of each id.
    public var statuses: [UniqueID: String] {
        Dictionary(results.map { ($0.id, $0.status) }) { _, last in last }
    }
}
