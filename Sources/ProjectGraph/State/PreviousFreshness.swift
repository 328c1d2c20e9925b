public import Diagnostics
public import Formats
internal import ProjectModel

/// How fresh sources were when they were looked at: what `source_status:` reads of a `sources.json`.
public struct PreviousFreshness: Sendable {
    /// By source, the time of the newest row as ISO text, which sorts as the times do.
    private var newestRows: [UniqueID: String] = [:]
    /// Sources that could not be looked at.
    private var failed: Set<UniqueID> = []

    /// - Parameter path: where the document was found, for errors.
    /// - Throws: when it has another schema version.
    public init(document: DataValue, path: String) throws(Diagnostic) {
        try ArtifactVersion("sources", 3).check(document, path)
        for result in document["results"]?.list ?? [] {
            guard let id = result["unique_id"]?.string else { continue }
            if let time = result["max_loaded_at"]?.string { newestRows[id] = time } else { failed.insert(id) }
        }
    }

    /// The sources that have newer rows than in `previous`, or that are not there.
    func fresher(than previous: PreviousFreshness) -> Set<UniqueID> {
        Set(
            newestRows.filter { id, time in
                guard let before = previous.newestRows[id] else { return true }
                return time > before
            }.keys
        ).subtracting(failed)
    }
}
