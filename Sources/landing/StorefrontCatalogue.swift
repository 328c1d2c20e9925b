internal import Platform

/// Customers, addresses and products of pipeline 5.
struct StorefrontCatalogue {
    private struct Customer {
        /// Days after the first of the shop's orders; below zero before.
        var created: Int
        /// A company that furnishes its offices, not somebody at home.
        var isBusiness: Bool
        var firstAddress: Int
        var shippingAddresses: Int
    }

    static let customersHeader = "customer_id,first_name,last_name,email,phone,segment,created_at,updated_at"

    private static let places: [(city: String, country: String, postalCodes: ClosedRange<Int>)] = [
        ("Berlin", "Germany", 10_115...14_199), ("Hamburg", "Germany", 20_095...22_769),
        ("Dresden", "Germany", 1_067...1_328), ("Vienna", "Austria", 1_010...1_230),
        ("Zurich", "Switzerland", 8_001...8_064),
        ("Paris", "France", 75_001...75_020), ("Lyon", "France", 69_001...69_009), ("Madrid", "Spain", 28_001...28_055),
        ("Milan", "Italy", 20_121...20_162), ("Rome", "Italy", 118...199), ("Amsterdam", "Netherlands", 1_011...1_109),
        ("Brussels", "Belgium", 1_000...1_210),
    ]
    private static let nouns: [(name: String, category: String, price: Int)] = [
        ("Desk", "furniture", 24_900), ("Chair", "furniture", 12_900), ("Shelf", "furniture", 8_900),
        ("Lamp", "lighting", 4_990), ("Lantern", "lighting", 2_990), ("Monitor", "electronics", 21_900),
        ("Keyboard", "electronics", 6_990), ("Headset", "electronics", 8_490), ("Notebook", "stationery", 690),
        ("Pen Set", "stationery", 1_490), ("Planner", "stationery", 1_990), ("Mug", "kitchen", 1_190),
        ("Kettle", "kitchen", 3_990), ("Rug", "textiles", 9_900), ("Curtain", "textiles", 4_490),
        ("Cushion", "textiles", 1_990),
    ]
    private static let styles = [
        "Arc", "Basic", "Cedar", "Delta", "Echo", "Fjord", "Grove", "Haven", "Iris", "Juno", "Kite", "Loft", "Mesa",
    ]

    let prices: [Int]
    private let productDays: [Int]
    private let customers: [Customer]
    private let seed: UInt64
    private let customerChoice: WeightedChoice
    private let productChoice: WeightedChoice

    /// - Parameter businesses: how many of a hundred customers are companies.
    init(seed: UInt64, customers customerCount: Int, businesses: Int, products productCount: Int) {
        self.seed = seed
        var random = SplitMix64(seed, "storefront.catalogue")
        var customers: [Customer] = []
        var nextAddress = 1
        for _ in 0..<customerCount {
            let created =
                random.chance(35, in: 100) ? -random.between(1...700) : random.below(StorefrontLanding.days - 5)
            let shipping = random.chance(1, in: 5) ? 2 : 1
            customers.append(
                Customer(
                    created: created, isBusiness: random.chance(businesses, in: 100), firstAddress: nextAddress,
                    shippingAddresses: shipping))
            nextAddress += 1 + shipping
        }
        var prices: [Int] = []
        var productDays: [Int] = []
        for index in 0..<productCount {
            prices.append(Self.nouns[index % Self.nouns.count].price * random.between(70...140) / 100)
            productDays.append(random.chance(4, in: 5) ? -random.between(1...900) : random.below(365))
        }
        customerChoice = WeightedChoice((0..<customerCount).map { _ in 20 + 500 / (1 + random.below(60)) })
        productChoice = WeightedChoice((0..<productCount).map { _ in 20 + 600 / (1 + random.below(50)) })
        self.customers = customers
        self.prices = prices
        self.productDays = productDays
    }

    /// One who was a customer before that day, from 1.
    func customer(before day: Int, _ random: inout SplitMix64) -> Int {
        while true {
            let index = customerChoice.pick(&random)
            if customers[index].created < day { return index + 1 }
        }
    }

