public import Diagnostics
public import ProjectModel

/// How the files of one source table were loaded.
public struct LoadResult: Sendable {
    public enum Status: String, Sendable, Hashable {
        case success, warn, error
    }

    public var id: UniqueID
    /// `instacart.orders`
    public var name: String
    /// The table in the database, as SQL.
    public var relation: String
    public var status: Status {
        if diagnostics.contains(where: { $0.severity == .error }) { return .error }
        return diagnostics.isEmpty ? .success : .warn
    }
    /// How many files fit the location.
    public var filesFound = 0
    public var filesLoaded = 0
    /// Those that were loaded before and are what they were.
    public var filesUnchanged = 0
    /// Those that did not load: with an error, or skipped.
    public var filesFailed = 0
    public var rows = 0
    /// Rows that went to quarantine.
    public var rowsRejected = 0
    /// Of the loaded files, as they lie on disk.
    public var bytes = 0
    /// Without the time until a thread was free.
    public var seconds = 0.0
    /// What went wrong, at most `mostDiagnostics` of it.
    public var diagnostics: [Diagnostic] = []
    /// Whether the command was stopped before all was done.
    public var wasCancelled = false

    /// A thousand broken files are told by the ledger, not by the log.
    static let mostDiagnostics = 20

    init(_ source: ExternalSource, relation: String) {
        id = source.id
        name = source.name
        self.relation = relation
    }

    public var rowsPerSecond: Int { seconds > 0 ? Int(Double(rows) / seconds) : rows }
}
