internal import Platform

/// Pipeline 3: orders as JSON, one file a quarter of an hour, and all products and customers as CSV once a day.
struct Orders15Landing: PipelineFiles {
    static let firstDay = Day(2024, 1, 1)
    static let days = 100
    private static let weekdayWeights = [11, 9, 9, 9, 10, 12, 13]
    private static let hourWeights = [
        5, 3, 2, 2, 2, 4, 8, 16, 26, 34, 40, 44, 46, 42, 38, 36, 38, 42, 48, 52, 46, 34, 20, 10,
    ]
    private static let payments = ["card", "card", "card", "invoice", "wallet"]

    struct Item {
        /// From 1.
        var product: Int
        var quantity: Int
        /// In cents.
        var price: Int
    }

    struct Order {
        /// From 1; nil where the planted fault leaves it out.
        var id: Int?
        var customer: Int
        var day: Day
        /// Seconds after midnight.
        var second: Int
        var payment: String
        var items: [Item]
        /// In cents.
        var total: Int

        /// Quarters of an hour after midnight.
        var window: Int { second / 900 }
    }

    let orderCount: Int
    private let seed: UInt64
    private let products: Orders15Products
    private let customers: Orders15Customers
    private let hours: WeightedChoice

    init(_ settings: Settings) {
        seed = settings.seed
        orderCount = settings.scale == .small ? 4_000 : 96_000
        products = Orders15Products(seed: seed, count: settings.scale == .small ? 96 : 500)
        customers = Orders15Customers(seed: seed, count: settings.scale == .small ? 300 : 3_000)
        hours = WeightedChoice(Self.hourWeights)
    }

    /// How many orders each day has. Their sum is `orderCount`.
    private var ordersByDay: [Int] {
        var random = SplitMix64(seed, "orders15.days")
        return divide(
            orderCount,
            by: (0..<Self.days).map { day in
                Self.weekdayWeights[(Self.firstDay + day).weekday] * (200 + day) * random.between(85...115)
            })
    }

    func write(to folder: LandingFolder) throws(FileError) {
        var id = 1
        for (day, count) in ordersByDay.enumerated() {
            try products.write(day: day, to: folder)
            try customers.write(day: day, to: folder)
            let orders = orders(count, on: day, from: id)
            id += count
            var start = 0
            while start < orders.count {
                let window = orders[start].window
                let end = orders[start...].firstIndex { $0.window != window } ?? orders.count
                try write(orders[start..<end], day: day, window: window, to: folder)
                start = end
            }
        }
    }

    /// Two good orders in the first quarters of the day after the last, and between them what is wrong.
    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError) {
        let firstID = orderCount + 1 + slot * 3
        var orders = orders(3, on: Self.days, from: firstID)
        for index in orders.indices { orders[index].second = slot * 900 + 100 + index }
        switch fault {
        case .orders15DuplicateOrder:
            orders[1] = self.orders(ordersByDay[0], on: 0, from: 1)[0]
        case .orders15MissingField: orders[1].id = nil
        case .orders15WrongTotal: orders[1].total += 100
        case .orders15UnknownCustomer: orders[1].customer = 9_999
        case .orders15UnknownProduct: orders[1].items[0].product = 999
        default: break
        }
        try write(
            orders[...], day: Self.days, window: slot, broken: fault == .orders15MalformedFile ? 1 : nil, to: folder)
    }

    /// The orders of a day in the order of time.
    private func orders(_ count: Int, on day: Int, from firstID: Int) -> [Order] {
        var random = SplitMix64(seed, "orders15.orders", day)
        var seconds = (0..<count).map { _ in hours.pick(&random) * 3_600 + random.below(3_600) }
        seconds.sort()
        return seconds.enumerated().map { place, second in
            let customer = customers.customer(on: day, &random)
            let items = items(tier: customers.tier(of: customer, on: day), &random)
            return Order(
                id: firstID + place, customer: customer,
                day: Self.firstDay + day, second: second, payment: random.pick(Self.payments), items: items,
                total: items.reduce(0) { $0 + $1.quantity * $1.price })
        }
    }

    /// One to four products, each once: more of them for customers of a higher tier.
    private func items(tier: Int, _ random: inout SplitMix64) -> [Item] {
        var items: [Item] = []
        let count = min(4, 1 + random.skewed(below: 4) + (random.chance(tier, in: 6) ? 1 : 0))
        while items.count < count {
            let product = products.product(&random)
            if items.contains(where: { $0.product == product }) { continue }
            items.append(
                Item(
                    product: product, quantity: 1 + random.skewed(below: 3, power: 3),
                    price: products.prices[product - 1]))
        }
        return items
    }

    /// - Parameter broken: the place of an order whose document is cut off.
    private func write(
        _ orders: ArraySlice<Order>, day: Int, window: Int, broken: Int? = nil, to folder: LandingFolder
    ) throws(FileError) {
        let date = Self.firstDay + day
        var name = TextBuffer()
        name.text("orders15/orders/\(date.text)/orders_\(date.compact)_")
        name.padded(window / 4, 2)
        name.padded(window % 4 * 15, 2)
        name.text(".json")
        try folder.write(String(decoding: name.bytes, as: UTF8.self)) { file throws(FileError) in
            file.text.byte("[")
            try file.endLine()
            for (place, order) in orders.enumerated() {
                let start = file.text.bytes.count
                append(order, to: &file.text)
                if place == broken {
                    let length = file.text.bytes.count - start
                    file.text.bytes.removeLast(length / 3)
                }
                if place < orders.count - 1 { file.text.byte(",") }
                try file.endLine()
            }
            file.text.byte("]")
            try file.endLine()
        }
    }

    private func append(_ order: Order, to text: inout TextBuffer) {
        text.byte("{")
        if let id = order.id {
            text.text("\"order_id\": \"O-")
            text.padded(id, 6)
            text.text("\", ")
        }
        text.text("\"customer_id\": \"C-")
        text.padded(order.customer, 4)
        text.text("\", \"order_timestamp\": \"\(order.day.text)T")
        text.time(second: order.second)
        text.text("\", \"payment_method\": \"\(order.payment)\", \"items\": [")
        for (place, item) in order.items.enumerated() {
            text.text(place == 0 ? "{\"product_id\": \"P-" : ", {\"product_id\": \"P-")
            text.padded(item.product, 3)
            text.text("\", \"quantity\": ")
            text.integer(item.quantity)
            text.text(", \"unit_price\": ")
            text.cents(item.price)
            text.byte("}")
        }
        text.text("], \"total_amount\": ")
        text.cents(order.total)
        text.byte("}")
    }
}
