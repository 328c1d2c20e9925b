import Testing

@testable import SourceLoading

@Suite struct LocationPatternTests {
    private func match(_ pattern: String, _ name: String) throws -> [Int: String]? {
        guard case .pattern(let wanted)? = try LocationPattern(pattern).components.last else { return nil }
        return wanted.values(of: name)
    }

    @Test func splitsTheFixedPartFromThePatterns() throws {
        let pattern = try LocationPattern("landing/instacart/{batch_date}/orders.csv")
        #expect(pattern.fixedPart == "landing/instacart")
        #expect(pattern.placeholders == ["batch_date"])
        #expect(!pattern.isOneFile)
        #expect(pattern.isDecidedByPlaceholders)
        #expect(try LocationPattern("/data/a.csv").fixedPart == "/data")
        #expect(try LocationPattern("a.csv").isOneFile)
        #expect(try !LocationPattern("{day}/*.csv").isDecidedByPlaceholders)
    }

    @Test func matchesGlobsWithinAName() throws {
        #expect(try match("orders[._]*csv", "orders.csv") != nil)
        #expect(try match("orders[._]*csv", "orders_planted.csv") != nil)
        #expect(try match("orders[._]*csv", "order_items.csv") == nil)
        #expect(try match("a?c", "abc") != nil)
        #expect(try match("a?c", "ac") == nil)
        #expect(try match("[!a-c]x", "dx") != nil)
        #expect(try match("[!a-c]x", "bx") == nil)
    }

    @Test func takesTheValuesOfPlaceholders() throws {
        #expect(try match("sales_{day}.csv", "sales_2018-01-01.csv") == [0: "2018-01-01"])
        #expect(try match("{a}-{b}.csv", "x-y-z.csv") == [0: "x", 1: "y-z"])
        #expect(try match("sales_{day}.csv", "sales_.csv") == nil)
        #expect(try match("*_{day}*.csv", "a_b_c.csv") == [0: "b"])
        #expect(try match("{a}*", "é") == [0: "é"])
        #expect(try match("{a}*{b}", "xyz") == [0: "x", 1: "yz"])
    }

    @Test func anyDirectoriesMayStandForNone() throws {
        let pattern = try LocationPattern("in/**/**/{day}/**/o_{n}.csv")
        #expect(pattern.components.count == 4)
        #expect(pattern.values(of: "a/b/o_7.csv") == ["a", "7"])
        #expect(pattern.values(of: "b/o_7.csv") == ["b", "7"])
        #expect(pattern.values(of: "a/o_7.csv/b") == nil)
    }

    @Test(arguments: ["a/", "x/{}.csv", "x/{a}{b}.csv", "{a}/{a}.csv", "*/../x.csv", "[x"])
    func refuses(_ text: String) {
        #expect(throws: LocationPattern.Failure.self) { try LocationPattern(text) }
    }
}
