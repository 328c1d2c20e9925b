internal import CLibPQ
internal import Glibc
internal import SQLText

/// One session with a PostgreSQL server.
///
/// A connection has exactly one owner and is used by one thread at a time; the compiler checks both. Every call
/// blocks its thread until the server has answered, so a connection lives on a worker thread.
@safe
public struct Connection: ~Copyable {
    let handle: OpaquePointer
    private let notices = NoticeCollector()
    private let isAutocommit: Bool
    /// Whether `BEGIN` was sent for the current unit of work. As in psycopg2, it stays true after a `COMMIT` that was
    /// sent as text: what follows runs in autocommit mode, which dbt's materializations rely on.
    private var hasBegun = false

    /// Opens a session and waits until the server has accepted it, trying again as often as `settings` says.
    /// - Parameter onRetry: called before each wait with the failure and the seconds to wait.
    /// - Throws: why the server could not be reached, or refused the session.
    public init(
        _ settings: ConnectionSettings, onRetry: (PostgresError, Int) -> Void = { _, _ in }
    ) throws(PostgresError) {
        unsafe handle = try Self.connect(settings, onRetry: onRetry)
        isAutocommit = settings.isAutocommit
        unsafe notices.attach(to: handle)
    }

    deinit { unsafe PQfinish(handle) }

    private static func connect(
        _ settings: ConnectionSettings, onRetry: (PostgresError, Int) -> Void
    ) throws(PostgresError) -> OpaquePointer {
        let parameters = settings.parameters
        var attempt = 0
        var patience = settings.patience
        while true {
            do throws(PostgresError) {
                let handle = try unsafe connect(parameters)
                do throws(PostgresError) {
                    try unsafe prepare(handle, role: settings.role)
                } catch {
                    unsafe PQfinish(handle)
                    throw error
                }
                return unsafe handle
            } catch {
                if patience > 0 {
                    patience -= 1
                    usleep(100_000)
                    continue
                }
                guard attempt < settings.retries, error.sqlstate == nil else { throw error }
                onRetry(error, attempt * attempt)
                sleep(UInt32(attempt * attempt))
                attempt += 1
            }
        }
    }

    private static func connect(_ parameters: [(keyword: String, value: String)]) throws(PostgresError) -> OpaquePointer
    {
        var keywords = unsafe parameters.map { unsafe UnsafePointer<CChar>(strdup($0.keyword)) } + [nil]
        var values = unsafe parameters.map { unsafe UnsafePointer<CChar>(strdup($0.value)) } + [nil]
        defer {
            unsafe (keywords + values).forEach { unsafe free(UnsafeMutableRawPointer(mutating: $0)) }
        }
        guard let handle = unsafe PQconnectdbParams(&keywords, &values, 0) else {
            throw PostgresError(message: "out of memory", severity: "FATAL")
        }
        guard unsafe PQstatus(handle) == CONNECTION_OK else {
            let error = unsafe PostgresError(connection: handle)
            unsafe PQfinish(handle)
            throw error
        }
        return unsafe handle
    }

    /// What every session starts with: dates as ISO text, as psycopg2 has them, and the role.
    private static func prepare(_ handle: OpaquePointer, role: String?) throws(PostgresError) {
        var statements: [String] = []
        let style = unsafe PQparameterStatus(handle, "DateStyle").map { unsafe String(cString: $0) } ?? ""
        if !style.hasPrefix("ISO") { statements.append("set datestyle to 'ISO'") }
        if let role, !role.isEmpty { statements.append("set role \(role)") }
        guard !statements.isEmpty else { return }
        let result = unsafe PQexec(handle, statements.joined(separator: ";"))
        defer { unsafe PQclear(result) }
        guard unsafe PQresultStatus(result) == PGRES_COMMAND_OK else { throw unsafe PostgresError(result) }
    }

    /// A handle with which another thread can stop what this session is doing.
    public func cancelHandle() -> CancelHandle { unsafe CancelHandle(handle) }

    /// The process of the server that serves this session.
    public var backendPID: Int { Int(unsafe PQbackendPID(handle)) }

    /// The server's version as a number: 150020 is 15.20.
    public var serverVersion: Int { Int(unsafe PQserverVersion(handle)) }

    /// Whether the session is still there.
    public var isOpen: Bool { unsafe PQstatus(handle) == CONNECTION_OK }

    /// Hands out the notices and warnings that came since the last call.
    public mutating func takeNotices() -> [PostgresError] {
        defer { notices.notices = [] }
        return notices.notices
    }
}

// MARK: - Statements

