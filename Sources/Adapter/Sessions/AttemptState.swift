internal import Postgres
internal import SQLText

/// What a session knows of the step that it executes: whether the step could be executed again after a failure.
struct AttemptState {
    /// Whether something may have been committed, so that others may see it.
    private var hasCommitted = false
    /// Whether the last failure is one that may pass.
    private var hasFailedInPassing = false

    var canRepeat: Bool { hasFailedInPassing && !hasCommitted }

    /// A statement has succeeded. What leaves no transaction open has committed one, or itself.
    mutating func sent(leaving status: TransactionStatus?) {
        if status == .idle { hasCommitted = true }
    }

    /// A statement has failed.
    /// - Parameter status: what the transaction is now; nil when the connection is lost.
    mutating func failed(_ error: PostgresError, _ sql: String, leaving status: TransactionStatus?) {
        if let status {
            hasFailedInPassing = error.isTransient
            // Without a transaction to roll back, the statement was outside of any, or after a commit in the same message.
            sent(leaving: status)
        } else {
            hasFailedInPassing = error.sqlstate == nil || error.isTransient
            // Nobody knows whether a commit that was on its way has arrived.
            if Self.commits(sql) { hasCommitted = true }
        }
    }

    /// No session could be opened.
    mutating func refused(_ error: PostgresError) {
        hasFailedInPassing = error.isTransient || error.isTransientRefusal
    }

    private static func commits(_ sql: String) -> Bool {
        SQL.statements(in: sql).contains { statement in
            let bare = String(decoding: SQL.removingComments(from: Array(statement.utf8)), as: UTF8.self)
            let word = bare.drop { $0.isWhitespace }.prefix { $0.isLetter }.lowercased()
            return word == "commit" || word == "end"
        }
    }
}
