internal import Adapter
internal import Diagnostics
internal import Platform

/// Moves files whose rows are committed, and notes their place in the ledger.
struct ArchiveStep {
    private let context: TableContext
    private let archive: Archive

    init(_ context: TableContext, _ archive: Archive) {
        self.context = context
        self.archive = archive
    }

    /// Files that cannot be moved stay; the next command tries again.
    /// - Returns: why the first of them stays.
    func take(_ files: [LandingFile], _ session: AdapterSession) throws(Diagnostic) -> FileError? {
        var moved: [(path: String, place: String)] = []
        var failure: FileError?
        for file in files {
            do throws(FileError) {
                moved.append((file.shownPath, try archive.take(file)))
            } catch { failure = failure ?? error }
        }
        if !moved.isEmpty {
            _ = try session.addQuery(context.ledger.archived(moved, of: context.relationName))
            try session.commit()
            session.release()
        }
        return failure
    }
}
