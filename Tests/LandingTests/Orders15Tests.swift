import Testing

@testable import landing

@Suite struct Orders15Tests {
    private let files = GeneratedFiles.small

    @Test func totalsEqualTheirItemsAtThePricesOfTheProducts() throws {
        let prices = try files.rows("orders15/products/products_2024-01-01").reduce(into: [:]) { prices, row in
            prices[row["product_id"] ?? ""] = cents(row["price"])
        }
        let customers = Set(try files.rows("orders15/customers/customers_2024-01-01").map { $0["customer_id"] })
        let orders = try files.documents("orders15/orders")
        #expect(orders.count == 4_000)
        #expect(Set(orders.compactMap { $0["order_id"] as? String }).count == 4_000)
        for order in orders {
            #expect(customers.contains(order["customer_id"] as? String))
            let items = order["items"] as? [[String: Any]] ?? []
            #expect((1...4).contains(items.count))
            #expect(Set(items.compactMap { $0["product_id"] as? String }).count == items.count)
            var total = 0
            for item in items {
                #expect(prices[item["product_id"] as? String ?? ""] == cents(item["unit_price"]))
                total += cents(item["unit_price"]) * (item["quantity"] as? Int ?? 0)
            }
            #expect(total == cents(order["total_amount"]))
        }
    }

    @Test func customersOfAHigherTierOrderMore() throws {
        let tiers = try files.rows("orders15/customers/customers_2024-01-01").reduce(into: [:]) { tiers, row in
            tiers[row["customer_id"]] = Int(row["tier_level"] ?? "")
        }
        var items = [0, 0], orders = [0, 0]
        for order in try files.documents("orders15/orders") {
            let isHigh = (tiers[order["customer_id"] as? String] ?? 0) >= 2 ? 1 : 0
            orders[isHigh] += 1
            items[isHigh] += (order["items"] as? [Any])?.count ?? 0
        }
        #expect(Double(items[1]) / Double(orders[1]) > 1.05 * Double(items[0]) / Double(orders[0]))
    }

    @Test func putsAnOrderIntoTheFileOfItsQuarterOfAnHour() throws {
        for path in try files.paths("orders15/orders").prefix(300) {
            let orders = try files.documents(String(path.split(separator: "/").dropLast().joined(separator: "/")))
            #expect(!orders.isEmpty)
        }
        let path = try #require(try files.paths("orders15/orders").first)
        let digits = path.filter(\.isNumber).suffix(4)
        let first = try #require(try files.documents("orders15/orders/2024-01-01").first?["order_timestamp"] as? String)
        #expect(first.dropFirst(11).prefix(2) == digits.prefix(2))
        #expect((Int(first.dropFirst(14).prefix(2)) ?? -1) / 15 * 15 == Int(digits.suffix(2)))
    }

    @Test func deliversAllCustomersAndProductsEveryDay() throws {
        #expect(try files.paths("orders15/customers").count == 100)
        #expect(try files.rows("orders15/customers/").count == 100 * 300)
        #expect(try files.rows("orders15/products/").count == 100 * 96)
    }

    @Test func promotesCustomersOnTheDayThatTheyKeepAsSince() throws {
        var before: [String: Int] = [:]
        var promoted = 0
        for day in 0..<100 {
            let date = (Orders15Landing.firstDay + day).text
            for row in try files.rows("orders15/customers/customers_\(date)") {
                let tier = try #require(Int(row["tier_level"] ?? ""))
                #expect((0...3).contains(tier))
                let known = before.updateValue(tier, forKey: row["customer_id"] ?? "")
                guard let known, known != tier else { continue }
                #expect(tier == known + 1)
                #expect(row["tier_since"] == date)
                promoted += 1
            }
        }
        #expect((20...70).contains(promoted))
    }

    @Test func endsWithPopularProductsThatRunShort() throws {
        let stock = try files.rows("orders15/products/products_2024-04-09").compactMap {
            Int($0["stock_quantity"] ?? "")
        }
        #expect(stock.count { $0 < 60 } == 6)
        #expect(stock.allSatisfy { $0 > 0 })
    }

    @Test func aTenthOfTheCustomersHasLeft() throws {
        var last: [String: String] = [:]
        for order in try files.documents("orders15/orders") {
            last[order["customer_id"] as? String ?? ""] = order["order_timestamp"] as? String
        }
        #expect((15...70).contains(last.values.count { $0 < "2024-03-11" }))
    }
}
