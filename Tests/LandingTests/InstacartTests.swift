import Testing

@testable import landing

@Suite struct InstacartTests {
    private let files = GeneratedFiles.small

    @Test func hasThreeThousandOrdersInSixtyBatches() throws {
        let batches = try files.paths("instacart").filter { $0.hasSuffix("/orders.csv") }
        #expect(batches.count == 60)
        #expect(batches.first == "instacart/2024-03-03/orders.csv")
        let orders = try files.rows("instacart/20", "/orders.csv")
        #expect(orders.compactMap { Int($0["order_id"] ?? "") } == Array(1...3_000))
        #expect(try files.rows("instacart/products").count == 320)
    }

    @Test func refersToWhatExists() throws {
        let products = try files.rows("instacart/products")
        let aisles = Set(try files.rows("instacart/aisles").map { $0["aisle_id"] })
        let departments = Set(try files.rows("instacart/departments").map { $0["department_id"] })
        #expect(products.allSatisfy { aisles.contains($0["aisle_id"]) && departments.contains($0["department_id"]) })

        let known = Set(products.map { $0["product_id"] })
        let orders = Set(try files.rows("instacart/20", "/orders.csv").map { $0["order_id"] })
        let lines = try files.rows("instacart/20", "/order_products.csv")
        #expect(lines.allSatisfy { known.contains($0["product_id"]) && orders.contains($0["order_id"]) })
        #expect(Set(lines.map { [$0["order_id"], $0["product_id"]] }).count == lines.count)
        #expect(Set(lines.map { $0["order_id"] }) == orders)
    }

    @Test func numbersTheOrdersOfAUserAndKnowsWhatWasBoughtBefore() throws {
        var orderCount: [String: Int] = [:]
        var bought: [String: Set<String>] = [:]
        var userOfOrder: [String: String] = [:]
        for order in try files.rows("instacart/20", "/orders.csv") {
            let user = order["user_id"] ?? ""
            orderCount[user, default: 0] += 1
            #expect(order["order_number"] == "\(orderCount[user] ?? 0)")
            #expect(order["days_since_prior_order"]?.isEmpty == (order["order_number"] == "1"))
            userOfOrder[order["order_id"] ?? ""] = user
        }
        var order: String?
        var basket: Set<String> = []
        for line in try files.rows("instacart/20", "/order_products.csv") {
            if line["order_id"] != order {
                bought[userOfOrder[order ?? ""] ?? "", default: []].formUnion(basket)
                order = line["order_id"]
                basket = []
            }
            let product = line["product_id"] ?? ""
            let user = userOfOrder[order ?? ""] ?? ""
            #expect(line["reordered"] == (bought[user]?.contains(product) == true ? "1" : "0"))
            basket.insert(product)
        }
    }
}
