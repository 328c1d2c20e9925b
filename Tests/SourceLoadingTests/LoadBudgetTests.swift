import Testing
import Threads

@testable import SourceLoading

@Suite struct LoadBudgetTests {
    @Test func aTableThatWaitsComesBeforeMoreThreadsOfAnother() {
        let budget = LoadBudget(2)
        budget.take()
        #expect(budget.takeIfFree())
        #expect(!budget.takeIfFree())
        let taken = Monitor(false)
        Thread.start {
            budget.take()
            taken.update { $0 = true }
        }
        while !budget.isWanted {}
        budget.giveBack()
        _ = taken.wait { $0 ? true : nil }
        #expect(!budget.isWanted)
        #expect(!budget.takeIfFree())
        budget.giveBack()
        #expect(budget.takeIfFree())
    }
}
