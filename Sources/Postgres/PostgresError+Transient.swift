extension PostgresError {
    /// Whether the same statements may succeed when they are sent again: a conflict with other sessions, a server that
    /// lacked something or went away. A statement timeout is none, since the statement would take as long again.
    ///
    /// Source: PostgreSQL documentation, appendix A.
    public var isTransient: Bool {
        guard let sqlstate else { return false }
        return Self.transientStates.contains(sqlstate) || sqlstate.hasPrefix("08") || sqlstate.hasPrefix("53")
    }

    /// Serialization failure, deadlock, lock not available, and the server's shutdown, crash and start.
    private static let transientStates: Set = ["40001", "40P01", "55P03", "57P01", "57P02", "57P03"]

    /// Whether a session that could not be opened may be opened later. Such errors have no SQLSTATE, so the words decide; what
    /// is not known is not tried again: wrong passwords lock accounts.
    public var isTransientRefusal: Bool {
        let words = [
            "Connection refused", "timeout expired", "starting up", "shutting down", "in recovery mode",
            "too many clients", "too many connections", "remaining connection slots", "closed the connection",
            "Connection reset", "No route to host", "Network is unreachable", "Connection timed out",
            "could not receive data", "could not send data", "No such file or directory",
        ]
        return words.contains { message.contains($0) }
    }
}
