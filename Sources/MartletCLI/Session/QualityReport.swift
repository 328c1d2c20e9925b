internal import Compiler
internal import Diagnostics
internal import Execution
internal import ProjectLoading
internal import ProjectModel
internal import QualityLog

/// What `quality_log:` of martlet.yml asks for: the results of tests, in a table.
struct QualityReport {
    private let session: ProjectSession
    private let recorder: CheckRecorder
    /// How many failing rows a result keeps.
    let sampleRows: Int

    /// Makes the table.
    ///
    /// Nil when the project keeps no log.
    init?(_ session: ProjectSession) {
        guard let settings = session.compilation.project.extensions.qualityLog else { return nil }
        self.session = session
        sampleRows = settings.sampleRows
        recorder = CheckRecorder(
            settings, manifest: session.manifest, invocation: session.setup.invocation,
            targetName: session.profile.targetName, connection: session.connection)
        recorder.prepare()
    }

    /// For `RunTask.Options`.
    var onStep: @Sendable (StepEvent) -> Void {
        { [recorder] event in
            if case .ended(let result) = event { recorder.add(result) }
        }
    }

    /// Writes what is left.
    /// - Throws: when the user wants lost results to be an error.
    func end(_ results: RunResults) throws(Diagnostic) {
        guard let failure = recorder.end(results) else { return }
        try WarningReport(session.log).tell(
            Diagnostic(.qualityLogLost, "Results of tests were not written to the quality log: \(failure)"))
    }
}

extension Diagnostic.Code {
    /// The table of the quality log cannot be written.
    static let qualityLogLost = Self(rawValue: "quality-log-lost")
}
