/// The goods of pipeline 4.
struct EventsProducts {
    struct Product {
        /// `P-0001`
        var id: String
        var name: String
        var category: String
        /// In cents.
        var price: Int
    }

    private static let nouns: [(name: String, category: String, price: Int)] = [
        ("Sneakers", "shoes", 8_990), ("Boots", "shoes", 12_900), ("Sandals", "shoes", 4_990),
        ("Jacket", "clothing", 11_900), ("Jeans", "clothing", 6_990), ("T-Shirt", "clothing", 1_990),
        ("Pullover", "clothing", 4_490), ("Backpack", "bags", 7_900), ("Tote", "bags", 2_490),
        ("Wallet", "accessories", 3_490), ("Scarf", "accessories", 2_290), ("Watch", "accessories", 14_900),
        ("Vase", "home", 2_790), ("Cushion", "home", 1_890), ("Candle", "home", 1_290),
    ]
    private static let styles = [
        "Classic", "Urban", "Nordic", "Trail", "Vintage", "Soft", "Bold", "Light", "Royal", "Coastal", "Alpine",
        "Retro",
        "Pure", "Wild", "Silent", "Golden", "Stone", "Amber", "Velvet", "Polar",
    ]

    let list: [Product]
    private let choice: WeightedChoice

    init(seed: UInt64) {
        var random = SplitMix64(seed, "events.products")
        var list: [Product] = []
        for style in Self.styles {
            for noun in Self.nouns {
                var id = TextBuffer()
                id.text("P-")
                id.padded(list.count + 1, 4)
                list.append(
                    Product(
                        id: String(decoding: id.bytes, as: UTF8.self), name: "\(style) \(noun.name)",
                        category: noun.category, price: noun.price * random.between(80...125) / 100))
            }
        }
        self.list = list
        choice = WeightedChoice(list.map { _ in 20 + 600 / (1 + random.below(50)) })
    }

    func pick(_ random: inout SplitMix64) -> Product { list[choice.pick(&random)] }
}

/// The visitors of pipeline 4, each as the JSON object that its events carry.
struct EventsCustomers {
    private static let countries = ["DE", "FR", "ES", "IT", "NL", "AT", "PL", "SE"]

    let documents: [[UInt8]]
    /// The day of signing up, counted from the first day of events; below zero before.
    private let signUps: [Int]
    private let choice: WeightedChoice

    init(seed: UInt64, count: Int, days: Int) {
        var random = SplitMix64(seed, "events.customers")
        let countries = WeightedChoice([30, 18, 14, 12, 9, 7, 6, 4])
        var documents: [[UInt8]] = []
        var signUps: [Int] = []
        var weights: [Int] = []
        for number in 1...count {
            let signUp = random.chance(1, in: 5) ? random.below(days) : -random.between(1...850)
            let first = random.pick(LandingNames.first)
            let last = random.pick(LandingNames.last)
            var text = TextBuffer()
            text.text("{\"customer_id\": \"C-")
            text.padded(number, 5)
            text.text("\", \"name\": \"\(first) \(last)\", \"email\": \"\(first.lowercased())\(number)@example.com\"")
            text.text(", \"country\": \"\(Self.countries[countries.pick(&random)])\"")
            text.text(", \"signed_up_on\": \"\((EventsLanding.firstDay + signUp).text)\"}")
            documents.append(text.bytes)
            signUps.append(signUp)
            weights.append(20 + 500 / (1 + random.below(60)))
        }
        self.documents = documents
        self.signUps = signUps
        choice = WeightedChoice(weights)
    }

    /// The document of one who has signed up by that day.
    func customer(on day: Int, _ random: inout SplitMix64) -> [UInt8] {
        while true {
            let index = choice.pick(&random)
            if signUps[index] <= day { return documents[index] }
        }
    }
}
