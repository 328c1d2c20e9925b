internal import Adapter
internal import Diagnostics
internal import Platform
internal import Threads

/// Loads the groups of one table: on the calling thread, and on further ones while the command has some to spare.
final class LoadWorkers: Sendable {
    private struct State: Sendable {
        var next = 0
        var helpers = 0
        var outcomes: [FileOutcome] = []
        /// A refusal that has nothing to do with the files: nothing more is begun.
        var isRefused = false
    }

    private let context: TableContext
    private let groups: [[LoadJob]]
    private let budget: LoadBudget
    private let archive: Archive?
    private let makeSession: @Sendable (String) -> AdapterSession
    private let state = Monitor(State())

    init(
        _ context: TableContext, _ groups: [[LoadJob]], budget: LoadBudget, archive: Archive?,
        makeSession: @escaping @Sendable (String) -> AdapterSession
    ) {
        self.context = context
        self.groups = groups
        self.budget = budget
        self.archive = archive
        self.makeSession = makeSession
    }

    /// - Returns: the outcomes in the order of the files, and the seconds until a thread was free, in which nothing was
    ///   loaded.
    func run(_ session: AdapterSession) -> (outcomes: [FileOutcome], waited: Double) {
        guard !groups.isEmpty else { return ([], 0) }
        let start = SystemClock.monotonicSeconds
        budget.take()
        let waited = SystemClock.monotonicSeconds - start
        work(session, isHelper: false)
        budget.giveBack()
        let outcomes = state.wait { $0.helpers == 0 ? $0.outcomes : nil }
        return (outcomes.sorted { $0.file.path < $1.file.path }, waited)
    }

    private func work(_ session: AdapterSession, isHelper: Bool) {
        let loader = GroupLoader(context: context, session: session)
        while !(isHelper && budget.isWanted), let group = next() {
            startHelper()
            var outcomes = loader.load(groups[group])
            moveToArchive(&outcomes, session)
            let told = outcomes
            state.update { state in
                state.outcomes += told
                if told.contains(where: { $0.failure?.kind == .database }) { state.isRefused = true }
            }
        }
    }

    private func next() -> Int? {
        let count = groups.count
        return state.update { state in
            guard state.next < count, !state.isRefused else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    /// One more thread, when there are groups for it; it starts the one after it.
    private func startHelper() {
        let count = groups.count
        guard state.update({ $0.next < count }), budget.takeIfFree() else { return }
        state.update { $0.helpers += 1 }
        Thread.start { [self] in
            let session = makeSession(context.source.id)
            work(session, isHelper: true)
            session.close()
            budget.giveBack()
            state.update { $0.helpers -= 1 }
        }
    }

    private func moveToArchive(_ outcomes: inout [FileOutcome], _ session: AdapterSession) {
        guard let archive else { return }
        let loaded = outcomes.filter { $0.status == .loaded }.map(\.file)
        var reason: String?
        do throws(Diagnostic) {
            if let failure = try ArchiveStep(context, archive).take(loaded, session) {
                reason = "the file was loaded, but cannot be moved to the archive: \(failure.reason)"
            }
        } catch { reason = error.message }
        if let reason, let index = outcomes.firstIndex(where: { $0.status == .loaded && $0.failure == nil }) {
            outcomes[index].failure = LoadFailure(.file, reason)
        }
    }
}
