public import Compiler
public import Diagnostics
public import Execution
internal import Formats
public import Platform
internal import SourceLoading

/// load_results.json: how sources were loaded from files. Martlet's own; one entry a table.
public struct LoadResultsArtifact {
    private let results: RunResults
    private let invocation: Invocation

    public init(_ results: RunResults, _ invocation: Invocation) {
        self.results = results
        self.invocation = invocation
    }

    /// Writes the file into `directory`, all at once.
    public func write(to directory: String, _ files: any FileSystem) throws(Diagnostic) {
        try files.writeArtifact(json(), named: "load_results.json", into: directory)
    }

    /// The text of the file.
    public func json() -> [UInt8] {
        var metadata = ArtifactMetadata(invocation, schema: "").fields
        metadata["dbt_schema_version"] = nil
        metadata["schema"] = "martlet/load-results/v1"
        return JSON.bytes(
            .mapping([
                "metadata": .mapping(metadata),
                "results": .list(results.results.compactMap(entry)), "elapsed_time": .float(results.elapsedTime),
            ]))
    }

    private func entry(_ result: NodeResult) -> DataValue? {
        guard let load = result.load else { return nil }
        return .mapping([
            "unique_id": .string(load.id), "source": .string(load.name), "relation": .string(load.relation),
            "status": .string(result.status.rawValue), "files_found": .int(load.filesFound),
            "files_loaded": .int(load.filesLoaded), "files_unchanged": .int(load.filesUnchanged),
            "files_failed": .int(load.filesFailed), "rows": .int(load.rows), "rows_rejected": .int(load.rowsRejected),
            "bytes": .int(load.bytes), "execution_time": .float(load.seconds),
            "rows_per_second": .int(load.rowsPerSecond),
            "messages": .list(load.diagnostics.map(message)), "thread_id": .string(result.thread),
        ])
    }

    private func message(_ diagnostic: Diagnostic) -> DataValue {
        .mapping([
            "severity": .string(diagnostic.severity.rawValue), "code": .string(diagnostic.code.rawValue),
            "text": .string(diagnostic.message), "hint": .text(diagnostic.hint),
        ])
    }
}
