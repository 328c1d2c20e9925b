public import Compiler
public import Diagnostics
public import Execution
internal import Formats
public import Platform
internal import ProjectModel

/// sources.json: how old the data of the sources is.
///
/// Source: dbt-core 1.11, sources.json v3: sources whose query failed are left out.
public struct SourcesArtifact {
    private let results: RunResults
    private let invocation: Invocation

    public init(_ results: RunResults, _ invocation: Invocation) {
        self.results = results
        self.invocation = invocation
    }

    /// Writes the file, all at once.
    public func write(to path: String, _ files: any FileSystem) throws(Diagnostic) {
        do throws(FileError) {
            try files.write(json(), to: path)
        } catch { throw error.diagnostic() }
    }

    /// The text of the file.
    public func json() -> [UInt8] {
        JSON.bytes(
            .mapping([
                "metadata": .mapping(ArtifactMetadata(invocation, schema: "sources/v3").fields),
                "results": .list(results.results.compactMap(entry)), "elapsed_time": .float(results.elapsedTime),
            ]))
    }

    private func entry(_ result: NodeResult) -> DataValue? {
        guard let freshness = result.freshness else { return nil }
        return .mapping([
            "unique_id": .string(result.id), "max_loaded_at": .string(freshness.maxLoadedAt.pythonISO),
            "snapshotted_at": .string(freshness.snapshottedAt.pythonISO),
            "max_loaded_at_time_ago_in_s": .float(freshness.age), "status": .string(result.status.rawValue),
            "criteria": freshness.criteria.fields, "adapter_response": .mapping(result.adapterResponse),
            "timing": result.fields["timing"] ?? .list([]), "thread_id": .string(result.thread),
            "execution_time": .float(result.executionTime),
        ])
    }
}
