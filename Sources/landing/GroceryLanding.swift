internal import Platform

/// Pipeline 2: the grocery sales of 130 days, one file a day. At full scale they have the size of the public dataset.
struct GroceryLanding: PipelineFiles {
    static let firstDay = Day(2018, 1, 1)
    static let days = 130
    private static let weekdayWeights = [92, 88, 90, 95, 104, 126, 130]
    private static let hourWeights = [
        1, 1, 1, 1, 1, 3, 8, 20, 34, 44, 50, 56, 60, 55, 50, 50, 58, 68, 70, 56, 36, 20, 8, 3,
    ]
    private static let salesHeader =
        "SalesID,SalesPersonID,CustomerID,ProductID,Quantity,Discount,TotalPrice,SalesDate,TransactionNumber"
    private static let transactionLetters = Array("0123456789ABCDEFGHJKLMNPQRSTUVWX".utf8)

    let customers: Int
    let sales: Int
    private let seed: UInt64

    init(_ settings: Settings) {
        seed = settings.seed
        customers = settings.scale == .small ? 2_000 : 98_759
        sales = settings.scale == .small ? 60_000 : 6_758_125
    }

    /// How many sales each day has: a rhythm of the week, a slow growth, and chance. Their sum is `sales`.
    var salesByDay: [Int] {
        var random = SplitMix64(seed, "grocery.days")
        return divide(
            sales,
            by: (0..<Self.days).map { day in
                Self.weekdayWeights[(Self.firstDay + day).weekday] * (800 + 2 * day) / 10 * random.between(95...105)
            })
    }

    func write(to folder: LandingFolder) throws(FileError) {
        let catalogue = GroceryCatalogue(seed: seed)
        try catalogue.write(to: folder)
        let people = GroceryCustomers(seed: seed, count: customers)
        try people.write(to: folder)
        let market = GroceryMarket(seed: seed, catalogue: catalogue, customers: people)
        var id = 1
        for (day, count) in salesByDay.enumerated() {
            try write(count, day: day, from: id, market, to: folder)
            id += count
        }
    }

    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError) {
        let people = GroceryCustomers(seed: seed, count: customers)
        let market = GroceryMarket(seed: seed, catalogue: GroceryCatalogue(seed: seed), customers: people)
        let count = sales / Self.days
        let first = 1 + sales + slot * (count + 1)
        try write(count, day: Self.days + slot, from: first, market, to: folder) { file throws(FileError) in
            file.integer(first + count)
            file.integer(1)
            file.integer(fault == .groceryUnknownCustomer ? 999_999 : 1)
            file.integer(1)
            file.plain(
                fault == .groceryNegativeQuantity ? "-3" : fault == .groceryMalformedFile ? "three" : "3")
            file.plain("0.00")
            file.plain("0.00")
            file.text.text("\((Self.firstDay + Self.days + slot).text) 23:59:59.999,")
            file.plain("PLANTED0000000000000")
            try file.endRow()
        }
    }

    private func write(
        _ count: Int, day: Int, from firstID: Int, _ market: GroceryMarket, to folder: LandingFolder,
        extra: (LandingFile) throws(FileError) -> Void = { _ throws(FileError) in }
    ) throws(FileError) {
        var random = SplitMix64(seed, "grocery.sales", day)
        let date = (Self.firstDay + day).text
        let dateBytes = Array("\(date) ".utf8)
        let clock = DayClock(Self.hourWeights)
        let discounts = WeightedChoice([70, 20, 10])
        try folder.csv("grocery/sales/sales_\(date).csv", Self.salesHeader) { file throws(FileError) in
            for place in 0..<count {
                let customer = market.customer(on: day, &random)
                file.integer(firstID + place)
                file.integer(market.employee(&random))
                file.integer(customer)
                file.integer(market.product(for: customer, &random))
                // Most take one or two of a thing.
                file.integer(1 + random.skewed(below: 8, power: 3))
                file.text.text("0.")
                file.text.integer(discounts.pick(&random))
                file.text.text("0,0.00,")
                file.text.text(dateBytes)
                file.text.time(millisecond: clock.millisecond(place: place, of: count, &random))
                file.text.byte(",")
                appendTransaction(random.next(), random.next(), to: &file.text)
                try file.endLine()
            }
            try extra(file)
        }
    }

    /// Twenty letters and digits, five bits each.
    private func appendTransaction(_ first: UInt64, _ second: UInt64, to text: inout TextBuffer) {
        for part in [first, second] {
            for shift in stride(from: UInt64(0), to: 50, by: 5) {
                text.bytes.append(Self.transactionLetters[Int(part >> shift & 31)])
            }
        }
    }
}

/// Times of day that come in order, as many in an hour as its weight says.
struct DayClock {
    private let weights: [Int]
    private let total: Int

    init(_ hourWeights: [Int]) {
        weights = hourWeights
        total = hourWeights.reduce(0, +)
    }

    /// The time of the `place`-th of `count` events, in milliseconds after midnight.
    func millisecond(place: Int, of count: Int, _ random: inout SplitMix64) -> Int {
        let hour = 3_600_000
        let whole = total * hour
        var rest = (place * whole + random.below(whole)) / count
        for (number, weight) in weights.enumerated() {
            if rest < weight * hour { return number * hour + rest / weight }
            rest -= weight * hour
        }
        return 24 * hour - 1
    }

    /// Any time of day, in milliseconds after midnight.
    func millisecond(_ random: inout SplitMix64) -> Int { millisecond(place: 0, of: 1, &random) }
}
