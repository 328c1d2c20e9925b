public import Diagnostics
internal import Formats
public import Platform

/// perf_info.json: how much `parse` read and how long that took.
///
/// Source: dbt-core 1.11, perf_info.json; of dbt's finer times there is only the whole.
public struct PerformanceArtifact {
    private let fields: DataMapping

    /// - Parameters:
    ///   - files: how many files the project and its packages have.
    ///   - elapsed: seconds from the start of the command to the manifest.
    public init(project: String, files: Int, usesPartialParse: Bool, elapsed: Double) {
        fields = [
            "path_count": .int(files), "parsed_path_count": .int(files), "static_analysis_path_count": 0,
            "static_analysis_parsed_path_count": 0, "is_partial_parse_enabled": .bool(usesPartialParse),
            "is_static_analysis_enabled": false, "read_files_elapsed": .null, "load_macros_elapsed": .null,
            "parse_project_elapsed": .null, "patch_sources_elapsed": .null, "process_manifest_elapsed": .null,
            "load_all_elapsed": .float(elapsed),
            "projects": .list([
                .mapping([
                    "project_name": .string(project), "elapsed": .float(elapsed), "parsers": .list([]),
                    "parsed_path_count": .int(files),
                ])
            ]),
        ]
    }

    /// Writes the file into `directory`, all at once.
    public func write(to directory: String, _ files: any FileSystem) throws(Diagnostic) {
        try files.writeArtifact(JSON.bytes(.mapping(fields)), named: "perf_info.json", into: directory)
    }
}
