/// What a session tells the log; the receiver turns it into events and measures times.
public enum SessionEvent: Sendable, Hashable {
    /// A connection is about to be opened under this name.
    case opening(connection: String)
    /// The server could not be reached and will be asked again after some seconds.
    case retrying(connection: String, message: String, seconds: Int)
    /// The connection of an earlier step is used again under a new name.
    case reused(from: String, connection: String)
    case used(connection: String)
    case query(connection: String, sql: String)
    case queryStatus(status: String)
    case queryFailed(connection: String, message: String)
    case notice(connection: String, severity: String, message: String)
    case commit(connection: String)
    case rollback(connection: String)
    case closed(connection: String)
}
