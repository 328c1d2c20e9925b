import Testing

@testable import Execution

/// Source: what dbt-core 1.11 prints for the same rows.
@Suite struct TableDifferenceTests {
    private func difference(_ expected: [[String?]], _ actual: [[String?]]) -> TableDifference {
        TableDifference(columns: ["id", "b"], expected: expected, actual: actual)
    }

    @Test func orderDoesNotMatter() {
        #expect(difference([["1", "2"], ["3", nil]], [["3", nil], ["1", "2"]]).isEmpty)
    }

    @Test func repeatedRowsCount() {
        #expect(!difference([["1", "2"]], [["1", "2"], ["1", "2"]]).isEmpty)
    }

    @Test func showsOldAndNewValues() {
        let rows = [["1", "2"], ["2", "2"], ["3", "3"]]
        let text = difference(rows, [["1", "2"], ["2", "3"], ["3", "3"]]).text
        #expect(text == "@@,id,b\n  ,1 ,2\n→ ,2 ,2→3\n  ,3 ,3\n")
    }

    @Test func leavesOutRowsFarFromDifferences() {
        let rows = (1...6).map { ["\($0)", "\($0)"] as [String?] }
        let text = difference(rows, rows.dropLast() + [["6", "7"]]).text
        #expect(text == "@@ ,id ,b\n...,...,...\n   ,5  ,5\n→  ,6  ,6→7\n")
    }

    @Test func nullsAreInCapitalsInRowsThatBothSidesHave() {
        let text = difference([["1", nil], ["2", "x"], ["5", nil]], [["1", nil], ["2", nil]]).text
        #expect(text == "@@ ,id,b\n   ,1 ,NULL\n→  ,2 ,x→NULL\n---,5 ,null\n")
    }

    @Test func showsRowsThatOnlyOneSideHas() {
        #expect(difference([["1", "2"], ["2", "2"]], [["1", "2"]]).text == "@@ ,id,b\n   ,1 ,2\n---,2 ,2\n")
        #expect(difference([], [["1", nil]]).text == "@@ ,id,b\n+++,1 ,null\n")
    }
}
