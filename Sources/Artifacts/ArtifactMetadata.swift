internal import Compiler
internal import Formats
internal import Platform

/// What stands at the head of every artifact.
///
/// Source: dbt-core 1.11, metadata of every artifact.
struct ArtifactMetadata {
    private let invocation: Invocation
    private let schema: String

    /// - Parameter schema: name and version: `manifest/v12`.
    init(_ invocation: Invocation, schema: String) {
        self.invocation = invocation
        self.schema = schema
    }

    var fields: DataMapping {
        [
            "dbt_schema_version": .string("https://schemas.getdbt.com/dbt/\(schema).json"),
            "dbt_version": .string(Compatibility.coreVersion),
            "generated_at": .string(SystemClock.now.iso), "invocation_id": .string(invocation.id),
            "invocation_started_at": .string(invocation.startedAt.iso),
            "env": .mapping(invocation.customEnvironment),
        ]
    }
}
