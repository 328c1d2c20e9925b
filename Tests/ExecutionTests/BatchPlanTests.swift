import Compiler
import Formats
import Platform
import ProjectModel
import Testing

@testable import Execution

/// Source: dbt-core 1.11.16, `MicrobatchBuilder`.
@Suite struct BatchPlanTests {
    private func day(_ day: Int, _ hour: Int = 0) -> Timestamp {
        Timestamp(year: 2024, month: 1, day: day, hour: hour)
    }

    private func starts(
        _ plan: BatchPlan, _ size: String = "day", lookback: DataValue = 1, begin: String = "2024-01-02T10:00:00"
    ) -> [String] {
        let config = NodeConfig(["batch_size": .string(size), "lookback": lookback, "begin": .timestamp(begin)])
        return plan.batches(of: config).map(\.label)
    }

    @Test func aNewModelBeginsWhereItsConfigurationSays() {
        let plan = BatchPlan(now: day(4, 12), isIncremental: false)
        #expect(starts(plan) == ["2024-01-02", "2024-01-03", "2024-01-04"])
        #expect(starts(plan, begin: "2024-01-03T23:00:00+05:00") == ["2024-01-03", "2024-01-04"])
    }

    @Test func aModelThatIsThereLooksBack() {
        let plan = BatchPlan(now: day(4, 12), isIncremental: true)
        #expect(starts(plan) == ["2024-01-03", "2024-01-04"])
        #expect(starts(plan, lookback: 0) == ["2024-01-04"])
        #expect(starts(plan, lookback: 3) == ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"])
        #expect(starts(plan, "month", lookback: 2) == ["2023-11", "2023-12", "2024-01"])
    }

    @Test func aWindowOfTheCommandLineWins() {
        let window = TimeWindow(start: day(1, 5), end: day(3, 1))
        let plan = BatchPlan(now: day(20), window: window, isIncremental: true)
        #expect(starts(plan) == ["2024-01-01", "2024-01-02", "2024-01-03"])
        #expect(starts(plan, "year") == ["2024"])
    }

    @Test func batchesFollowEachOtherWithoutGaps() {
        let plan = BatchPlan(now: day(1, 2), isIncremental: true)
        let batches = plan.batches(of: NodeConfig(["batch_size": "hour", "lookback": 2]))
        #expect(batches.map(\.window.start) == [day(1, -1), day(1, 0), day(1, 1)])
        #expect(batches.map(\.window.end) == [day(1, 0), day(1, 1), day(1, 2)])
    }

    @Test func resultsSurviveTheWayThroughAFile() throws {
        let first = TimeWindow(start: day(1), end: day(2))
        let second = TimeWindow(start: day(2), end: day(3))
        let results = BatchResults(successful: [first], failed: [second])
        #expect(BatchResults(results.fields) == results)
        #expect(
            results.fields["failed"] == .list([.strings(["2024-01-02T00:00:00+00:00", "2024-01-03T00:00:00+00:00"])]))
        #expect(results.retried == results)
        #expect(BatchResults(failed: [first]).retried == nil, "a model of which nothing is there starts anew")
        #expect(BatchResults(.null) == nil)
    }
}
