internal import Adapter
internal import Diagnostics
internal import Platform
internal import Postgres
internal import Threads

/// Loads the files of one source table, on as many threads as are free.
final class TableLoader {
    private let source: ExternalSource
    private let loader: SourceLoader
    private let found: [LandingFile]
    private let makeSession: @Sendable (String) -> AdapterSession
    private let isStopped: @Sendable () -> Bool
    private let messages: LoadMessages

    init(
        _ source: ExternalSource, _ found: [LandingFile], _ loader: SourceLoader,
        makeSession: @escaping @Sendable (String) -> AdapterSession, isStopped: @escaping @Sendable () -> Bool
    ) {
        self.source = source
        self.found = found
        self.loader = loader
        self.makeSession = makeSession
        self.isStopped = isStopped
        messages = LoadMessages(source)
    }

    func load() -> LoadResult {
        let start = SystemClock.monotonicSeconds
        let session = makeSession(source.id)
        defer { session.close() }
        var result = LoadResult(source, relation: "\(source.schema).\(source.identifier)")
        result.filesFound = found.count
        do throws(Diagnostic) {
            try load(session, &result)
        } catch {
            var failure = error
            result.wasCancelled = error.code == .databaseCancelled
            failure.subject = failure.subject ?? "source \(source.name) (\(source.path))"
            result.diagnostics.append(failure)
        }
        result.seconds += SystemClock.monotonicSeconds - start
        return result
    }

    private func load(_ session: AdapterSession, _ result: inout LoadResult) throws(Diagnostic) {
        try LoadLock(source).take(session)
        try loader.ledgerCreation.run(session)
        let table = try TargetTable(source, using: session)
        let context = TableContext(
            source: source, table: table, ledger: loader.ledger, runID: loader.runID, files: loader.files,
            projectDirectory: loader.projectDirectory, progress: loader.progress, isStopped: isStopped)
        var loaded = try readLedger(context, session)
        try check(loaded, &result)
        var found = found
        if table.isNew || loader.reloads {
            if !table.isNew { _ = try session.addQuery("truncate \(context.relation)") }
            try forget(context, as: table.isNew ? "dropped" : "reloaded", session)
            found += archived(loaded, &result)
            loaded = [:]
        }
        let (known, files) = (loaded, loader.files)
        let plan = LoadPlan(found, loaded: known, onChange: source.onChange) { file throws(LoadFailure) in
            try LandingStream.checksum(of: file.path, files: files)
        }
        result.filesUnchanged = plan.unchanged.count + plan.ignored
        try settle(plan, context, session, &result)
        let groups = plan.groups(parallel: loader.parallel)
        let (outcomes, waited) = LoadWorkers(
            context, groups, budget: loader.budget, archive: archive, makeSession: makeSession
        ).run(session)
        result.seconds -= waited
        for outcome in outcomes { add(outcome, to: &result) }
    }

    private var archive: Archive? {
        Archive(source, projectDirectory: loader.projectDirectory, files: loader.files)
    }

    /// Files of which the rows are gone, and which do not lie in the landing folder any more.
    private func archived(_ loaded: [String: LoadPlan.Loaded], _ result: inout LoadResult) -> [LandingFile] {
        let present = Set(found.map(\.shownPath))
        let search = FileSearch(source, projectDirectory: loader.projectDirectory, files: loader.files)
        var files: [LandingFile] = []
        for (path, entry) in loaded.sorted(by: { $0.key < $1.key }) where !present.contains(path) {
            if let place = entry.archivePlace, let file = search.archived(path, at: place) {
                files.append(file)
            } else if result.diagnostics.count < LoadResult.mostDiagnostics {
                result.diagnostics.append(messages.gone(path))
            }
        }
        return files
    }

    /// Lets go of what the ledger says of a table whose rows are gone.
    private func forget(_ context: TableContext, as status: String, _ session: AdapterSession) throws(Diagnostic) {
        _ = try session.addQuery(context.ledger.retireAll(of: context.relationName, as: status))
        _ = try session.addQuery(context.ledger.deleteQuarantined(of: context.relationName))
        try session.commit()
        session.release()
    }

    private func readLedger(
        _ context: TableContext, _ session: AdapterSession
    ) throws(Diagnostic) -> [String: LoadPlan.Loaded] {
        let rows = try session.addQuery(context.ledger.loadedFiles(of: context.relationName))
        session.release()
        var loaded: [String: LoadPlan.Loaded] = [:]
        for row in 0..<rows.rowCount {
            guard let path = rows.string(row: row, column: 0) else { continue }
            loaded[path] = LoadPlan.Loaded(
                size: rows.int(row: row, column: 1) ?? 0, modified: rows.int(row: row, column: 2) ?? 0,
                checksum: rows.string(row: row, column: 3) ?? "", archivePlace: rows.string(row: row, column: 4))
        }
        return loaded
    }

    /// A location that finds nothing is a mistake, unless something was loaded from it before.
    private func check(_ loaded: [String: LoadPlan.Loaded], _ result: inout LoadResult) throws(Diagnostic) {
        guard found.isEmpty, loaded.isEmpty else { return }
        if source.location.isOneFile { throw messages.missing() }
        result.diagnostics.append(messages.noFiles())
    }

    /// Tells and notes what has changed, and moves what was left over by a command that was killed.
    private func settle(
        _ plan: LoadPlan, _ context: TableContext, _ session: AdapterSession, _ result: inout LoadResult
    ) throws(Diagnostic) {
        let now = SystemClock.now
        if !plan.touched.isEmpty {
            _ = try session.addQuery(context.ledger.touch(plan.touched, of: context.relationName))
        }
        let entries = plan.changed.map { file in
            var entry = context.entry(file, .failed, since: now)
            entry.failure = LoadFailure(.file, "the content has changed since the file was loaded")
            return entry
        }
        if !entries.isEmpty { _ = try session.addQuery(context.ledger.insert(entries), isAbridged: true) }
        if !plan.touched.isEmpty || !entries.isEmpty { try session.commit() }
        session.release()
        result.filesFailed += plan.changed.count
        for file in plan.changed.prefix(LoadResult.mostDiagnostics) {
            result.diagnostics.append(messages.changed(file))
        }
        if let archive { _ = try ArchiveStep(context, archive).take(plan.unchanged, session) }
    }

    private func add(_ outcome: FileOutcome, to result: inout LoadResult) {
        result.rows += outcome.rows
        result.rowsRejected += outcome.rejected
        switch outcome.status {
        case .loaded:
            result.filesLoaded += 1
            result.bytes += outcome.file.size
        case .failed: result.filesFailed += 1
        case .cancelled: result.wasCancelled = true
        }
        if let diagnostic = messages.diagnostic(outcome), result.diagnostics.count < LoadResult.mostDiagnostics {
            result.diagnostics.append(diagnostic)
        }
    }
}
