internal import Platform

/// The products of pipeline 3, with a stock for every day.
struct Orders15Products {
    private static let nouns: [(name: String, category: String, price: Int)] = [
        ("Headphones", "Electronics", 5_990), ("Keyboard", "Electronics", 7_900), ("Charger", "Electronics", 1_995),
        ("Lamp", "Home", 3_450), ("Kettle", "Home", 2_999), ("Blanket", "Home", 2_490),
        ("Yoga Mat", "Sports", 2_200), ("Dumbbell", "Sports", 3_140), ("Bottle", "Sports", 1_275),
        ("Novel", "Books", 1_400), ("Cookbook", "Books", 2_750), ("Atlas", "Books", 3_900),
    ]
    private static let colours = ["Black", "White", "Blue", "Green", "Red", "Grey", "Sand", "Plum"]
    private static let editions = ["", " Plus", " Pro", " Mini", " Max", " Lite"]
    /// From this day on the stock of some popular products is not filled up.
    private static let shortage = 85

    /// In cents, by number less one.
    let prices: [Int]
    private let choice: WeightedChoice
    private let stocks: [(base: Int, step: Int)]
    /// Popular products that run short.
    private let short: Set<Int>

    init(seed: UInt64, count: Int) {
        var random = SplitMix64(seed, "orders15.products")
        var weights: [Int] = []
        var prices: [Int] = []
        var stocks: [(base: Int, step: Int)] = []
        for index in 0..<count {
            weights.append(20 + 600 / (1 + random.below(30)))
            let noun = Self.nouns[index % Self.nouns.count]
            prices.append(noun.price + 100 * (index / Self.nouns.count) - 5 * random.below(20))
            stocks.append((random.between(80...300), random.between(3...15)))
        }
        let byWeight = weights.indices.sorted { (-weights[$0], $0) < (-weights[$1], $1) }
        short = Set(stride(from: 0, to: 12, by: 2).map { byWeight[$0] })
        choice = WeightedChoice(weights)
        self.prices = prices
        self.stocks = stocks
    }

    func product(_ random: inout SplitMix64) -> Int { 1 + choice.pick(&random) }

    func write(day: Int, to folder: LandingFolder) throws(FileError) {
        let date = (Orders15Landing.firstDay + day).text
        let header = "product_id,product_name,category,price,stock_quantity"
        try folder.csv("orders15/products/products_\(date).csv", header) { file throws(FileError) in
            for index in prices.indices {
                let noun = Self.nouns[index % Self.nouns.count]
                let place = index / Self.nouns.count
                file.text.text("P-")
                file.text.padded(index + 1, 3)
                file.text.byte(",")
                file.plain(
                    "\(Self.colours[place % Self.colours.count]) \(noun.name)\(Self.editions[place / Self.colours.count])"
                )
                file.plain(noun.category)
                file.cents(prices[index])
                file.integer(stock(of: index, on: day))
                try file.endRow()
            }
        }
    }

    /// Filled up once a week and sold until then.
    private func stock(of index: Int, on day: Int) -> Int {
        if short.contains(index), day >= Self.shortage { return 50 - 3 * (day - Self.shortage) - index % 5 }
        return stocks[index].base + stocks[index].step * (6 - (day + index) % 7)
    }
}

/// The customers of pipeline 3: some are promoted on some day, and a tenth stop ordering long before the end.
struct Orders15Customers {
    private struct Customer {
        var name: String
        /// From 0 to 3.
        var tier: Int
        var since: Day
        /// The day on which the tier goes up by one.
        var promotion: Int?
        var region: Int
    }

    private let list: [Customer]
    private let lastDays: [Int]
    private let choice: WeightedChoice

    init(seed: UInt64, count: Int) {
        var random = SplitMix64(seed, "orders15.customers")
        let tiers = WeightedChoice([60, 25, 12, 3])
        let regions = WeightedChoice([35, 30, 20, 15])
        var list: [Customer] = []
        var lastDays: [Int] = []
        var weights: [Int] = []
        for _ in 0..<count {
            let tier = tiers.pick(&random)
            let isPromoted = random.chance(15, in: 100)
            let promotion = random.between(1...Orders15Landing.days - 1)
            list.append(
                Customer(
                    name: "\(random.pick(LandingNames.first)) \(random.pick(LandingNames.last))", tier: tier,
                    since: Orders15Landing.firstDay - random.between(1...700),
                    promotion: isPromoted && tier < 3 ? promotion : nil, region: regions.pick(&random)))
            lastDays.append(random.chance(1, in: 10) ? random.between(20...60) : Int.max)
            weights.append(20 * (tier + 2) + 300 / (1 + random.below(40)))
        }
        choice = WeightedChoice(weights)
        self.list = list
        self.lastDays = lastDays
    }

    /// One who still orders on that day.
    func customer(on day: Int, _ random: inout SplitMix64) -> Int {
        while true {
            let index = choice.pick(&random)
            if day <= lastDays[index] { return index + 1 }
        }
    }

    /// From 0 to 3.
    func tier(of customer: Int, on day: Int) -> Int {
        let known = list[customer - 1]
        guard let promotion = known.promotion, promotion <= day else { return known.tier }
        return known.tier + 1
    }

    func write(day: Int, to folder: LandingFolder) throws(FileError) {
        let date = Orders15Landing.firstDay + day
        let header = "customer_id,customer_name,email,tier_level,region_code,tier_since"
        try folder.csv("orders15/customers/customers_\(date.text).csv", header) { file throws(FileError) in
            for (index, customer) in list.enumerated() {
                let promotion = customer.promotion.flatMap { $0 <= day ? $0 : nil }
                file.text.text("C-")
                file.text.padded(index + 1, 4)
                file.text.byte(",")
                file.plain(customer.name)
                file.plain("customer\(index + 1)@example.com")
                file.integer(tier(of: index + 1, on: day))
                file.plain("0\(customer.region + 1)")
                file.day(promotion.map { Orders15Landing.firstDay + $0 } ?? customer.since)
                try file.endRow()
            }
        }
    }
}
