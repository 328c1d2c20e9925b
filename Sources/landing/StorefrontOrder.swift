/// An order of pipeline 5 with all that follows from it: items, payments, refunds.
struct StorefrontOrder {
    /// A moment by the day after the first and the second of that day.
    struct Moment {
        var day: Int
        var second: Int
    }

    struct Item {
        var product: Int
        var quantity: Int
        /// In cents.
        var price: Int
    }

    struct Payment {
        var method: String
        /// In cents.
        var amount: Int
        var status: String
        /// Nil unless it was captured.
        var paid: Moment?
    }

    struct Refund {
        /// The place of the payment in `payments`.
        var payment: Int
        /// In cents.
        var amount: Int
        var reason: String
        var refunded: Moment
    }

    let customer: Int
    let address: Int
    let ordered: Moment
    private(set) var updated: Moment
    private(set) var status: String
    private(set) var items: [Item] = []
    private(set) var shippingFee = 0
    private(set) var discount = 0
    private(set) var payments: [Payment] = []
    private(set) var refunds: [Refund] = []

    /// What is to be paid, in cents.
    var total: Int { items.reduce(shippingFee - discount) { $0 + $1.quantity * $1.price } }

    init(day: Int, second: Int, catalogue: StorefrontCatalogue, _ random: inout SplitMix64) {
        customer = catalogue.customer(before: day, &random)
        address = catalogue.shippingAddress(of: customer, &random)
        ordered = Moment(day: day, second: second)
        updated = ordered
        status = Self.status(age: StorefrontLanding.days - 1 - day, &random)
        let isBusiness = catalogue.isBusiness(customer)
        fill(catalogue, isBusiness: isBusiness, &random)
        pay(isBusiness: isBusiness, &random)
        settle(&random)
    }

    /// How far an order has come by the end of the last day.
    private static func status(age: Int, _ random: inout SplitMix64) -> String {
        let roll = random.below(100)
        switch age {
        case 25...: return roll < 5 ? "cancelled" : roll < 11 ? "returned" : "delivered"
        case 10...: return roll < 5 ? "cancelled" : "delivered"
        case 3...: return roll < 5 ? "cancelled" : roll < 30 && age > 6 ? "delivered" : "shipped"
        case 1...: return roll < 5 ? "cancelled" : roll < 20 ? "pending" : "paid"
        default: return roll < 50 ? "pending" : "paid"
        }
    }

    /// A company orders for a room full of people.
    private mutating func fill(
        _ catalogue: StorefrontCatalogue, isBusiness: Bool, _ random: inout SplitMix64
    ) {
        for _ in 0...random.skewed(below: 5) {
            let product = catalogue.product(before: ordered.day, &random)
            if items.contains(where: { $0.product == product }) { continue }
            let quantity = 1 + (isBusiness ? random.below(90) : random.skewed(below: 4, power: 3))
            items.append(Item(product: product, quantity: quantity, price: catalogue.prices[product - 1]))
        }
        let sum = total
        discount = random.chance(15, in: 100) ? sum * random.pick([5, 10]) / 100 : 0
        shippingFee = random.chance(1, in: 10) ? 990 : sum >= 5_000 ? 0 : 490
    }

    private mutating func pay(isBusiness: Bool, _ random: inout SplitMix64) {
        let method = random.pick(
            isBusiness
                ? ["transfer", "transfer", "card"] : ["card", "card", "card", "wallet", "wallet", "transfer"])
        let isNeverPaid = status == "pending" || (status == "cancelled" && random.chance(1, in: 2))
        if random.chance(isNeverPaid ? 30 : 4, in: 100) {
            payments.append(Payment(method: method, amount: total, status: "failed", paid: nil))
        }
        if isNeverPaid {
            if status == "pending", random.chance(60, in: 100) {
                payments.append(Payment(method: method, amount: total, status: "pending", paid: nil))
            }
            return
        }
        // The second instalment is due a week later: by then nothing is refunded, since goods come back later still.
        let isInTwo = (status == "delivered" || status == "returned") && random.chance(8, in: 100)
        let canWait = ordered.day + 7 < StorefrontLanding.days
        let first = isInTwo && canWait ? total / 2 : total
        let paid = Moment(day: ordered.day, second: min(86_399, ordered.second + random.between(5...600)))
        payments.append(Payment(method: method, amount: first, status: "captured", paid: paid))
        if first < total {
            let later = Moment(day: ordered.day + 7, second: random.below(86_400))
            payments.append(Payment(method: method, amount: total - first, status: "captured", paid: later))
        }
    }

    /// What happened after the payment.
    private mutating func settle(_ random: inout SplitMix64) {
        let second = random.below(86_400)
        switch status {
        case "paid": updated = payments.last?.paid ?? ordered
        case "shipped": updated = Moment(day: ordered.day + random.between(1...2), second: second)
        case "delivered": updated = Moment(day: ordered.day + random.between(2...6), second: second)
        case "cancelled":
            updated = Moment(day: ordered.day + 1, second: second)
            refund(in: ["out of stock", "changed mind", "too slow"], isWhole: true, &random)
        case "returned":
            updated = Moment(day: ordered.day + random.between(12...24), second: second)
            refund(
                in: ["damaged", "wrong item", "does not fit", "changed mind"], isWhole: random.chance(6, in: 10),
                &random)
        default: break
        }
    }

    private mutating func refund(in reasons: [String], isWhole: Bool, _ random: inout SplitMix64) {
        let reason = random.pick(reasons)
        for (place, payment) in payments.enumerated() where payment.status == "captured" {
            let part = max(1, min(items[0].price, payment.amount - 1))
            refunds.append(
                Refund(payment: place, amount: isWhole ? payment.amount : part, reason: reason, refunded: updated))
            if !isWhole { return }
        }
    }
}
