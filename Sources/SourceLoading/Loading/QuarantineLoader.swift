internal import Adapter
internal import Diagnostics
internal import Platform
internal import Postgres

/// Loads the good rows of a file and puts the others into quarantine.
///
/// Rows go in parts behind a savepoint each. A part that is refused goes again without the row that the server names.
final class QuarantineLoader {
    private let context: TableContext
    private let session: AdapterSession
    private var part = Part()
    private var columns: [String] = []
    private var rows = 0
    private var rejected: [QuarantinedRow] = []
    private var rejectedCount = 0
    private var firstFailure: LoadFailure?
    private var file: LandingFile?

    /// Rows that are sent together.
    private struct Part {
        var bytes: [UInt8] = []
        /// Where each row ends in `bytes`.
        var ends: [Int] = []
        /// The line of the file on which each begins, and how many lines each takes in the COPY.
        var lines: [(first: Int, count: Int)] = []
        var raws: [[UInt8]] = []

        func bytes(of rows: Range<Int>) -> ArraySlice<UInt8> {
            bytes[(rows.lowerBound == 0 ? 0 : ends[rows.lowerBound - 1])..<ends[rows.upperBound - 1]]
        }
    }

    private static let mostRows = 1_000

    init(context: TableContext, session: AdapterSession) {
        self.context = context
        self.session = session
    }

    func load(_ job: LoadJob, since start: Timestamp) throws(LoadFailure) -> FileOutcome {
        file = job.file
        session.keepsFailedTransaction = true
        defer {
            session.keepsFailedTransaction = false
            session.rollback()
            session.release()
        }
        try GroupLoader(context: context, session: session).prepare([job])
        // Without an open transaction there is nothing to save.
        try run(context.ledger.deleteQuarantined(job.file.shownPath, of: context.relationName))
        let reader = try context.reader(of: job.file)
        (reader as? CSVRecordReader)?.recoversFromOpenQuotes = true
        columns = reader.columns
        while try fill(from: reader) { try send() }
        try writeRejected()
        var entry = context.entry(job.file, .loaded, since: start)
        entry.checksum = reader.checksum()
        entry.rows = rows
        entry.rejected = rejectedCount
        entry.failure = firstFailure
        entry.file.size = reader.bytesRead
        try run(context.ledger.insert([entry]))
        do throws(Diagnostic) { try session.commit() } catch { throw context.failure(error, session) }
        context.progress.add(files: 1)
        return FileOutcome(
            file: job.file, status: .loaded, rows: rows, rejected: rejectedCount, failure: firstFailure)
    }

    private func run(_ sql: String) throws(LoadFailure) {
        do throws(Diagnostic) { _ = try session.addQuery(sql, isAbridged: true) } catch {
            throw context.failure(error, session)
        }
    }

    // MARK: Parts

    private func fill(from reader: any RecordReader) throws(LoadFailure) -> Bool {
        part = Part()
        if context.isStopped() { throw LoadFailure(.cancelled, "the load was stopped") }
        while part.ends.count < Self.mostRows, part.bytes.count < LandingStream.blockSize {
            let before = part.bytes.count
            do throws(LoadFailure) {
                guard try reader.next(into: &part.bytes) else { return !part.ends.isEmpty }
                if let csv = reader as? CSVRecordReader, csv.isEndMarker { throw csv.endMarkerFailure }
            } catch {
                guard error.kind == .row else { throw error }
                part.bytes.removeSubrange(before...)
                try reject(error)
                continue
            }
            part.ends.append(part.bytes.count)
            let count = (reader as? CSVRecordReader).map { $0.lastLine - reader.line + 1 } ?? 1
            part.lines.append((reader.line, count))
            part.raws.append(reader.raw)
        }
        return true
    }

    private func send() throws(LoadFailure) {
        let all = part.ends.count
        var next = 0
        var step = all
        while next < all {
            let rows = next..<min(all, next + step)
            guard let bad = try copy(rows) else {
                next = rows.upperBound
                step *= 2
                continue
            }
            guard let row = bad.row ?? (rows.count == 1 ? next : nil) else {
                step = max(1, rows.count / 2)
                continue
            }
            if row > next {
                // What stands before the bad row should be good; if it is not, it gives its own failure.
                step = row - next
                if try copy(next..<row) != nil {
                    step = max(1, step / 2)
                    continue
                }
            }
            var failure = bad.failure
            failure.line = part.lines[row].first
            failure.raw = part.raws[row]
            try reject(failure)
            next = row + 1
            step = 8
        }
    }

    private struct Refusal {
        var failure: LoadFailure
        /// The position in the part, where the server tells.
        var row: Int?
    }

    /// Sends some rows of the part.
    /// - Returns: nil when they are in; else the refusal, and nothing of them is in.
    private func copy(_ rows: Range<Int>) throws(LoadFailure) -> Refusal? {
        try run("savepoint martlet_rows")
        do throws(Diagnostic) {
            _ = try session.copyIn(context.copyStatement(columns)) { writer throws(PostgresError) in
                try writer.write(part.bytes(of: rows))
            }
        } catch {
            let failure = context.failure(error, session)
            guard failure.kind == .row else { throw failure }
            try run("rollback to savepoint martlet_rows")
            return Refusal(failure: failure, row: position(of: failure, in: rows))
        }
        try run("release savepoint martlet_rows")
        self.rows += rows.count
        context.progress.add(rows: rows.count)
        return nil
    }

    private func position(of failure: LoadFailure, in rows: Range<Int>) -> Int? {
        // The server converts ahead of the line that it is at.
        if session.lastFailure?.error.sqlstate == "22021", context.source.dialect.isUTF8 {
            return rows.first { String(validating: part.raws[$0], as: UTF8.self) == nil }
        }
        guard var line = failure.line else { return nil }
        for row in rows {
            line -= part.lines[row].count
            if line <= 0 { return row }
        }
        return nil
    }

    // MARK: Quarantine

    private func reject(_ failure: LoadFailure) throws(LoadFailure) {
        firstFailure = firstFailure ?? failure
        rejectedCount += 1
        let source = context.source
        rejected.append(
            QuarantinedRow(
                sourceID: source.id, relation: context.relationName, path: file?.shownPath ?? "", line: failure.line,
                reason: failure.reason, raw: failure.raw, runID: context.runID))
        if rejected.count >= 100 { try writeRejected() }
    }

    private func writeRejected() throws(LoadFailure) {
        guard !rejected.isEmpty else { return }
        try run(context.ledger.insertQuarantined(rejected))
        rejected = []
    }
}
