/// One event as a line of JSON.
struct Event {
    /// Milliseconds since the start of the first day.
    var moment: Int
    var line: [UInt8]

    var hour: Int { moment / 3_600_000 }
}

/// A visit to the shop, told event by event.
struct EventsSession {
    /// What has brought the visitor.
    private enum Channel: String {
        case organic, ads, email, direct

        /// In how many visits of a hundred something goes into the basket. A web shop sells something in few of them:
        /// more where the visitor knows it already, fewer after a click on an advertisement.
        var intent: Int {
            switch self {
            case .organic: 14
            case .ads: 9
            case .email: 20
            case .direct: 17
            }
        }
    }

    private(set) var events: [Event] = []
    private var moment: Int
    private var random: SplitMix64
    private let id: UInt64
    private let customer: [UInt8]
    private let surroundings: String
    /// Left out by a planted fault.
    private let hasEventIDs: Bool

    /// - Parameters:
    ///   - start: in milliseconds since the start of the first day.
    ///   - orderID: what an order of this visit is called.
    init(
        start: Int, customer: [UInt8], products: EventsProducts, orderID: String, hasEventIDs: Bool = true,
        _ source: inout SplitMix64
    ) {
        random = SplitMix64(source.next())
        moment = start
        id = random.next()
        self.customer = customer
        self.hasEventIDs = hasEventIDs
        let device = random.pick(["mobile", "mobile", "mobile", "desktop", "desktop", "tablet"])
        let channel = random.pick([Channel.organic, .organic, .organic, .ads, .ads, .email, .direct, .direct])
        surroundings = "\"device\": \"\(device)\", \"channel\": \"\(channel.rawValue)\""
        visit(products, orderID, intent: channel.intent)
    }

    /// - Parameter intent: in how many visits of a hundred something goes into the basket.
    private mutating func visit(_ products: EventsProducts, _ orderID: String, intent: Int) {
        add("session_start")
        view(page: "/", product: nil)
        for _ in 0..<random.below(6) {
            let product = products.pick(&random)
            if random.chance(1, in: 3) {
                view(page: "/category/\(product.category)", product: nil)
            } else {
                view(page: "/product/\(product.id)", product: product.id)
            }
        }
        guard random.chance(intent, in: 100) else { return }
        var basket: [EventsProducts.Product] = []
        for _ in 0...random.skewed(below: 4) {
            let product = products.pick(&random)
            if basket.contains(where: { $0.id == product.id }) { continue }
            basket.append(product)
            view(page: "/product/\(product.id)", product: product.id)
            view(page: "/product/\(product.id)", product: product.id, type: "add_to_cart")
        }
        guard random.chance(55, in: 100) else { return }
        add("checkout")
        guard random.chance(70, in: 100) else { return }
        let order = order(orderID, basket)
        add("purchase") { text in text.text(order) }
    }

    private mutating func view(page: String, product: String?, type: String = "page_view") {
        add(type) { text in
            text.text(", \"page\": \"\(page)\", \"product_id\": ")
            text.text(product.map { "\"\($0)\"" } ?? "null")
        }
    }

    private mutating func order(_ id: String, _ basket: [EventsProducts.Product]) -> [UInt8] {
        var items = TextBuffer()
        var sum = 0
        for (place, product) in basket.enumerated() {
            let quantity = 1 + random.skewed(below: 3, power: 3)
            sum += quantity * product.price
            items.text(place == 0 ? "" : ", ")
            items.text("{\"product_id\": \"\(product.id)\", \"product_name\": \"\(product.name)\"")
            items.text(", \"category\": \"\(product.category)\", \"quantity\": \(quantity), \"unit_price\": ")
            items.cents(product.price)
            items.byte("}")
        }
        let shipping = sum >= 5_000 ? 0 : 490
        let discount = random.chance(15, in: 100) ? sum / 10 : 0
        var text = TextBuffer()
        text.text(", \"order\": {\"order_id\": \"\(id)\", \"currency\": \"EUR\", \"shipping\": ")
        text.cents(shipping)
        text.text(", \"discount\": ")
        text.cents(discount)
        text.text(", \"total\": ")
        text.cents(sum + shipping - discount)
        text.text(", \"payment_method\": \"\(random.pick(["card", "card", "wallet", "transfer"]))\", \"items\": [")
        text.text(items.bytes)
        text.text("]}")
        return text.bytes
    }

    /// Adds the event of now, and lets some time pass.
    private mutating func add(_ type: String, _ details: (inout TextBuffer) -> Void = { _ in }) {
        var text = TextBuffer()
        text.byte("{")
        let ids = (random.next(), random.next())
        if hasEventIDs {
            text.text("\"event_id\": \"")
            text.hex(ids.0)
            text.hex(ids.1)
            text.text("\", ")
        }
        text.text("\"event_type\": \"\(type)\", \"event_timestamp\": \"")
        text.text((EventsLanding.firstDay + moment / 86_400_000).text)
        text.byte("T")
        text.time(millisecond: moment % 86_400_000)
        text.text("Z\", \"session_id\": \"")
        text.hex(id)
        text.text("\", \"customer\": ")
        text.text(customer)
        text.text(", \(surroundings)")
        details(&text)
        text.byte("}")
        events.append(Event(moment: moment, line: text.bytes))
        moment += 800 + random.skewed(below: 120_000)
    }
}
