internal import Adapter
internal import Diagnostics
internal import Platform
internal import Postgres

/// Loads groups of files over one session: rows and ledger in one transaction.
struct GroupLoader {
    let context: TableContext
    let session: AdapterSession

    private var source: ExternalSource { context.source }

    /// What was read of one file.
    private struct Count {
        var rows = 0
        var checksum = ""
        var bytes = 0
    }

    /// Loads all files of a group together; when that fails, in ever smaller parts, so that a broken file costs only
    /// itself.
    func load(_ group: [LoadJob]) -> [FileOutcome] {
        guard !context.isStopped() else { return group.map { FileOutcome(file: $0.file, status: .cancelled) } }
        guard group.count > 1 else { return group.map(loadAlone) }
        do throws(LoadFailure) {
            return try loadTogether(group)
        } catch {
            if error.kind == .cancelled { return group.map { FileOutcome(file: $0.file, status: .cancelled) } }
            // No part of the group would fare better.
            if error.kind == .database { return refused(group, error) }
            let middle = group.count / 2
            return load(Array(group[..<middle])) + load(Array(group[middle...]))
        }
    }

    private func refused(_ group: [LoadJob], _ failure: LoadFailure) -> [FileOutcome] {
        group.enumerated().map { index, job in
            FileOutcome(file: job.file, status: .failed, failure: index == 0 ? failure : nil)
        }
    }

    private func loadAlone(_ job: LoadJob) -> FileOutcome {
        let start = SystemClock.now
        do throws(LoadFailure) {
            return try loadTogether([job])[0]
        } catch {
            if error.kind == .cancelled { return FileOutcome(file: job.file, status: .cancelled) }
            var failure = FailedRow(context, job.file).located(error)
            if failure.kind == .row, source.onError == .quarantineRows {
                do throws(LoadFailure) {
                    return try QuarantineLoader(context: context, session: session).load(job, since: start)
                } catch {
                    if error.kind == .cancelled { return FileOutcome(file: job.file, status: .cancelled) }
                    failure = error
                }
            }
            record(failure, of: job.file, since: start)
            return FileOutcome(file: job.file, status: .failed, failure: failure)
        }
    }

    /// Notes a failure in the ledger; that this fails too is no news after a failure of the database.
    private func record(_ failure: LoadFailure, of file: LandingFile, since start: Timestamp) {
        var entry = context.entry(file, source.onError == .skipFile ? .skipped : .failed, since: start)
        entry.failure = failure
        do throws(Diagnostic) {
            _ = try session.addQuery(context.ledger.insert([entry]), isAbridged: true)
            try session.commit()
            session.release()
        } catch {
            session.rollback()
        }
    }

    // MARK: One transaction

    private func loadTogether(_ jobs: [LoadJob]) throws(LoadFailure) -> [FileOutcome] {
        let start = SystemClock.now
        defer { session.release() }
        try prepare(jobs)
        let counts = try copy(jobs)
        let entries = zip(jobs, counts).map { job, count in
            var entry = context.entry(job.file, .loaded, since: start)
            entry.checksum = count.checksum
            entry.rows = count.rows
            // What was read counts: the file may have grown since it was found.
            entry.file.size = count.bytes
            return entry
        }
        do throws(Diagnostic) {
            _ = try session.addQuery(context.ledger.insert(entries), isAbridged: true)
            try session.commit()
        } catch { throw context.failure(error, session) }
        context.progress.add(files: jobs.count)
        return zip(jobs, counts).map { job, count in
            FileOutcome(file: job.file, status: .loaded, rows: count.rows)
        }
    }

    /// Lets go of what was loaded before from files that are loaded anew.
    func prepare(_ jobs: [LoadJob]) throws(LoadFailure) {
        for job in jobs where job.replaces {
            let path = job.file.shownPath
            do throws(Diagnostic) {
                _ = try session.addQuery(FileRows(context, job.file).deletion)
                _ = try session.addQuery(context.ledger.retire(path, of: context.relationName, as: "replaced"))
                _ = try session.addQuery(context.ledger.deleteQuarantined(path, of: context.relationName))
            } catch { throw context.failure(error, session) }
        }
    }

    /// Sends the rows of all files in one COPY; they must have the same columns.
    private func copy(_ jobs: [LoadJob]) throws(LoadFailure) -> [Count] {
        let first = try context.reader(of: jobs[0].file)
        var counts: [Count] = []
        var failure: LoadFailure?
        let columns = first.columns
        let response: AdapterResponse
        do throws(Diagnostic) {
            response = try session.copyIn(context.copyStatement(columns)) { writer throws(PostgresError) in
                do throws(LoadFailure) {
                    for (index, job) in jobs.enumerated() {
                        let reader = try index == 0 ? first : context.reader(of: job.file)
                        guard reader.columns == columns else {
                            throw LoadFailure(.file, "the columns are others than those of the file before")
                        }
                        counts.append(try send(reader, &writer, isAlone: jobs.count == 1))
                    }
                } catch {
                    failure = error
                    throw PostgresError(message: error.reason)
                }
            }
        } catch {
            context.progress.add(rows: -counts.reduce(0) { $0 + $1.rows })
            throw failure ?? context.failure(error, session)
        }
        let sent = counts.reduce(0) { $0 + $1.rows }
        if let rows = response.rowsAffected, rows != sent {
            if rows < sent { try searchEndMarker(in: jobs) }
            if jobs.count == 1 { counts[0].rows = rows }
            context.progress.add(rows: rows - sent)
        }
        return counts
    }

    /// The server takes fewer rows than lines were sent where values have several lines, and where it saw an end.
    private func searchEndMarker(in jobs: [LoadJob]) throws(LoadFailure) {
        for job in jobs {
            guard let reader = try context.reader(of: job.file) as? CSVRecordReader else { return }
            var scratch: [UInt8] = []
            while try reader.next(into: &scratch) {
                if reader.isEndMarker { throw reader.endMarkerFailure }
                scratch.removeAll(keepingCapacity: true)
            }
        }
    }

    /// - Parameter isAlone: whether the COPY is for this file only; then its bytes may pass as they are.
    private func send(
        _ reader: any RecordReader, _ writer: inout CopyWriter, isAlone: Bool
    ) throws(LoadFailure) -> Count {
        var count = Count()
        var block: [UInt8] = []
        block.reserveCapacity(Self.messageSize * 2)
        let plain = (reader as? CSVRecordReader).flatMap { isAlone && $0.isPlain ? $0 : nil }
        while true {
            block.removeAll(keepingCapacity: true)
            var rows = 0
            if let plain {
                if try plain.readPlain(into: &block) { rows = Self.newlines(block.span) }
            } else {
                rows = try reader.fill(&block, upTo: Self.messageSize)
            }
            if block.isEmpty { break }
            if context.isStopped() { throw LoadFailure(.cancelled, "the load was stopped") }
            count.rows += rows
            context.progress.add(rows: rows)
            do throws(PostgresError) { try writer.write(block) } catch {
                throw LoadFailure(.database, error.message)
            }
        }
        count.checksum = reader.checksum()
        count.bytes = reader.bytesRead
        return count
    }

    /// What is sent at a time: the server copies a message as a whole, and a small one stays in its processor's cache.
    private static let messageSize = 64 * 1024

    private static func newlines(_ bytes: Span<UInt8>) -> Int {
        var count = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") { count &+= 1 }
        return count
    }
}
