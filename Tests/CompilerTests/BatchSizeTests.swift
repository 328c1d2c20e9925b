import Compiler
import Platform
import Testing

/// Source: dbt-core 1.11.16, `MicrobatchBuilder`, its own examples.
@Suite struct BatchSizeTests {
    private let time = Timestamp(year: 2024, month: 9, day: 17, hour: 16, minute: 6)

    @Test func unitsStartWhereTheCalendarSays() {
        #expect(BatchSize.hour.start(of: time) == Timestamp(year: 2024, month: 9, day: 17, hour: 16))
        #expect(BatchSize.day.start(of: time) == Timestamp(year: 2024, month: 9, day: 17))
        #expect(BatchSize.month.start(of: time) == Timestamp(year: 2024, month: 9, day: 1))
        #expect(BatchSize.year.start(of: time) == Timestamp(year: 2024, month: 1, day: 1))
    }

    @Test func aTimeOnTheBoundaryIsItsOwnEnd() {
        #expect(BatchSize.month.end(of: time) == Timestamp(year: 2024, month: 10, day: 1))
        #expect(BatchSize.month.end(of: BatchSize.month.start(of: time)) == Timestamp(year: 2024, month: 9, day: 1))
        #expect(
            BatchSize.hour.end(of: Timestamp(year: 2024, month: 12, day: 31, hour: 23, minute: 1))
                == Timestamp(year: 2025, month: 1, day: 1))
    }

    @Test func movesByCalendarUnits() {
        #expect(BatchSize.hour.moved(time, by: -17) == Timestamp(year: 2024, month: 9, day: 16, hour: 23))
        #expect(BatchSize.day.moved(time, by: 14) == Timestamp(year: 2024, month: 10, day: 1))
        #expect(BatchSize.month.moved(time, by: -9) == Timestamp(year: 2023, month: 12, day: 1))
        #expect(BatchSize.month.moved(time, by: 4) == Timestamp(year: 2025, month: 1, day: 1))
        #expect(BatchSize.year.moved(time, by: 1) == Timestamp(year: 2025, month: 1, day: 1))
    }

    @Test func labelsHaveThePrecisionOfTheUnit() {
        #expect(BatchSize.allCases.map { $0.label(time) } == ["2024-09-17T16", "2024-09-17", "2024-09", "2024"])
    }
}
