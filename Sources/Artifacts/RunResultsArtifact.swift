public import Compiler
public import Diagnostics
public import Execution
internal import Formats
public import Platform

/// run_results.json: how each step of a command ended.
///
/// Source: dbt-core 1.11, run_results.json v6.
public struct RunResultsArtifact {
    private let results: RunResults
    private let invocation: Invocation

    public init(_ results: RunResults, _ invocation: Invocation) {
        self.results = results
        self.invocation = invocation
    }

    /// Writes the file into `directory`, all at once.
    public func write(to directory: String, _ files: any FileSystem) throws(Diagnostic) {
        try files.writeArtifact(json(), named: "run_results.json", into: directory)
    }

    /// The text of the file.
    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1 << 16)
        writer.beginObject()
        writer.member("metadata", .mapping(ArtifactMetadata(invocation, schema: "run-results/v6").fields))
        writer.key("results")
        writer.beginArray()
        for result in results.results { writer.mapping(result.fields) }
        writer.endArray()
        writer.member("elapsed_time", .float(results.elapsedTime))
        writer.member("args", .mapping(invocation.arguments))
        writer.endObject()
        return writer.bytes
    }
}
