internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Events
internal import Formats
internal import Postgres
internal import ProjectModel
internal import SourceLoading

/// The loader of a run, and how its threads reach the database.
struct SourceLoads: Sendable {
    let loader: SourceLoader
    let connection: ConnectionSettings
    let registry: SessionRegistry
    let log: EventLog

    /// Rows and ledger are one transaction, whatever the profile says of autocommit.
    func makeSession(_ name: String) -> AdapterSession {
        var settings = connection
        settings.isAutocommit = false
        return AdapterSession(settings, name: name, registry: registry, log: SessionEvents(log).report)
    }
}

/// Loads the files of a source as a step of a run.
struct LoadRunner {
    private let run: RunContext

    init(_ run: RunContext) { self.run = run }

    func load(_ source: SourceTable) -> NodeResult {
        var result = NodeResult(id: source.uniqueID, status: .success)
        guard let loads = run.loads else { return result }
        let outcome = loads.loader.load(
            source.uniqueID, makeSession: { loads.makeSession($0) }, isStopped: run.isStopped)
        guard let outcome else { return result }
        result.load = outcome
        result.relationName = source.relationName
        result.failures = outcome.filesFailed
        result.adapterResponse = ["_message": .string("COPY \(outcome.rows)"), "rows_affected": .int(outcome.rows)]
        switch outcome.status {
        case .success: break
        case .warn: result.status = isWarningAnError ? .error : .warn
        case .error: result.status = .error
        }
        if outcome.wasCancelled {
            result.status = .error
            result.failure = Diagnostic(.databaseCancelled, "the load was stopped", family: .database)
        }
        result.message = outcome.messageText
        remember(source)
        return result
    }

    private var isWarningAnError: Bool {
        run.project.compilation.log.warnings.outcome(name: "SourceFileNotLoaded", isDeprecation: false) == .error
    }

    /// What follows must know the table, and not look for it anew.
    private func remember(_ source: SourceTable) {
        let relations = run.project.relations
        guard relations.knows(database: source.database, schema: source.schema) else { return }
        relations.add(
            Relation(
                database: source.database, schema: source.schema, identifier: source.identifier, type: .table))
    }
}

extension LoadResult {
    /// What went wrong, for the end of the run; nil when nothing did.
    var messageText: String? {
        guard !diagnostics.isEmpty else { return nil }
        var texts = diagnostics.map(\.description)
        let told = diagnostics.count
        if filesFailed > told { texts.append("  … and \(filesFailed - told) more files: see load_ledger") }
        // The end of the run indents the first line.
        return texts.joined(separator: "\n").replacing("\n", with: "\n  ")
    }

    /// `3,000 rows in 60 files, 41,000 rows/s`: what progress lines say.
    var summary: String {
        if filesLoaded == 0, filesFailed == 0 { return "no new files" }
        var parts = ["\(Self.grouped(rows)) \(rows == 1 ? "row" : "rows") in \(Self.files(filesLoaded))"]
        if rows > 0 { parts.append("\(Self.grouped(rowsPerSecond)) rows/s") }
        if rowsRejected > 0 { parts.append("\(Self.grouped(rowsRejected)) quarantined") }
        if filesFailed > 0 { parts.append("\(Self.files(filesFailed)) not loaded") }
        return parts.joined(separator: ", ")
    }

    private static func files(_ count: Int) -> String { "\(grouped(count)) \(count == 1 ? "file" : "files")" }

    private static func grouped(_ number: Int) -> String {
        var text = String(number)
        var index = text.count - 3
        while index > 0 {
            text.insert(",", at: text.index(text.startIndex, offsetBy: index))
            index -= 3
        }
        return text
    }
}
