internal import Formats
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
    /// How fresh sources were; nil without such a file.
    public var sources: PreviousFreshness?
    /// How fresh sources are, by the last `source freshness` of this project; nil without such a file.
    public var currentSources: PreviousFreshness?
    /// Whether sources are compared by their database and schema as written (the project flag
    /// `state_modified_compare_more_unrendered_values`) rather than as rendered.
    public var comparesUnrenderedValues = false
    /// The current time as ISO text in UTC: a contract may go when its model's deprecation date is past.
    public var now: String?

    public init(manifest: Manifest?, results: [UniqueID: String]? = nil) {
        self.manifest = manifest
        self.results = results
    }
}
