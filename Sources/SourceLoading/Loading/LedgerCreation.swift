internal import Adapter
internal import Diagnostics
internal import Postgres
internal import Threads

/// Makes the tables of the ledger where they are missing: the first table of a run looks, the others wait for its answer.
final class LedgerCreation: Sendable {
    private enum State: Sendable {
        case unknown, busy, done
    }

    private let tables: LedgerTables
    private let state = Monitor(State.unknown)

    init(_ tables: LedgerTables) { self.tables = tables }

    /// - Throws: why they cannot be made; the next table then tries again.
    func run(_ session: AdapterSession) throws(Diagnostic) {
        let isMine = state.wait { state -> Bool? in
            guard state != .busy else { return nil }
            defer { if state == .unknown { state = .busy } }
            return state == .unknown
        }
        guard isMine else { return }
        var outcome = State.unknown
        defer { state.update { [outcome] in $0 = outcome } }
        let answer = try session.addQuery(tables.check)
        if answer.bool(row: 0, column: 0) != true {
            for statement in tables.definition { _ = try session.addQuery(statement) }
            try session.commit()
        }
        session.release()
        outcome = .done
    }
}
