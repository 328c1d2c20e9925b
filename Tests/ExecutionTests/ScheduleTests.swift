import Testing

@testable import Execution

@Suite struct ScheduleTests {
    /// 0 and 1 are free; 2 needs both; 3 needs 2.
    private var schedule = Schedule(dependencies: [[], [], [0, 1], [2]])

    @Test mutating func startsWhatIsFreeInTheOrderOfThePlan() {
        #expect(schedule.start() == 0)
        #expect(schedule.start() == 1)
        #expect(schedule.start() == nil)
    }

    @Test mutating func startsAStepWhenAllItNeedsHasSucceeded() {
        _ = schedule.start()
        _ = schedule.start()
        #expect(schedule.finish(0, .succeeded) == [])
        #expect(schedule.start() == nil)
        #expect(schedule.finish(1, .succeeded) == [])
        #expect(schedule.start() == 2)
    }

    @Test mutating func skipsAllThatDependsOnAFailure() {
        _ = schedule.start()
        #expect(schedule.finish(0, .failed) == [2, 3])
        #expect(schedule.start() == 1)
        #expect(schedule.finish(1, .succeeded) == [])
        #expect(schedule.isFinished)
    }

    @Test mutating func leavesWhatHasNotStartedWhenStopped() {
        _ = schedule.start()
        #expect(schedule.stop() == [1, 2, 3])
        #expect(!schedule.isFinished)
        #expect(schedule.finish(0, .succeeded) == [])
        #expect(schedule.isFinished)
        #expect(schedule.start() == nil)
    }
}
