public import Diagnostics
public import Postgres

/// The connection of one worker thread, as dbt's materializations expect it to behave.
///
/// It opens with its first statement. Like psycopg2 it begins a transaction with the first statement; after a `COMMIT`
/// sent as text the rest runs in autocommit mode. A session belongs to one thread.
public final class AdapterSession {
    /// The name under which the log shows the connection: `model.shop.orders`.
    public private(set) var name: String
    /// Put at every statement that comes from a template.
    public var queryComment: QueryComment?
    /// Whether statements may be sent at all; `--no-introspect` forbids it while compiling.
    public var allowsQueries = true
    /// Whether a failed statement leaves the transaction open, for those who roll back to a savepoint.
    public var keepsFailedTransaction = false
    /// The server's last error and the statement it came from, for mapping its position back to a template.
    public private(set) var lastFailure: (error: PostgresError, sql: String)?

    /// Whether the current step could be executed again.
    private var attempt = AttemptState()

    private let settings: ConnectionSettings
    private let registry: SessionRegistry?
    private let log: (SessionEvent) -> Void
    private var connection: Connection?
    private var registration: Int?
    /// dbt's idea of an open transaction: set by statements with `auto_begin`, cleared by a commit.
    private var hasOpenTransaction = false

    public init(
        _ settings: ConnectionSettings, name: String, registry: SessionRegistry? = nil,
        log: @escaping (SessionEvent) -> Void = { _ in }
    ) {
        self.settings = settings
        self.name = name
        self.registry = registry
        self.log = log
    }

    deinit {
        if let registration { registry?.remove(registration) }
    }

    public var isOpen: Bool { connection != nil }

    /// Whether the step that has failed may be executed again: the reason may pass, and nothing of the step is visible.
    public var canRepeat: Bool { attempt.canRepeat }

    /// Whether the command has been interrupted, so that nothing may be sent any more.
    var isInterrupted: Bool { registry?.isClosed ?? false }
}

// MARK: - Statements

extension AdapterSession {
    /// Runs SQL with the query comment, as `adapter.execute` does.
    /// - Parameters:
    ///   - autoBegin: marks a transaction as open, so that a commit is expected and a failure is rolled back.
    ///   - fetch: whether the rows are wanted; without it the table is empty.
    ///   - limit: the most rows to take; nil takes all.
    /// - Throws: the server's error in dbt's words, after a rollback.
    public func execute(
        _ sql: String, autoBegin: Bool = false, fetch: Bool = false, limit: Int? = nil
    ) throws(Diagnostic) -> (response: AdapterResponse, table: Table) {
        let result = try addQuery(queryComment?.added(to: sql) ?? sql, autoBegin: autoBegin, limit: limit)
        return (AdapterResponse(result), fetch ? Table(result) : .empty)
    }

    /// Runs SQL with the query comment and returns the raw result: for reading the catalogue.
    public func query(_ sql: String, autoBegin: Bool = false) throws(Diagnostic) -> ResultSet {
        try addQuery(queryComment?.added(to: sql) ?? sql, autoBegin: autoBegin)
    }

    /// Runs SQL as it is, as `adapter.add_query` does.
    /// - Parameter isAbridged: whether the log shows only the first 512 characters.
    public func addQuery(
        _ sql: String, autoBegin: Bool = true, isAbridged: Bool = false, limit: Int? = nil
    ) throws(Diagnostic) -> ResultSet {
        guard allowsQueries else {
            throw Diagnostic(
                .introspectionOff, "Introspective queries are disabled (--no-introspect).", family: .runtime)
        }
        if autoBegin { hasOpenTransaction = true }
        try begin()
        defer { end() }
        log(.used(connection: name))
        log(.query(connection: name, sql: isAbridged ? Self.abridged(sql) : sql))
        do throws(PostgresError) {
            guard let result = try connection?.execute(sql, limit: limit) else { throw Self.lost }
            attempt.sent(leaving: connection?.transactionStatus)
            reportNotices()
            log(.queryStatus(status: result.commandTag))
            return result
        } catch {
            throw failure(error, sql)
        }
    }

    /// Runs many single statements with one wait for all, within the open transaction; see `Connection.pipeline`.
    public func pipeline(_ statements: [String]) throws(Diagnostic) -> [ResultSet] {
        try begin()
        defer { end() }
        for sql in statements { log(.query(connection: name, sql: sql)) }
        do throws(PipelineError) {
            guard let results = try connection?.pipeline(statements) else {
                throw PipelineError(index: 0, error: Self.lost)
            }
            attempt.sent(leaving: connection?.transactionStatus)
            reportNotices()
            return results
        } catch {
            throw failure(error.error, statements[error.index])
        }
    }

    /// Runs a `COPY … FROM STDIN` in the session's transaction.
    public func copyIn(
        _ sql: String, _ body: (inout CopyWriter) throws(PostgresError) -> Void
    ) throws(Diagnostic) -> AdapterResponse {
        hasOpenTransaction = true
        try begin()
        defer { end() }
        log(.used(connection: name))
        log(.query(connection: name, sql: sql))
        do throws(PostgresError) {
            try connection?.beginIfNeeded()
            guard let result = try connection?.copyIn(sql, body) else { throw Self.lost }
            attempt.sent(leaving: connection?.transactionStatus)
            log(.queryStatus(status: result.commandTag))
            return AdapterResponse(result)
        } catch {
            throw failure(error, sql)
        }
    }

