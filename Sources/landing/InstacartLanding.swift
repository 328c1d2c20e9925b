internal import Platform

/// Pipeline 1: one batch of orders a day. Both scales have 3,000 orders on 60 days, which is what the pipeline is about.
struct InstacartLanding: PipelineFiles {
    static let firstDay = Day(2024, 3, 3)
    static let days = 60
    static let orders = 3_000
    static let users = 800
    /// Orders of a day that is planted after the last one.
    static let plantedOrders = 50

    private static let weekdayWeights = [14, 12, 9, 9, 9, 10, 11]
    private static let hourWeights = [
        6, 4, 2, 2, 2, 3, 8, 20, 38, 55, 70, 72, 70, 72, 68, 60, 52, 45, 36, 28, 22, 18, 12, 8,
    ]
    static let ordersHeader = "order_id,user_id,order_number,order_dow,order_hour_of_day,days_since_prior_order"
    static let linesHeader = "order_id,product_id,add_to_cart_order,reordered"

    struct Order {
        var id = 0
        var user: Int
        /// Which order of the user it is, from 1.
        var number = 0
        /// Days after the first.
        var day: Int
        var hour: Int
        /// Days since the user's order before; nil for the first.
        var gap: Int?
        var lines: [(product: Int, reordered: Bool)] = []
    }

    private let seed: UInt64

    init(_ settings: Settings) { seed = settings.seed }

    func write(to folder: LandingFolder) throws(FileError) {
        try InstacartCatalogue.write(to: folder)
        let orders = simulated()
        for day in 0..<Self.days {
            try write(orders.filter { $0.day == day }, day: day, to: folder) { _ throws(FileError) in }
        }
    }

    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError) {
        let day = Self.days + slot
        let orders = simulated(plantedDays: slot + 1)
        let regular = orders.filter { $0.day == day }
        try write(regular, day: day, to: folder) { file throws(FileError) in
            switch fault {
            case .instacartDuplicateOrder:
                for order in orders.filter({ $0.day == Self.days - 1 }).prefix(1) { try write(order, to: file) }
            case .instacartMalformedFile:
                file.text.text("\((orders.last?.id ?? 0) + 1),17,3")
                try file.endLine()
            default: break
            }
        } lines: { file throws(FileError) in
            guard fault == .instacartUnknownProduct, let order = regular.last else { return }
            try write(product: 999, at: order.lines.count + 1, reordered: false, of: order, to: file)
        }
    }

    /// All orders in the order of time; those of planted days are none of the 3,000.
    private func simulated(plantedDays: Int = 0) -> [Order] {
        var random = SplitMix64(seed, "instacart.orders")
        let dayChoice = WeightedChoice(
            (0..<Self.days).map { Self.weekdayWeights[(Self.firstDay + $0).weekday] * random.between(85...115) })
        let hourChoice = WeightedChoice(Self.hourWeights)
        let userChoice = WeightedChoice((0..<Self.users).map { _ in 40 + 400 / (1 + random.below(30)) })
        var orders: [Order] = []
        for number in 0..<(Self.orders + plantedDays * Self.plantedOrders) {
            let day =
                number < Self.orders
                ? dayChoice.pick(&random) : Self.days + (number - Self.orders) / Self.plantedOrders
            let user = 1 + userChoice.pick(&random)
            orders.append(Order(user: user, day: day, hour: hourChoice.pick(&random)))
        }
        // Stable, so that the result hangs on nothing but the keys and the order of drawing.
        let sorted = orders.indices.sorted { first, second in
            (orders[first].day, orders[first].hour, first) < (orders[second].day, orders[second].hour, second)
        }
        return withHistory(sorted.map { orders[$0] })
    }

    /// Numbers the orders and fills their baskets. Six lines in ten are among the user's favourites, so that reorders
    /// happen as they do in life.
    private func withHistory(_ sorted: [Order]) -> [Order] {
        var history: [Int: (orders: Int, day: Int, products: Set<Int>)] = [:]
        var orders = sorted
        for index in orders.indices {
            let user = orders[index].user
            var known = history[user] ?? (0, 0, [])
            orders[index].id = index + 1
            orders[index].number = known.orders + 1
            orders[index].gap = known.orders == 0 ? nil : orders[index].day - known.day
            var random = SplitMix64(seed, "instacart.basket", index)
            var basket: Set<Int> = []
            for _ in 0...random.below(23) {
                let product =
                    random.chance(6, in: 10)
                    ? favourite(random.below(12), of: user) : popular(&random)
                guard basket.insert(product).inserted else { continue }
                orders[index].lines.append((product, known.products.contains(product)))
            }
            known = (known.orders + 1, orders[index].day, known.products.union(basket))
            history[user] = known
        }
        return orders
    }

    private func favourite(_ place: Int, of user: Int) -> Int {
        var random = SplitMix64(seed, "instacart.favourite", user * 12 + place)
        return popular(&random)
    }

    private func popular(_ random: inout SplitMix64) -> Int { 1 + random.skewed(below: InstacartCatalogue.products) }

    private func write(
        _ orders: [Order], day: Int, to folder: LandingFolder,
        orders extraOrders: (LandingFile) throws(FileError) -> Void,
        lines extraLines: (LandingFile) throws(FileError) -> Void = { _ throws(FileError) in }
    ) throws(FileError) {
        let batch = "instacart/\((Self.firstDay + day).text)"
        try folder.csv("\(batch)/orders.csv", Self.ordersHeader) { file throws(FileError) in
            for order in orders { try write(order, to: file) }
            try extraOrders(file)
        }
        try folder.csv("\(batch)/order_products.csv", Self.linesHeader) { file throws(FileError) in
            for order in orders {
                for (index, line) in order.lines.enumerated() {
                    try write(product: line.product, at: index + 1, reordered: line.reordered, of: order, to: file)
                }
            }
            try extraLines(file)
        }
    }

    private func write(_ order: Order, to file: LandingFile) throws(FileError) {
        file.integer(order.id)
        file.integer(order.user)
        file.integer(order.number)
        file.integer((Self.firstDay + order.day).weekday)
        file.integer(order.hour)
        file.plain(order.gap.map { "\($0).0" } ?? "")
        try file.endRow()
    }

    private func write(
        product: Int, at place: Int, reordered: Bool, of order: Order, to file: LandingFile
    ) throws(FileError) {
        file.integer(order.id)
        file.integer(product)
        file.integer(place)
        file.integer(reordered ? 1 : 0)
        try file.endRow()
    }
}
