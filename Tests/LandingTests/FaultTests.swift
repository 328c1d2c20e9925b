import Foundation
import Platform
import Testing

@testable import landing

@Suite struct FaultTests {
    private let files = GeneratedFiles.small

    /// Plants a fault into a copy of the pipeline's files and reads what it added.
    private func planted(_ fault: Fault, _ check: ([String], String) throws -> Void) throws {
        let root = try files.copy(fault.pipeline)
        defer { try? RealFiles().remove(root) }
        let before = try RealFiles().walk(root).filter(\.isFile).map(\.path).filter { !$0.hasPrefix(".") }
        let contents = try before.map { try RealFiles().read("\(root)/\($0)") }
        let paths = try #require(try Generation(root: root).plant(fault))
        #expect(!paths.isEmpty)
        #expect(Set(paths).isDisjoint(with: before))
        // What was there is as it was.
        #expect(try before.map { try RealFiles().read("\(root)/\($0)") } == contents)
        try check(paths, root)
    }

    @Test(arguments: Fault.allCases)
    func addsFilesOfItsPipelineOnly(_ fault: Fault) throws {
        #expect(!fault.summary.isEmpty)
        try planted(fault) { paths, _ in
            #expect(paths.allSatisfy { $0.hasPrefix(fault.pipeline.rawValue + "/") })
        }
    }

    @Test func repeatsAnOrder() throws {
        try planted(.instacartDuplicateOrder) { paths, root in
            #expect(paths == ["instacart/2024-05-02/orders.csv", "instacart/2024-05-02/order_products.csv"])
            let known = try files.rows("instacart/20", "/orders.csv")
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.count == 51)
            #expect(rows.filter(known.contains).count == 1)
        }
        try planted(.orders15DuplicateOrder) { paths, root in
            #expect(paths == ["orders15/orders/2024-04-10/orders_20240410_0000.json"])
            let lines = try RealFiles().readText("\(root)/\(paths[0])").split(separator: "\n").map {
                $0.drop { $0 == "," }
            }
            let path = try #require(try files.paths("orders15/orders").first)
            #expect(try RealFiles().readText("\(root)/\(path)").contains(lines[2].dropLast()))
        }
    }

    @Test func addsOneRowOfWhatDoesNotExist() throws {
        try planted(.instacartUnknownProduct) { paths, root in
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[1])")
            #expect(rows.count { $0["product_id"] == "999" } == 1)
        }
        try planted(.groceryUnknownCustomer) { paths, root in
            #expect(paths == ["grocery/sales/sales_2018-05-11.csv"])
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.count { $0["CustomerID"] == "999999" } == 1)
        }
        try planted(.groceryNegativeQuantity) { paths, root in
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.count { $0["Quantity"] == "-3" } == 1)
        }
        try planted(.storefrontOrphanPayment) { paths, root in
            #expect(paths == ["storefront/payments_planted.csv"])
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.map { $0["order_id"] } == ["9999999"])
        }
        try planted(.storefrontNegativeSalary) { paths, root in
            #expect(paths == ["storefront/payroll_planted.csv"])
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.map { $0["salary"] } == ["-1000.00"])
        }
    }

    @Test func overpaysADeliveredOrder() throws {
        let delivered = try files.rows("storefront/orders.csv").first { $0["status"] == "delivered" }
        try planted(.storefrontOverpaidOrder) { paths, root in
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.map { $0["order_id"] } == [delivered?["order_id"]])
            #expect(rows.map { $0["status"] } == ["captured"])
        }
    }

    @Test func repeatsACustomer() throws {
        try planted(.storefrontDuplicateCustomer) { paths, root in
            #expect(paths == ["storefront/customers_planted.csv"])
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            let customers = try files.rows("storefront/customers.csv")
            #expect(rows == Array(customers.prefix(1)))
        }
    }

    @Test func spoilsOneOrder() throws {
        func documents(_ fault: Fault, _ check: ([[String: Any]]) -> Void) throws {
            try planted(fault) { paths, root in
                let data = try Data(RealFiles().read("\(root)/\(paths[0])"))
                let documents = try #require(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
                #expect(documents.count == 3)
                check(documents)
            }
        }
        try documents(.orders15MissingField) { #expect($0.count { $0["order_id"] == nil } == 1) }
        try documents(.orders15UnknownCustomer) { #expect($0.count { $0["customer_id"] as? String == "C-9999" } == 1) }
        try documents(.orders15UnknownProduct) { orders in
            let products = orders.flatMap { $0["items"] as? [[String: Any]] ?? [] }.map { $0["product_id"] as? String }
            #expect(products.count { $0 == "P-999" } == 1)
        }
        try documents(.orders15WrongTotal) { orders in
            let differences = orders.map { order in
                let items = order["items"] as? [[String: Any]] ?? []
                let sum = items.reduce(0) { $0 + cents($1["unit_price"]) * ($1["quantity"] as? Int ?? 0) }
                return cents(order["total_amount"]) - sum
            }
            #expect(differences == [0, 100, 0])
        }
    }

    @Test func malformedFilesCannotBeRead() throws {
        try planted(.instacartMalformedFile) { paths, root in
            let lines = try RealFiles().readText("\(root)/\(paths[0])").split(separator: "\n")
            #expect(lines.count { $0.split(separator: ",", omittingEmptySubsequences: false).count != 6 } == 1)
        }
        try planted(.groceryMalformedFile) { paths, root in
            let rows = try GeneratedFiles.rows(in: "\(root)/\(paths[0])")
            #expect(rows.count { Int($0["Quantity"] ?? "") == nil } == 1)
        }
        try planted(.orders15MalformedFile) { paths, root in
            let data = try Data(RealFiles().read("\(root)/\(paths[0])"))
            #expect(throws: (any Error).self) { try JSONSerialization.jsonObject(with: data) }
        }
    }

    @Test func aSecondFaultGetsFilesOfItsOwn() throws {
        let root = try files.copy(.grocery)
        defer { try? RealFiles().remove(root) }
        let generation = Generation(root: root)
        let first = try #require(try generation.plant(.groceryUnknownCustomer))
        // Even when the first was moved to an archive.
        try RealFiles().remove("\(root)/\(first[0])")
        let second = try generation.plant(.groceryNegativeQuantity)
        #expect(second == ["grocery/sales/sales_2018-05-12.csv"])
    }
}