extension Connection {
    /// Runs one or more statements exactly as they are, and returns the result of the last one.
    /// - Parameter limit: the most rows to copy out; nil copies all.
    /// - Throws: the server's error; outside a transaction, the statements before it in `sql` are rolled back with it.
    public mutating func query(_ sql: String, limit: Int? = nil) throws(PostgresError) -> ResultSet {
        try run(sql, prefix: 0, limit: limit)
    }

    /// Runs `sql` as psycopg2 does: the first statement of a unit of work is preceded by `BEGIN`, unless the session
    /// commits by itself. Both travel in one message.
    /// - Throws: the server's error, with its position counted in `sql`.
    public mutating func execute(_ sql: String, limit: Int? = nil) throws(PostgresError) -> ResultSet {
        guard !SQL.isEmpty(sql) else {
            throw PostgresError(message: "can't execute an empty query")
        }
        guard !isAutocommit, !hasBegun else { return try run(sql, prefix: 0, limit: limit) }
        let begin = "BEGIN;"
        do {
            let result = try run(begin + sql, prefix: begin.utf8.count, limit: limit)
            hasBegun = true
            return result
        } catch {
            // A message that does not parse fails as a whole: then not even BEGIN has run.
            hasBegun = transactionStatus != .idle
            throw error
        }
    }

    /// Runs one statement with parameters `$1`, `$2`, …, sent apart from it as text; nil is NULL.
    public mutating func query(_ sql: String, parameters: [String?]) throws(PostgresError) -> ResultSet {
        try Self.checkText(sql)
        var values = unsafe parameters.map { value in
            unsafe value.map { unsafe UnsafePointer<CChar>(strdup($0)) } ?? nil
        }
        defer { unsafe values.forEach { unsafe free(UnsafeMutableRawPointer(mutating: $0)) } }
        let result = unsafe PQexecParams(handle, sql, Int32(values.count), nil, &values, nil, nil, 0)
        defer { unsafe PQclear(result) }
        return unsafe try resultSet(result, prefix: 0, limit: nil)
    }

    private mutating func run(_ sql: String, prefix: Int, limit: Int?) throws(PostgresError) -> ResultSet {
        try Self.checkText(sql)
        let result = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(result) }
        return unsafe try resultSet(result, prefix: prefix, limit: limit)
    }

    func resultSet(_ result: OpaquePointer?, prefix: Int, limit: Int?) throws(PostgresError) -> ResultSet {
        switch unsafe PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: return unsafe ResultSet(result, limit: limit)
        case PGRES_EMPTY_QUERY: throw PostgresError(message: "can't execute an empty query")
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            throw PostgresError(message: "can't execute COPY FROM STDIN or TO STDOUT as a statement", sqlstate: "0A000")
        default:
            guard let result = unsafe result else { throw unsafe PostgresError(connection: handle) }
            throw unsafe PostgresError(result, prefix: prefix)
        }
    }

    /// C strings end at the first zero byte, so a statement with one would silently be cut.
    static func checkText(_ sql: String) throws(PostgresError) {
        if sql.utf8.contains(0) {
            throw PostgresError(message: "a statement cannot contain a NUL byte", sqlstate: "22021")
        }
    }
}

// MARK: - Transactions

/// What a session's transaction is doing, as the server last said.
public enum TransactionStatus: Sendable, Hashable {
    /// No transaction: the next statement commits by itself.
    case idle
    /// A statement is running.
    case active
    case inTransaction
    /// A statement of the transaction has failed; only a rollback helps.
    case failed
    case unknown
}

extension Connection {
    public var transactionStatus: TransactionStatus {
        switch unsafe PQtransactionStatus(handle) {
        case PQTRANS_IDLE: .idle
        case PQTRANS_ACTIVE: .active
        case PQTRANS_INTRANS: .inTransaction
        case PQTRANS_INERROR: .failed
        default: .unknown
        }
    }

    /// Sends `BEGIN` now, unless this unit of work has begun or the session commits by itself.
    public mutating func beginIfNeeded() throws(PostgresError) {
        guard !isAutocommit, !hasBegun else { return }
        _ = try query("BEGIN")
        hasBegun = true
    }

    /// Rolls back the open transaction, if any; what follows runs in autocommit mode until the next rollback.
    public mutating func leaveTransaction() throws(PostgresError) {
        if transactionStatus != .idle { _ = try query("ROLLBACK") }
        hasBegun = true
    }

    /// Commits the open transaction, if any; the next `execute` begins a new one.
    public mutating func commit() throws(PostgresError) {
        if transactionStatus != .idle { _ = try query("COMMIT") }
        hasBegun = false
    }

    /// Rolls the open transaction back, if any; the next `execute` begins a new one.
    public mutating func rollback() throws(PostgresError) {
        if transactionStatus != .idle { _ = try query("ROLLBACK") }
        hasBegun = false
    }
}
