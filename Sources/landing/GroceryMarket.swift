internal import Platform

/// The customers of pipeline 2: a few buy much more than the others, some come late, and some leave.
struct GroceryCustomers {
    let weights: [Int]
    /// The first and the last day on which each buys, counted from the first day of sales.
    let active: [ClosedRange<Int>]
    private let seed: UInt64

    init(seed: UInt64, count: Int) {
        self.seed = seed
        var random = SplitMix64(seed, "grocery.habits")
        var weights: [Int] = []
        var active: [ClosedRange<Int>] = []
        for _ in 0..<count {
            weights.append(20 + 400 / (1 + random.below(200)))
            let kind = random.below(100)
            if kind < 15 {
                active.append(random.below(GroceryLanding.days * 3 / 4)...Int.max)
            } else if kind < 40 {
                active.append(0...random.between(15...GroceryLanding.days))
            } else {
                active.append(0...Int.max)
            }
        }
        self.weights = weights
        self.active = active
    }

    func write(to folder: LandingFolder) throws(FileError) {
        var random = SplitMix64(seed, "grocery.customers")
        // The first cities of the list have the most customers.
        let cities = WeightedChoice((0..<GroceryCatalogue.cities).map { 40 + 1_200 / (3 + $0) })
        let header = "CustomerID,FirstName,MiddleInitial,LastName,CityID,Address"
        try folder.csv("grocery/customers.csv", header) { file throws(FileError) in
            for number in 1...weights.count {
                file.integer(number)
                file.plain(random.pick(LandingNames.first))
                file.plain(random.chance(1, in: 100) ? "" : GroceryCatalogue.initial(&random))
                file.plain(random.pick(LandingNames.last))
                file.integer(1 + cities.pick(&random))
                let street = random.pick(LandingNames.streets)
                let house = random.between(1...999)
                file.field(
                    random.chance(1, in: 8) ? "\(house) \(street), Apt \(random.between(1...40))" : "\(house) \(street)"
                )
                try file.endRow()
            }
        }
    }
}

/// Who buys what from whom.
struct GroceryMarket {
    private let customers: GroceryCustomers
    private let customerChoice: WeightedChoice
    private let employeeChoice: WeightedChoice
    private let productChoice: WeightedChoice
    /// A choice for each category, and the products that it is of.
    private let categoryChoices: [(choice: WeightedChoice, products: [Int])]

    init(seed: UInt64, catalogue: GroceryCatalogue, customers: GroceryCustomers) {
        self.customers = customers
        customerChoice = WeightedChoice(customers.weights)
        var random = SplitMix64(seed, "grocery.market")
        employeeChoice = WeightedChoice((0..<GroceryCatalogue.employees).map { _ in 60 + random.skewed(below: 140) })
        let popularity = catalogue.goods.map { _ in 10 + 900 / (1 + random.below(100)) }
        productChoice = WeightedChoice(popularity)
        categoryChoices = GroceryCatalogue.categories.indices.map { category in
            let products = catalogue.goods.indices.filter { catalogue.goods[$0].category == category + 1 }
            return (WeightedChoice(products.map { popularity[$0] }), products)
        }
    }

    /// One who is a customer on that day.
    func customer(on day: Int, _ random: inout SplitMix64) -> Int {
        while true {
            let index = customerChoice.pick(&random)
            if customers.active[index].contains(day) { return index + 1 }
        }
    }

    func employee(_ random: inout SplitMix64) -> Int { 1 + employeeChoice.pick(&random) }

    /// Half of what a customer buys is of one category, so that there is something to recommend.
    func product(for customer: Int, _ random: inout SplitMix64) -> Int {
        guard random.chance(1, in: 2) else { return 1 + productChoice.pick(&random) }
        let taste = categoryChoices[customer &* 7 % categoryChoices.count]
        return 1 + taste.products[taste.choice.pick(&random)]
    }
}
