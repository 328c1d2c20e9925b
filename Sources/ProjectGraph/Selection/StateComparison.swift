public import ProjectModel

/// What a selection knows of an earlier invocation, for `state:`, `result:` and `source_status:`.
public struct PreviousState: Sendable {
    /// For `state:` selectors: the ids that each value, such as `modified` or `new`, stands for.
    public var stateMatches: [String: Set<UniqueID>]
    /// The values that `state:` takes.
    public static let stateValues = [
        "new", "old", "modified", "unmodified", "modified.body", "modified.configs",
        "modified.persisted_descriptions", "modified.relation", "modified.macros", "modified.contract",
    ]

    /// For `result:` selectors: the status of each id in the earlier run results; nil without such a file.
    public var results: [UniqueID: String]?
    /// For `source_status:fresher`; nil without such files.
    public var fresherSources: Set<UniqueID>?

    public init(
        stateMatches: [String: Set<UniqueID>], results: [UniqueID: String]? = nil,
        fresherSources: Set<UniqueID>? = nil
    ) {
        self.stateMatches = stateMatches
        self.results = results
        self.fresherSources = fresherSources
    }
}
