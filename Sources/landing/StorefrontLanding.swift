internal import Platform

/// Pipeline 5: the tables of a shop's transactional database, exported after two years.
///
/// The shop sells furniture and what belongs to it, to people at home and to companies. Its money adds up as that of a shop
/// that grows: goods for a bit more than half of what it takes in, salaries of a quarter, a small loss in weak months of
/// the first year, and a profit of some percent over both.
struct StorefrontLanding: PipelineFiles {
    static let firstDay = Day(2023, 1, 1)
    static let days = Day(2025, 1, 1) - firstDay
    static let months = (0..<24).map { Day(2023 + $0 / 12, 1 + $0 % 12, 1) }

    private static let weekdayWeights = [12, 10, 10, 10, 10, 11, 13]
    private static let monthWeights = [8, 8, 9, 9, 9, 8, 8, 8, 9, 10, 14, 16]
    private static let hourWeights = [
        4, 2, 1, 1, 1, 2, 5, 10, 16, 22, 26, 28, 28, 26, 25, 26, 28, 32, 38, 44, 42, 32, 18, 8,
    ]
    private static let paymentsHeader = "payment_id,order_id,method,amount,status,paid_at"

    private let seed: UInt64
    private let orderCount: Int
    private let catalogue: StorefrontCatalogue
    private let staff: StorefrontStaff

    init(_ settings: Settings) {
        let isSmall = settings.scale == .small
        seed = settings.seed
        orderCount = isSmall ? 5_000 : 100_000
        // At small scale an employee has half as many orders to live on, so more of them are a company's.
        catalogue = StorefrontCatalogue(
            seed: seed, customers: isSmall ? 1_000 : 20_000, businesses: isSmall ? 50 : 22,
            products: isSmall ? 200 : 2_000)
        staff = StorefrontStaff(seed: seed, count: isSmall ? 60 : 600)
    }

    func write(to folder: LandingFolder) throws(FileError) {
        try catalogue.write(to: folder)
        try writeOrders(to: folder)
        try staff.write(to: folder)
    }

    func plant(_ fault: Fault, slot: Int, in folder: LandingFolder) throws(FileError) {
        let suffix = slot == 0 ? "planted" : "planted_\(slot + 1)"
        let id = 9_000_001 + slot
        switch fault {
        case .storefrontOrphanPayment, .storefrontOverpaidOrder:
            let order = fault == .storefrontOrphanPayment ? 9_999_999 : firstDelivered
            try folder.csv("storefront/payments_\(suffix).csv", Self.paymentsHeader) { file throws(FileError) in
                file.integer(id)
                file.integer(order)
                file.plain("card")
                file.cents(500)
                file.plain("captured")
                file.moment(Self.firstDay + Self.days - 1, second: 86_399)
                try file.endRow()
            }
        case .storefrontNegativeSalary:
            let employee = 1 + (staff.employees.firstIndex { $0.left == nil } ?? 0)
            try folder.csv("storefront/payroll_\(suffix).csv", StorefrontStaff.payrollHeader) {
                file throws(FileError) in
                file.integer(id)
                file.integer(employee)
                file.day(Day(2025, 1, 1))
                for amount in [-100_000, 0, 0, 0] { file.cents(amount) }
                try file.endRow()
            }
        default:
            let header = StorefrontCatalogue.customersHeader
            try folder.csv("storefront/customers_\(suffix).csv", header) { file throws(FileError) in
                try catalogue.writeCustomer(1, to: file)
            }
        }
    }

    /// How many orders each day has. Their sum is `orderCount`.
    private var ordersByDay: [Int] {
        var random = SplitMix64(seed, "storefront.days")
        return divide(
            orderCount,
            by: (0..<Self.days).map { day in
                let date = Self.firstDay + day
                return Self.weekdayWeights[date.weekday] * Self.monthWeights[date.civil.month - 1] * (700 + day)
                    * random.between(80...120)
            })
    }

