import Diagnostics
import Events
import Testing
import Web

@testable import Packages

@Suite struct RetryTests {
    private let retry = Retry(log: .silent, pause: {})

    /// How often something is tried that always fails with `error`.
    private func attempts(_ error: ExternalError) -> (count: Int, message: String?) {
        var count = 0
        let thrown = #expect(throws: Diagnostic.self) {
            try retry { () throws(ExternalError) in
                count += 1
                throw error
            }
        }
        return (count, thrown?.message)
    }

    @Test func triesSixTimesWhatMayPass() {
        let result = attempts(ExternalError(reason: "no route"))
        #expect(result.count == 6)
        #expect(result.message == "External connection exception occurred: no route")
    }

    @Test func triesOnceWhatWillNotPass() {
        #expect(attempts(ExternalError(reason: "404", isTemporary: false)).count == 1)
        let refusal = Diagnostic(.packageUnsafe, "no")
        #expect(attempts(ExternalError(refusal)).message == "no")
    }

    @Test func takesTheFirstSuccess() throws {
        var count = 0
        let value = try retry { () throws(ExternalError) in
            count += 1
            if count < 3 { throw ExternalError(reason: "x") }
            return count
        }
        #expect(value == 3)
    }

    @Test(arguments: [(200, nil), (404, false), (500, true), (429, true), (403, false)] as [(Int, Bool?)])
    func knowsWhichAnswersMayChange(_ status: Int, _ isTemporary: Bool?) {
        let answer = WebAnswer(status: status, body: [])
        var found: Bool?
        do throws(ExternalError) { try answer.check("http://x") } catch { found = error.isTemporary }
        #expect(found == isTemporary)
    }
}
