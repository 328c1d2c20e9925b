import Postgres
import Testing

@testable import Adapter

@Suite struct AttemptStateTests {
    private let deadlock = PostgresError(message: "deadlock detected", sqlstate: "40P01")
    private let lost = PostgresError(message: "server closed the connection unexpectedly")

    @Test func aRolledBackStepMayBeRepeated() {
        var state = AttemptState()
        #expect(!state.canRepeat, "nothing has failed")
        state.sent(leaving: .inTransaction)
        state.failed(deadlock, "insert", leaving: .failed)
        #expect(state.canRepeat)
        state.failed(PostgresError(message: "no", sqlstate: "42601"), "insert", leaving: .failed)
        #expect(!state.canRepeat)
    }

    @Test func whatHasBeenCommittedIsNotRepeated() {
        var state = AttemptState()
        state.sent(leaving: .idle)
        state.failed(deadlock, "insert", leaving: .failed)
        #expect(!state.canRepeat)

        state = AttemptState()
        state.failed(deadlock, "insert; commit; insert", leaving: .idle)
        #expect(!state.canRepeat)
    }

    @Test(arguments: [
        ("insert into t select 1", true),
        ("create temporary table s on commit drop as select 1; insert into t select 1", true),
        ("COMMIT", false), ("/* who */ commit;", false), ("insert into t select 1; end", false),
    ])
    func aLostConnectionLeavesOnlyCommitsUnknown(sql: String, canRepeat: Bool) {
        var state = AttemptState()
        state.sent(leaving: .inTransaction)
        state.failed(lost, sql, leaving: nil)
        #expect(state.canRepeat == canRepeat)
    }

    @Test func aServerThatIsAwayIsAskedAgainAndAWrongPasswordIsNot() {
        var state = AttemptState()
        state.refused(PostgresError(message: "FATAL:  the database system is starting up"))
        #expect(state.canRepeat)
        state.refused(PostgresError(message: "FATAL:  password authentication failed for user \"x\""))
        #expect(!state.canRepeat)
    }
}
