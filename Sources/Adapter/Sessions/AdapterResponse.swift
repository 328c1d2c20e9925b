internal import Postgres

/// What dbt keeps of a statement's outcome.
public struct AdapterResponse: Sendable, Hashable {
    /// PostgreSQL's command tag: `SELECT 3`, `CREATE VIEW`, `INSERT 0 1`.
    public var message: String
    /// The tag without its numbers: `INSERT`.
    public var code: String?
    /// -1 when the command has no such number.
    public var rowsAffected: Int?

    public init(message: String, code: String? = nil, rowsAffected: Int? = nil) {
        self.message = message
        self.code = code
        self.rowsAffected = rowsAffected
    }

    /// Reads a command tag as dbt does.
    init(_ result: ResultSet) {
        let words = result.commandTag.split(separator: " ").filter { !$0.utf8.allSatisfy(\.isDigit) }
        self.init(
            message: result.commandTag, code: words.joined(separator: " "), rowsAffected: result.affectedRows)
    }
}