    /// Connects if need be, and lets the registry know that a statement is on its way.
    /// - Throws: when the command has been interrupted.
    private func begin() throws(Diagnostic) {
        guard let registry else { return try open() }
        if !registry.isClosed {
            try open()
            guard let registration, !registry.begin(registration) else { return }
        }
        if hasOpenTransaction { rollback() }
        throw Diagnostic(.databaseCancelled, "canceling statement due to user request", family: .database)
    }

    private func end() {
        if let registration { registry?.end(registration) }
    }

    /// How long a server that was there before may be away, in tenths of a second.
    private static let patience = 50

    private static let lost = PostgresError(message: "the connection is closed", severity: "FATAL")

    private static func abridged(_ sql: String) -> String {
        String(String.UnicodeScalarView(sql.unicodeScalars.prefix(512))) + "..."
    }

    private func reportNotices() {
        for notice in connection?.takeNotices() ?? [] {
            log(.notice(connection: name, severity: notice.severity, message: notice.message))
        }
    }

    /// The diagnostic of a failed statement; the transaction is rolled back as dbt does it.
    private func failure(_ error: PostgresError, _ sql: String) -> Diagnostic {
        reportNotices()
        lastFailure = (error, sql)
        attempt.failed(error, sql, leaving: connection?.isOpen == true ? connection?.transactionStatus : nil)
        let text = error.text(for: sql)
        log(.queryFailed(connection: name, message: text))
        if hasOpenTransaction, !keepsFailedTransaction { rollback() }
        let code: Diagnostic.Code =
            error.isCancellation ? .databaseCancelled : error.sqlstate == nil ? .databaseConnection : .databaseError
        return Diagnostic(code, text, family: .database)
    }
}

// MARK: - Life

extension AdapterSession {
    /// Connects, unless the session is connected.
    public func open() throws(Diagnostic) {
        guard connection == nil else { return }
        log(.opening(connection: name))
        var settings = settings
        if registry?.hasBeenUsed ?? false { settings.patience = Self.patience }
        do throws(PostgresError) {
            connection = try Connection(settings) { error, seconds in
                log(.retrying(connection: name, message: error.message, seconds: seconds))
            }
        } catch {
            attempt.refused(error)
            throw Diagnostic(
                .databaseConnection, error.text(for: ""), family: .database,
                hint: "check host, port and credentials of the profile, or run `dbt debug`")
        }
        if let handle = connection?.cancelHandle() { registration = registry?.add(name, handle) }
    }

    /// Commits, as `adapter.commit` does: by a `COMMIT` as text, after which the session is in autocommit mode.
    /// - Throws: when no statement has opened a transaction.
    public func commit() throws(Diagnostic) {
        guard hasOpenTransaction else {
            throw Diagnostic(
                .noTransaction,
                "Tried to commit transaction on connection \"\(name)\", but it does not have one open!",
                family: .internal)
        }
        log(.commit(connection: name))
        if !settings.isAutocommit { _ = try addQuery("COMMIT", autoBegin: false) }
        hasOpenTransaction = false
    }

    /// Rolls back; failures are only logged, since the connection is then of no use anyway.
    public func rollback() {
        hasOpenTransaction = false
        guard connection != nil else { return }
        log(.rollback(connection: name))
        do throws(PostgresError) {
            try connection?.rollback()
        } catch {
            log(.queryFailed(connection: name, message: error.message))
        }
    }

    /// Leaves the transaction, so that each statement that follows commits by itself: hooks of the project run so, and
    /// may `vacuum`.
    public func leaveTransaction() throws(Diagnostic) {
        if hasOpenTransaction { rollback() }
        try open()
        do throws(PostgresError) { try connection?.leaveTransaction() } catch { throw failure(error, "COMMIT") }
    }

    /// Ends a step: rolls back what it has not committed, as dbt does by closing the connection.
    ///
    /// A step that has only read holds locks until then, on which steps of other threads may wait.
    public func release() {
        if hasOpenTransaction { rollback() }
        do throws(PostgresError) {
            try connection?.rollback()
        } catch {
            close()
        }
    }

    /// Makes the session ready for another step under a new name, as if it were newly opened: the transaction is
    /// rolled back, temporary tables and settings are gone. A connection that is not sound is closed.
    public func recycle(as newName: String) {
        release()
        do throws(PostgresError) {
            _ = try connection?.query("discard all")
            if let role = settings.role, !role.isEmpty { _ = try connection?.query("set role \(role)") }
            if connection != nil { log(.reused(from: name, connection: newName)) }
        } catch {
            close()
        }
        name = newName
        lastFailure = nil
        attempt = AttemptState()
        if let registration { registry?.rename(registration, newName) }
    }

    /// Ends the connection; an open transaction is rolled back. The next statement opens a new one.
    public func close() {
        guard connection != nil else { return }
        if hasOpenTransaction { rollback() }
        if let registration { registry?.remove(registration) }
        registration = nil
        connection = nil
        log(.closed(connection: name))
    }
}
