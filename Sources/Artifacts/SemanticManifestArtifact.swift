public import Diagnostics
internal import Formats
public import Platform
public import ProjectGraph
internal import ProjectModel

/// semantic_manifest.json: metrics and semantic models, in the shape that query tools of the semantic layer read.
///
/// Source: `compat/artifacts.md`, semantic_manifest.json.
public struct SemanticManifestArtifact {
    private let manifest: Manifest

    public init(_ manifest: Manifest) { self.manifest = manifest }

    /// Writes the file into `directory`, all at once.
    public func write(to directory: String, _ files: any FileSystem) throws(Diagnostic) {
        do throws(FileError) {
            try files.write(JSON.bytes(value), to: Path.join(directory, "semantic_manifest.json"))
        } catch { throw error.diagnostic() }
    }

    private var value: DataValue {
        .mapping([
            "semantic_models": .list(manifest.resources(of: .semanticModel).map { .mapping($0.manifestFields) }),
            "metrics": .list(manifest.resources(of: .metric).map { .mapping($0.manifestFields) }),
            "project_configuration": .mapping([
                "time_spine_table_configurations": .list([]), "metadata": .null,
                "dsi_package_version": .mapping(["major_version": "0", "minor_version": "9", "patch_version": "0"]),
                "time_spines": .list([]),
            ]),
            "saved_queries": .list(manifest.resources(of: .savedQuery).map { .mapping($0.manifestFields) }),
        ])
    }
}
