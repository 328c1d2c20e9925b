internal import Adapter
internal import Diagnostics
internal import SQLText

/// Lets one command at a time load into a table: the second waits, and then finds the files in the ledger.
struct LoadLock {
    private let source: ExternalSource

    init(_ source: ExternalSource) { self.source = source }

    /// The lock is the session's: it ends with its connection.
    func take(_ session: AdapterSession) throws(Diagnostic) {
        let key = SQL.literal("martlet source load: \(source.schema).\(source.identifier)")
        _ = try session.addQuery("select pg_advisory_lock(hashtextextended(\(key), 0))")
        try session.commit()
        session.release()
    }
}
