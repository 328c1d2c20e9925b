public import Formats
public import Platform

/// The results of the last command that built or tested something, kept beside the site.
///
/// `docs generate` and `compile` overwrite `run_results.json` with results that say nothing about the data; without
/// this copy a second `docs generate` would take all statuses off the site.
public enum LastRun {
    static let path = "site/last_run.json"

    /// `current` when it tells of a run, else the results that the site below `directory` was last made with.
    public static func results(_ current: DataValue?, in directory: String, _ files: any FileSystem) -> DataValue? {
        if let current, RunHistory.isRun(current) { return current }
        guard let text = try? files.readText(Path.join(directory, path)) else { return nil }
        return try? JSON.parse(text, named: path)
    }
}