    /// All orders, from 1, in the order of time.
    private func forEachOrder(_ body: (Int, StorefrontOrder) throws(FileError) -> Void) throws(FileError) {
        let clock = DayClock(Self.hourWeights)
        var id = 1
        for (day, count) in ordersByDay.enumerated() {
            var random = SplitMix64(seed, "storefront.orders", day)
            for place in 0..<count {
                let second = clock.millisecond(place: place, of: count, &random) / 1_000
                try body(id, StorefrontOrder(day: day, second: second, catalogue: catalogue, &random))
                id += 1
            }
        }
    }

    private var firstDelivered: Int {
        var found: Int?
        try? forEachOrder { id, order throws(FileError) in
            if found == nil, order.status == "delivered" { found = id }
        }
        return found ?? 1
    }

    private func writeOrders(to folder: LandingFolder) throws(FileError) {
        let ordersHeader =
            "order_id,customer_id,shipping_address_id,status,ordered_at,updated_at,shipping_fee,discount"
        let itemsHeader = "order_item_id,order_id,product_id,quantity,unit_price"
        let refundsHeader = "refund_id,payment_id,amount,reason,refunded_at"
        try folder.csv("storefront/orders.csv", ordersHeader) { orders throws(FileError) in
            try folder.csv("storefront/order_items.csv", itemsHeader) { items throws(FileError) in
                try folder.csv("storefront/payments.csv", Self.paymentsHeader) { payments throws(FileError) in
                    try folder.csv("storefront/refunds.csv", refundsHeader) { refunds throws(FileError) in
                        var writer = OrderWriter(orders: orders, items: items, payments: payments, refunds: refunds)
                        try forEachOrder { id, order throws(FileError) in try writer.write(id, order) }
                    }
                }
            }
        }
    }

    /// Writes an order into the four files of its parts, and numbers these.
    private struct OrderWriter {
        let orders: LandingFile
        let items: LandingFile
        let payments: LandingFile
        let refunds: LandingFile
        private var nextItem = 1
        private var nextPayment = 1
        private var nextRefund = 1

        init(orders: LandingFile, items: LandingFile, payments: LandingFile, refunds: LandingFile) {
            self.orders = orders
            self.items = items
            self.payments = payments
            self.refunds = refunds
        }

        mutating func write(_ id: Int, _ order: StorefrontOrder) throws(FileError) {
            orders.integer(id)
            orders.integer(order.customer)
            orders.integer(order.address)
            orders.plain(order.status)
            moment(order.ordered, to: orders)
            moment(order.updated, to: orders)
            orders.cents(order.shippingFee)
            orders.cents(order.discount)
            try orders.endRow()
            for item in order.items {
                items.integer(nextItem)
                items.integer(id)
                items.integer(item.product)
                items.integer(item.quantity)
                items.cents(item.price)
                try items.endRow()
                nextItem += 1
            }
            for payment in order.payments { try write(payment, order: id) }
            for refund in order.refunds {
                refunds.integer(nextRefund)
                refunds.integer(nextPayment - order.payments.count + refund.payment)
                refunds.cents(refund.amount)
                refunds.plain(refund.reason)
                moment(refund.refunded, to: refunds)
                try refunds.endRow()
                nextRefund += 1
            }
        }

        private mutating func write(_ payment: StorefrontOrder.Payment, order: Int) throws(FileError) {
            payments.integer(nextPayment)
            payments.integer(order)
            payments.plain(payment.method)
            payments.cents(payment.amount)
            payments.plain(payment.status)
            if let paid = payment.paid { moment(paid, to: payments) } else { payments.plain("") }
            try payments.endRow()
            nextPayment += 1
        }

        private func moment(_ moment: StorefrontOrder.Moment, to file: LandingFile) {
            file.moment(StorefrontLanding.firstDay + moment.day, second: moment.second)
        }
    }
}
