internal import Diagnostics

/// What people read about files that did not load.
struct LoadMessages {
    private let source: ExternalSource

    init(_ source: ExternalSource) { self.source = source }

    func changed(_ file: LandingFile) -> Diagnostic {
        Diagnostic(
            .loadFileChanged, "\(file.shownPath) is not what was loaded before: its content has changed",
            family: .runtime, subject: subject, in: SourceText(path: file.shownPath, ""),
            hint: "on_change: reload loads such files anew, on_change: ignore leaves them; or give new data a new name")
    }

    func gone(_ path: String) -> Diagnostic {
        Diagnostic(
            .loadFileMissing, "\(path) was loaded before and is not there any more: its rows are gone",
            family: .runtime,
            severity: .warning, subject: subject, hint: "put the file back and load again")
    }

    func missing() -> Diagnostic {
        Diagnostic(
            .loadFileMissing, "\(source.location.text) does not exist", family: .runtime, subject: subject,
            hint: "make the file, or correct the location in \(source.path)")
    }

    func noFiles() -> Diagnostic {
        Diagnostic(
            .loadFileMissing, "no file fits \(source.location.text)", family: .runtime, severity: .warning,
            subject: subject, hint: "the location is relative to the project")
    }

    /// Why a file did not load, or not all of it.
    func diagnostic(_ outcome: FileOutcome) -> Diagnostic? {
        guard let failure = outcome.failure else { return nil }
        let isWarning = outcome.status == .loaded || source.onError == .skipFile && failure.kind != .database
        let path = outcome.file.shownPath
        let place = failure.line.map { "\(path):\($0)" } ?? path
        var diagnostic = Diagnostic(
            failure.kind == .database ? .loadRefused : failure.kind == .file ? .loadFileInvalid : .loadRowInvalid,
            "\(place): \(failure.reason)", family: .runtime, severity: isWarning ? .warning : .error, subject: subject)
        if let raw = failure.raw, let line = failure.line {
            let range = failure.range ?? 0..<raw.count
            diagnostic.source = SourceText(path: path, bytes: Self.withoutLineEnd(raw), firstLine: line)
            diagnostic.range = SourceRange(range.lowerBound, max(range.upperBound, range.lowerBound + 1))
        }
        if let column = failure.column {
            let type = source.tableColumns.first { $0.name == column }?.type
            diagnostic.notes.append("column \(column)" + (type.map { " is declared as \($0)" } ?? ""))
        }
        if outcome.status == .loaded, outcome.rejected > 0 {
            let rest = outcome.rejected == 1 ? "this row" : "this row and \(outcome.rejected - 1) more"
            diagnostic.notes.append("\(rest) went to quarantine, \(outcome.rows) rows of the file were loaded")
        } else if outcome.status == .failed, failure.kind == .row {
            diagnostic.notes.append("nothing of the file was loaded; it is tried again next time")
        }
        diagnostic.hint = failure.hint ?? hint(failure, outcome)
        return diagnostic
    }

    private func hint(_ failure: LoadFailure, _ outcome: FileOutcome) -> String? {
        guard failure.kind == .row, outcome.status == .failed, source.onError == .failFile else { return nil }
        return "correct the file, or load its good rows by on_error: quarantine_rows in \(source.path)"
    }

    private var subject: String { "source \(source.name) (\(source.path))" }

    private static func withoutLineEnd(_ raw: [UInt8]) -> [UInt8] {
        var bytes = raw.prefix(StorableText.maximum)
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        return Array(bytes)
    }
}

extension Diagnostic.Code {
    /// A loaded file has other content now.
    static let loadFileChanged = Self(rawValue: "load-file-changed")
    /// A file that cannot be read, or whose columns are not those of the source.
    static let loadFileInvalid = Self(rawValue: "load-file-invalid")
    /// No file fits the location of a source.
    static let loadFileMissing = Self(rawValue: "load-file-missing")
    /// The database refuses to load for a reason that is not in the rows.
    static let loadRefused = Self(rawValue: "load-refused")
    /// A row of a file that the table cannot take.
    static let loadRowInvalid = Self(rawValue: "load-row-invalid")
}
