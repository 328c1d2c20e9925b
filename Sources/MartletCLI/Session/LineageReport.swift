internal import Compiler
internal import Diagnostics
internal import Execution
internal import Formats
internal import OpenLineage
internal import Platform
internal import Postgres

/// What `--openlineage` asks for: events of the command and its steps, to a file or a server.
struct LineageReport {
    private let session: ProjectSession
    private let reporter: LineageReporter

    /// Tells that the command has started; nil when nobody wants to know.
    /// - Throws: when the file cannot be opened.
    init?(_ session: ProjectSession) throws(Diagnostic) {
        guard let place = session.setup.request.openLineage else { return nil }
        let sink: any LineageSink
        if place.hasPrefix("http://") || place.hasPrefix("https://") {
            sink = LineageServer(place, environment: session.setup.environment)
        } else {
            do throws(FileError) { sink = try LineageFile(place) } catch { throw error.diagnostic() }
        }
        var subject = LineageReporter.Subject(session.manifest, session.setup.invocation)
        subject.host = session.connection.host
        subject.port = session.connection.port
        subject.columnEdges =
            try session.artifact("column_lineage.json")?.list?.compactMap(ColumnEdge.init) ?? []
        self.session = session
        reporter = LineageReporter(subject, to: sink)
        reporter.start()
    }

    /// For `RunTask.Options`.
    var onStep: @Sendable (StepEvent) -> Void {
        { [reporter] event in
            switch event {
            case .started(let id): reporter.started(id)
            case .ended(let result): reporter.finished(result)
            }
        }
    }

    func end(_ results: RunResults) throws(Diagnostic) { try warn(reporter.end(results)) }

    func fail(_ error: Diagnostic) throws(Diagnostic) { try warn(reporter.fail(error.message)) }

    private func warn(_ failure: String?) throws(Diagnostic) {
        guard let failure else { return }
        try WarningReport(session.log).tell(
            Diagnostic(.openLineageLost, "Events of OpenLineage were lost: \(failure)", family: .runtime))
    }
}

extension Diagnostic.Code {
    /// The server of `--openlineage` does not take events.
    static let openLineageLost = Self(rawValue: "open-lineage-lost")
}
