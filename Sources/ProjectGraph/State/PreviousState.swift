public import Formats
public import ProjectModel

/// What a selection knows of an earlier invocation, for `state:`, `result:` and `source_status:`.
public struct PreviousState: Sendable {
    /// The values that `state:` takes.
    public static let stateValues = [
        "new", "old", "modified", "unmodified", "modified.body", "modified.configs",
        "modified.persisted_descriptions", "modified.relation", "modified.macros", "modified.contract",
    ]

    /// The manifest of the earlier invocation; nil without such a file.
    public var manifest: Manifest?
    /// The status of each id in the earlier run results; nil without such a file.
    public var results: [UniqueID: String]?
    /// The sources that have newer rows than they had; nil without both files.
    public var fresherSources: Set<UniqueID>?
    /// Whether sources are compared by their database and schema as written (the project flag
    /// `state_modified_compare_more_unrendered_values`) rather than as rendered.
    public var comparesUnrenderedValues = false
    /// The current time as ISO text in UTC: a contract may go when its model's deprecation date is past.
    public var now: String?

    public init(
        manifest: Manifest?, results: [UniqueID: String]? = nil, fresherSources: Set<UniqueID>? = nil
    ) {
        self.manifest = manifest
        self.results = results
        self.fresherSources = fresherSources
    }
}

extension PreviousState {
    /// The status of each id in a `run_results.json`.
    public static func statuses(ofRunResults document: DataValue) -> [UniqueID: String] {
        var statuses: [UniqueID: String] = [:]
        for result in document["results"]?.list ?? [] {
            guard let id = result["unique_id"]?.string, let status = result["status"]?.string else { continue }
            statuses[id] = status
        }
        return statuses
    }

    /// The sources whose newest row in `current` is newer than in `previous`, or that are not there; both are the content
    /// of a `sources.json`.
    public static func fresherSources(current: DataValue, previous: DataValue) -> Set<UniqueID> {
        let earlier = newestRows(previous)
        return Set(
            newestRows(current).filter { id, time in
                guard let before = earlier[id] else { return true }
                return time > before
            }.keys)
    }

    /// By source, the time of the newest row as ISO text, which sorts as the times do.
    private static func newestRows(_ document: DataValue) -> [UniqueID: String] {
        var times: [UniqueID: String] = [:]
        for result in document["results"]?.list ?? [] {
            guard let id = result["unique_id"]?.string, let time = result["max_loaded_at"]?.string else { continue }
            times[id] = time
        }
        return times
    }
}
