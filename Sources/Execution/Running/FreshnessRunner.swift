internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Formats
internal import Platform
internal import ProjectModel

/// Checks how old the data of a source is.
struct FreshnessRunner {
    private let run: RunContext
    private let session: AdapterSession

    init(_ run: RunContext, _ session: AdapterSession) {
        self.run = run
        self.session = session
    }

    func check(_ source: SourceTable) -> NodeResult {
        var result = NodeResult(id: source.uniqueID, status: .pass)
        session.recycle(as: source.uniqueID)
        defer { session.release() }
        do throws(Diagnostic) {
            session.queryComment = try run.project.compilation.queryComment(for: nil)
            let answer = try FreshnessQuery(run.project, session: session).answer(for: source)
            // A table without rows is as old as can be.
            let loadedAt = answer.maxLoadedAt ?? Timestamp(year: 1, month: 1, day: 1)
            let age = answer.snapshottedAt.seconds(since: loadedAt)
            let criteria = source.freshness ?? Freshness()
            result.freshness = .init(
                maxLoadedAt: loadedAt, snapshottedAt: answer.snapshottedAt, age: age, criteria: criteria)
            result.adapterResponse = answer.response.fields
            if isExceeded(criteria.errorAfter, by: age) {
                result.status = .error
            } else if isExceeded(criteria.warnAfter, by: age) {
                result.status = .warn
            }
        } catch {
            result.status = .runtimeError
            result.failure = error
            result.message = error.dbtText
        }
        return result
    }

    private func isExceeded(_ threshold: Freshness.Threshold?, by age: Double) -> Bool {
        guard let count = threshold?.count, let period = threshold?.period else { return false }
        let seconds: Double =
            switch period {
            case "minute": 60
            case "hour": 3_600
            default: 86_400
            }
        return age > Double(count) * seconds
    }
}
