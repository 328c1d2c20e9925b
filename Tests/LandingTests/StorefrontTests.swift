import Testing

@testable import landing

@Suite struct StorefrontTests {
    private let files = GeneratedFiles.small

    private func table(_ name: String) throws -> [[String: String]] { try files.rows("storefront/\(name).csv") }

    private func ids(_ name: String, _ column: String) throws -> Set<String?> {
        let rows = try table(name)
        let ids = Set(rows.map { $0[column] })
        #expect(ids.count == rows.count, "\(column) is unique")
        return ids
    }

    @Test(arguments: [
        ("customers", 1_000), ("products", 200), ("orders", 5_000), ("employees", 60), ("departments", 8),
        ("locations", 5),
    ])
    func hasTheStatedNumberOfRows(_ name: String, _ count: Int) throws {
        #expect(try table(name).count == count)
    }

    @Test func refersToWhatExists() throws {
        let customers = try ids("customers", "customer_id")
        let addresses = try ids("addresses", "address_id")
        let products = try ids("products", "product_id")
        let orders = try ids("orders", "order_id")
        let payments = try ids("payments", "payment_id")
        let departments = try ids("departments", "department_id")
        let locations = try ids("locations", "location_id")
        let employees = try ids("employees", "employee_id")
        #expect(try table("addresses").allSatisfy { customers.contains($0["customer_id"]) })
        let shipping = try table("addresses").filter { $0["kind"] == "shipping" }
            .reduce(into: [:]) { owners, row in owners[row["address_id"]] = row["customer_id"] }
        #expect(try table("orders").allSatisfy { shipping[$0["shipping_address_id"]] == $0["customer_id"] })
        #expect(try table("orders").allSatisfy { addresses.contains($0["shipping_address_id"]) })
        #expect(
            try table("order_items").allSatisfy {
                orders.contains($0["order_id"]) && products.contains($0["product_id"])
            })
        #expect(try table("payments").allSatisfy { orders.contains($0["order_id"]) })
        #expect(try table("refunds").allSatisfy { payments.contains($0["payment_id"]) })
        for name in ["employees", "expenses"] {
            #expect(
                try table(name).allSatisfy {
                    departments.contains($0["department_id"]) && locations.contains($0["location_id"])
                })
        }
        #expect(try table("payroll").allSatisfy { employees.contains($0["employee_id"]) })
        #expect(try ids("order_items", "order_item_id").count > 8_000)
        #expect(try ids("refunds", "refund_id").count > 100)
    }

    @Test func paymentsAndRefundsAddUpToTheOrders() throws {
        var captured: [String: Int] = [:]
        var refunded: [String: Int] = [:]
        var instalments: [String: Int] = [:]
        var orderOfPayment: [String: String] = [:]
        var total: [String: Int] = [:]
        for row in try table("payments") {
            let order = row["order_id"] ?? ""
            orderOfPayment[row["payment_id"] ?? ""] = order
            #expect((row["status"] == "captured") == (row["paid_at"] != ""))
            guard row["status"] == "captured" else { continue }
            captured[order, default: 0] += cents(row["amount"])
            instalments[order, default: 0] += 1
        }
        for row in try table("refunds") {
            refunded[orderOfPayment[row["payment_id"] ?? ""] ?? "", default: 0] += cents(row["amount"])
        }
        for row in try table("order_items") {
            total[row["order_id"] ?? "", default: 0] += cents(row["unit_price"]) * (Int(row["quantity"] ?? "") ?? 0)
        }
        var partial = 0
        for row in try table("orders") {
            let order = row["order_id"] ?? ""
            let due = (total[order] ?? 0) + cents(row["shipping_fee"]) - cents(row["discount"])
            #expect(due > 0)
            #expect((row["ordered_at"] ?? "") <= (row["updated_at"] ?? ""))
            switch row["status"] {
            case "pending": #expect(captured[order] == nil)
            case "cancelled":
                #expect(captured[order] == nil || captured[order] == due)
                #expect(captured[order] == refunded[order])
            case "returned":
                #expect(captured[order] == due)
                let back = refunded[order] ?? 0
                #expect((1...due).contains(back))
                if back < due { partial += 1 }
            default:
                #expect(captured[order] == due)
                #expect(refunded[order] == nil)
            }
        }
        #expect(partial > 20)
        #expect(instalments.values.contains(2))
    }

    /// In every hundred that the shop takes in, less what it pays back: goods, salaries, other expenses, profit.
    @Test func theShopLivesOnWhatItSells() throws {
        func sum(_ table: String, _ columns: String...) throws -> Int {
            try self.table(table).reduce(0) { sum, row in columns.reduce(sum) { $0 + cents(row[$1]) } }
        }
        let costs = try table("products").reduce(into: [:]) { $0[$1["product_id"]] = cents($1["cost"]) }
        let sales = Set(
            try table("orders").filter { !["pending", "cancelled"].contains($0["status"]) }.map { $0["order_id"] })
        let goods = try table("order_items").filter { sales.contains($0["order_id"]) }
            .reduce(0) { $0 + (costs[$1["product_id"]] ?? 0) * (Int($1["quantity"] ?? "") ?? 0) }
        let captured = try table("payments").filter { $0["status"] == "captured" }.reduce(0) {
            $0 + cents($1["amount"])
        }
        let revenue = try captured - sum("refunds", "amount")
        let payroll = try sum("payroll", "salary", "overtime_pay")
        let expenses = try sum("expenses", "amount")
        #expect((50...62).contains(100 * goods / revenue))
        #expect((20...32).contains(100 * payroll / revenue))
        #expect((5...15).contains(100 * expenses / revenue))
        #expect((2...15).contains(100 * (revenue - goods - payroll - expenses) / revenue))
    }

    @Test func everyCustomerHasOneDefaultOfEachKindOfAddress() throws {
        let defaults = try table("addresses").filter { $0["is_default"] == "true" }
            .map { [$0["customer_id"], $0["kind"]] }
        #expect(defaults.count == 2_000)
        #expect(Set(defaults).count == 2_000)
    }

    @Test func paysOnlyThoseWhoWorkThereOnceAMonth() throws {
        let employees = try table("employees").reduce(into: [:]) { known, row in known[row["employee_id"]] = row }
        let payroll = try table("payroll")
        #expect(Set(payroll.map { [$0["employee_id"], $0["month"]] }).count == payroll.count)
        for row in payroll {
            let employee = try #require(employees[row["employee_id"]])
            let month = row["month"] ?? ""
            #expect((employee["hired_on"] ?? "").prefix(7) <= month.prefix(7))
            #expect(employee["left_on"] == "" || (employee["left_on"] ?? "") >= month)
            #expect(12 * cents(row["salary"]) == cents(employee["base_salary"]))
            #expect(cents(row["salary"]) + cents(row["overtime_pay"]) > cents(row["deductions"]))
        }
        let expenses = try table("expenses")
        let keys = expenses.map { [$0["department_id"], $0["location_id"], $0["month"], $0["category"]] }
        #expect(Set(keys).count == expenses.count)
        #expect(Set(expenses.map { $0["month"] }).count == 24)
    }
}
