import Testing

@testable import landing

@Suite struct GroceryTests {
    private let files = GeneratedFiles.small

    @Test(arguments: [(Scale.small, 60_000), (.full, 6_758_125)])
    func hasTheStatedNumberOfSales(_ scale: Scale, _ count: Int) {
        let days = GroceryLanding(Settings(scale: scale)).salesByDay
        #expect(days.count == 130)
        #expect(days.reduce(0, +) == count)
    }

    @Test func writesAsManyAsItSays() throws {
        #expect(try files.rows("grocery/sales/").map { $0["SalesID"] } == (1...60_000).map { "\($0)" })
        #expect(try files.rows("grocery/products").count == 452)
        #expect(try files.rows("grocery/cities").count == 96)
        #expect(try files.rows("grocery/categories").count == 11)
        #expect(try files.rows("grocery/employees").count == 23)
        #expect(try files.rows("grocery/customers").count == 2_000)
    }

    @Test func refersToWhatExists() throws {
        func ids(_ table: String, _ column: String) throws -> Set<String?> {
            Set(try files.rows("grocery/\(table)").map { $0[column] })
        }
        let countries = try ids("countries", "CountryID")
        #expect(try files.rows("grocery/cities").allSatisfy { countries.contains($0["CountryID"]) })
        let cities = try ids("cities", "CityID")
        #expect(try files.rows("grocery/customers").allSatisfy { cities.contains($0["CityID"]) })
        #expect(try files.rows("grocery/employees").allSatisfy { cities.contains($0["CityID"]) })
        let categories = try ids("categories", "CategoryID")
        #expect(try files.rows("grocery/products").allSatisfy { categories.contains($0["CategoryID"]) })
        let customers = try ids("customers", "CustomerID")
        let employees = try ids("employees", "EmployeeID")
        let products = try ids("products", "ProductID")
        #expect(
            try files.rows("grocery/sales/").allSatisfy {
                customers.contains($0["CustomerID"]) && employees.contains($0["SalesPersonID"])
                    && products.contains($0["ProductID"])
            })
    }

    @Test func aSaleIsWorthWhatGroceriesAre() throws {
        let prices = try files.rows("grocery/products").reduce(into: [:]) { $0[$1["ProductID"]] = cents($1["Price"]) }
        let sales = try files.rows("grocery/sales/")
        let revenue = sales.reduce(0) { $0 + (prices[$1["ProductID"]] ?? 0) * (Int($1["Quantity"] ?? "") ?? 0) }
        #expect((1_500...3_500).contains(revenue / sales.count))
    }

    @Test func everySaleIsOfTheDayOfItsFile() throws {
        for path in try files.paths("grocery/sales") {
            let day = String(path.dropFirst("grocery/sales/sales_".count).prefix(10))
            let times = try GeneratedFiles.rows(in: "\(files.root)/\(path)").compactMap { $0["SalesDate"] }
            #expect(times.allSatisfy { $0.hasPrefix(day) })
            #expect(times == times.sorted())
        }
    }
}
