internal import CLibPQ

extension Connection {
    /// Runs many single statements in libpq's pipeline mode: one wait for all instead of one for each.
    ///
    /// The statements form one implicit transaction unless one is open or they open one themselves. After the first
    /// that fails the server skips the rest.
    /// - Returns: the results in order.
    /// - Throws: the error of the first statement that failed, and its index in `statements`.
    public mutating func pipeline(_ statements: [String]) throws(PipelineError) -> [ResultSet] {
        for index in statements.indices {
            do { try Self.checkText(statements[index]) } catch { throw PipelineError(index: index, error: error) }
        }
        guard unsafe PQenterPipelineMode(handle) == 1 else {
            throw unsafe PipelineError(index: 0, error: PostgresError(connection: handle))
        }
        defer { unsafe _ = PQexitPipelineMode(handle) }
        var results: [ResultSet] = []
        results.reserveCapacity(statements.count)
        var failure: PipelineError?
        var next = 0
        while next < statements.count, failure == nil {
            // A window is small enough for the socket's buffers, so that sending never waits for a server that itself
            // waits for us to read.
            let first = next
            var size = 0
            while next < statements.count, next == first || size + statements[next].utf8.count < 8192 {
                guard unsafe PQsendQueryParams(handle, statements[next], 0, nil, nil, nil, nil, 0) == 1 else {
                    failure = unsafe PipelineError(index: next, error: PostgresError(connection: handle))
                    break
                }
                size += statements[next].utf8.count
                next += 1
            }
            unsafe _ = PQsendFlushRequest(handle)
            for index in first..<next {
                switch pipelineResult() {
                case .success(let result): if failure == nil { results.append(result) }
                case .failure(let error): failure = failure ?? PipelineError(index: index, error: error)
                }
            }
        }
        unsafe _ = PQpipelineSync(handle)
        // Without an explicit transaction the commit happens here, and deferred constraints speak up here.
        while let result = unsafe PQgetResult(handle) {
            defer { unsafe PQclear(result) }
            if unsafe PQresultStatus(result) == PGRES_PIPELINE_SYNC { break }
            if unsafe PQresultStatus(result) == PGRES_FATAL_ERROR, failure == nil {
                failure = unsafe PipelineError(index: statements.count - 1, error: PostgresError(result))
            }
        }
        if let failure { throw failure }
        return results
    }

    private mutating func pipelineResult() -> Result<ResultSet, PostgresError> {
        var outcome: Result<ResultSet, PostgresError> = .failure(
            PostgresError(message: "the connection to the server was lost"))
        while let result = unsafe PQgetResult(handle) {
            defer { unsafe PQclear(result) }
            if unsafe PQresultStatus(result) == PGRES_PIPELINE_ABORTED { continue }
            do throws(PostgresError) {
                outcome = .success(try unsafe resultSet(result, prefix: 0, limit: nil))
            } catch {
                outcome = .failure(error)
            }
        }
        return outcome
    }
}

/// Which statement of a pipeline failed, and why.
public struct PipelineError: Error, Sendable, Hashable {
    public var index: Int
    public var error: PostgresError

    public init(index: Int, error: PostgresError) {
        self.index = index
        self.error = error
    }
}