    func isBusiness(_ customer: Int) -> Bool { customers[customer - 1].isBusiness }

    /// A product that was on offer before that day, from 1.
    func product(before day: Int, _ random: inout SplitMix64) -> Int {
        while true {
            let index = productChoice.pick(&random)
            if productDays[index] < day { return index + 1 }
        }
    }

    func shippingAddress(of customer: Int, _ random: inout SplitMix64) -> Int {
        let known = customers[customer - 1]
        return known.firstAddress + 1 + random.below(known.shippingAddresses)
    }

    func write(to folder: LandingFolder) throws(FileError) {
        try folder.csv("storefront/customers.csv", Self.customersHeader) { file throws(FileError) in
            for number in 1...customers.count { try writeCustomer(number, to: file) }
        }
        let header = "address_id,customer_id,kind,street,city,postal_code,country,is_default"
        try folder.csv("storefront/addresses.csv", header) { file throws(FileError) in
            for (index, customer) in customers.enumerated() {
                for place in 0...customer.shippingAddresses {
                    try writeAddress(place, of: index + 1, to: file)
                }
            }
        }
        try writeProducts(to: folder)
    }

    func writeCustomer(_ number: Int, to file: LandingFile) throws(FileError) {
        var random = SplitMix64(seed, "storefront.customer", number)
        let created = customers[number - 1].created
        let first = random.pick(LandingNames.first)
        let last = random.pick(LandingNames.last)
        file.integer(number)
        file.plain(first)
        file.plain(last)
        file.plain("\(first).\(last.filter { $0 != "'" }).\(number)@example.com".lowercased())
        file.plain(random.chance(1, in: 12) ? "" : "+49 30 \(random.between(1_000_000...9_999_999))")
        file.plain(isBusiness(number) ? "business" : "consumer")
        file.moment(StorefrontLanding.firstDay + created, second: random.below(43_200))
        let updated = random.chance(2, in: 3) ? created : random.between(created...StorefrontLanding.days - 1)
        file.moment(StorefrontLanding.firstDay + updated, second: 43_200 + random.below(43_200))
        try file.endRow()
    }

    private func writeAddress(_ place: Int, of customer: Int, to file: LandingFile) throws(FileError) {
        let id = customers[customer - 1].firstAddress + place
        var random = SplitMix64(seed, "storefront.address", place < 2 ? customer : -id)
        let address = random.pick(Self.places)
        file.integer(id)
        file.integer(customer)
        file.plain(place == 0 ? "billing" : "shipping")
        file.field("\(random.pick(LandingNames.streets)) \(random.between(1...180))")
        file.plain(address.city)
        file.text.padded(
            random.between(address.postalCodes), address.country == "Germany" || address.country == "Italy" ? 5 : 4)
        file.text.byte(",")
        file.plain(address.country)
        file.plain(place < 2 ? "true" : "false")
        try file.endRow()
    }

    private func writeProducts(to folder: LandingFolder) throws(FileError) {
        let header = "product_id,sku,name,category,price,cost,is_active,created_at,updated_at"
        try folder.csv("storefront/products.csv", header) { file throws(FileError) in
            var random = SplitMix64(seed, "storefront.products")
            for index in prices.indices {
                let noun = Self.nouns[index % Self.nouns.count]
                let serial = index / Self.nouns.count
                let edition = serial / Self.styles.count
                file.integer(index + 1)
                file.text.text("SKU-")
                file.text.padded(index + 1, 5)
                file.text.byte(",")
                file.field(
                    "\(Self.styles[serial % Self.styles.count]) \(noun.name)\(edition == 0 ? "" : " \(edition + 1)")")
                file.plain(noun.category)
                file.cents(prices[index])
                file.cents(prices[index] * random.between(40...72) / 100)
                file.plain(random.chance(7, in: 100) ? "false" : "true")
                let created = productDays[index]
                file.moment(StorefrontLanding.firstDay + created, second: random.below(43_200))
                let updated = random.chance(1, in: 2) ? created : random.between(created...StorefrontLanding.days - 1)
                file.moment(StorefrontLanding.firstDay + updated, second: 43_200 + random.below(43_200))
                try file.endRow()
            }
        }
    }
}
