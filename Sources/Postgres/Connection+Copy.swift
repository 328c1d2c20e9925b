internal import CLibPQ

/// Where the rows of a `COPY … FROM STDIN` go; bytes are gathered and sent in blocks.
@safe
public struct CopyWriter: ~Copyable {
    private let handle: OpaquePointer
    private var buffer: [UInt8] = []
    private static let blockSize = 64 * 1024

    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
        buffer.reserveCapacity(Self.blockSize + 4096)
    }

    /// Adds bytes in the format that the statement names: text, CSV or binary.
    public mutating func write(_ bytes: some Sequence<UInt8>) throws(PostgresError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.blockSize { try flush() }
    }

    mutating func flush() throws(PostgresError) {
        guard !buffer.isEmpty else { return }
        let status = unsafe buffer.withUnsafeBytes { raw in
            unsafe PQputCopyData(handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
        }
        guard status == 1 else { throw unsafe PostgresError(connection: handle) }
        buffer.removeAll(keepingCapacity: true)
    }
}

extension Connection {
    /// Runs a `COPY … FROM STDIN` with what `body` writes.
    /// - Returns: the result, whose tag is `COPY` and the number of rows.
    /// - Throws: the server's error, or that of `body`; the copy is then given up.
    public mutating func copyIn(
        _ sql: String, _ body: (inout CopyWriter) throws(PostgresError) -> Void
    ) throws(PostgresError) -> ResultSet {
        try startCopy(sql, PGRES_COPY_IN)
        var failure: PostgresError?
        do {
            var writer = unsafe CopyWriter(handle)
            try body(&writer)
            try writer.flush()
        } catch {
            failure = error
        }
        guard unsafe PQputCopyEnd(handle, failure == nil ? nil : "the client gave up") == 1 else {
            throw unsafe failure ?? PostgresError(connection: handle)
        }
        let result: ResultSet
        do throws(PostgresError) {
            result = try drain()
        } catch {
            throw failure ?? error
        }
        if let failure { throw failure }
        return result
    }

    /// Runs a `COPY … TO STDOUT` and hands each row's bytes to `body`.
    public mutating func copyOut(
        _ sql: String, _ body: (Span<UInt8>) -> Void
    ) throws(PostgresError) -> ResultSet {
        try startCopy(sql, PGRES_COPY_OUT)
        while true {
            var row: UnsafeMutablePointer<CChar>?
            let length = unsafe PQgetCopyData(handle, &row, 0)
            if length == -1 { break }
            guard length >= 0, let start = unsafe row else { throw unsafe PostgresError(connection: handle) }
            let buffer = unsafe UnsafeRawBufferPointer(start: start, count: Int(length)).bindMemory(to: UInt8.self)
            body(unsafe buffer.span)
            unsafe PQfreemem(start)
        }
        return try drain()
    }

    private mutating func startCopy(_ sql: String, _ expected: ExecStatusType) throws(PostgresError) {
        try Self.checkText(sql)
        let result = unsafe PQexec(handle, sql)
        defer { unsafe PQclear(result) }
        guard unsafe PQresultStatus(result) == expected else {
            _ = unsafe try resultSet(result, prefix: 0, limit: nil)
            throw PostgresError(message: "the statement is not the COPY it should be", sqlstate: "0A000")
        }
    }

    /// Reads what is left of a command's results, and returns the last.
    private mutating func drain() throws(PostgresError) -> ResultSet {
        var last = ResultSet()
        var failure: PostgresError?
        while let result = unsafe PQgetResult(handle) {
            defer { unsafe PQclear(result) }
            do {
                last = try unsafe resultSet(result, prefix: 0, limit: nil)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return last
    }
}
