internal import Platform

/// The small tables of pipeline 2: places, goods and the people who sell.
struct GroceryCatalogue {
    struct Product {
        var name: String
        /// In cents.
        var price: Int
        /// From 1.
        var category: Int
    }

    static let products = 452
    static let employees = 23
    static let cities = cityNames.count

    static let categories = [
        "Confections", "Shell fish", "Cereals", "Dairy", "Beverages", "Seafood", "Meat", "Grain", "Poultry", "Snails",
        "Produce",
    ]
    static let countries = [
        ("United States", "US"), ("Canada", "CA"), ("Mexico", "MX"), ("United Kingdom", "GB"), ("Germany", "DE"),
        ("France", "FR"), ("Spain", "ES"), ("Italy", "IT"), ("Japan", "JP"), ("Brazil", "BR"),
    ]
    /// The first 60 are in the United States, the others in fours in the countries that follow.
    static let cityNames = [
        "New York", "Los Angeles", "Chicago", "Houston", "Phoenix", "Philadelphia", "San Antonio", "San Diego",
        "Dallas", "San Jose", "Austin", "Jacksonville", "Fort Worth", "Columbus", "Charlotte", "Indianapolis",
        "San Francisco", "Seattle", "Denver", "Washington", "Nashville", "Oklahoma City", "Boston", "El Paso",
        "Portland", "Las Vegas", "Detroit", "Memphis", "Louisville", "Baltimore", "Milwaukee", "Albuquerque", "Fresno",
        "Tucson", "Sacramento", "Mesa", "Kansas City", "Atlanta", "Omaha", "Colorado Springs", "Raleigh",
        "Virginia Beach", "Miami", "Oakland", "Minneapolis", "Tulsa", "Bakersfield", "Tampa", "Wichita", "Arlington",
        "Aurora", "New Orleans", "Cleveland", "Anaheim", "Honolulu", "Henderson", "Stockton", "Lexington",
        "Corpus Christi", "Riverside",
        "Toronto", "Montreal", "Vancouver", "Calgary", "Mexico City", "Guadalajara", "Monterrey", "Puebla", "London",
        "Birmingham", "Manchester", "Glasgow", "Berlin", "Hamburg", "Munich", "Cologne", "Paris", "Marseille", "Lyon",
        "Toulouse", "Madrid", "Barcelona", "Valencia", "Seville", "Rome", "Milan", "Naples", "Turin", "Tokyo", "Osaka",
        "Nagoya", "Sapporo", "Sao Paulo", "Rio de Janeiro", "Salvador", "Brasilia",
    ]
    /// What goods are called, by category.
    private static let nouns = [
        ["Chocolate Bar", "Caramel Cake", "Truffle Box", "Almond Cookies", "Mint Wafers"],
        ["Oysters", "Mussels", "Scallops", "Clams", "Crab"],
        ["Corn Flakes", "Oat Rings", "Muesli", "Bran Squares", "Rice Puffs"],
        ["Cheddar", "Goat Cheese", "Yoghurt Tubes", "Butter", "Cream"],
        ["Apple Cider", "Ginger Ale", "Ground Coffee", "Green Tea", "Tomato Juice"],
        ["Salmon Fillet", "Cod Fillet", "Tuna Steak", "Prawns", "Squid"],
        ["Beef Ribs", "Veal Chop", "Lamb Shank", "Pork Loin", "Venison"],
        ["Barley", "Wild Rice", "Wheat Flour", "Quinoa", "Rye Bread"],
        ["Turkey Breast", "Chicken Wings", "Duck Leg", "Quail", "Chicken Thigh"],
        ["Snails in Butter", "Snails with Herbs", "Snail Pate", "Canned Snails", "Snail Shells"],
        ["Artichoke", "Spinach", "Pears", "Asparagus", "Wild Mushrooms"],
    ]
    private static let styles = [
        "Fresh", "Frozen", "Smoked", "Organic", "Dried", "Premium", "Mild", "Spicy", "Large", "Small", "Sliced",
        "Whole", "Classic", "Country", "Imported",
    ]

    private let seed: UInt64
    let goods: [Product]

    init(seed: UInt64) {
        self.seed = seed
        var random = SplitMix64(seed, "grocery.products")
        goods = (0..<Self.products).map { index in
            // Every category has its nouns in every style before anything repeats.
            let category = index % Self.categories.count
            let place = index / Self.categories.count
            let noun = Self.nouns[category][place % Self.nouns[category].count]
            let style = Self.styles[(place + category) % Self.styles.count]
            let serial = place / (Self.nouns[category].count * 3)
            let size = serial == 0 ? "" : serial == 1 ? " - 250g" : " - \(serial * 500)g"
            return Product(
                name: "\(noun) - \(style)\(size)", price: 79 + random.skewed(below: 3_900, power: 3),
                category: category + 1)
        }
    }

    func write(to folder: LandingFolder) throws(FileError) {
        try folder.csv("grocery/categories.csv", "CategoryID,CategoryName") { file throws(FileError) in
            for (index, name) in Self.categories.enumerated() {
                file.integer(index + 1)
                file.field(name)
                try file.endRow()
            }
        }
        try folder.csv("grocery/countries.csv", "CountryID,CountryName,CountryCode") { file throws(FileError) in
            for (index, country) in Self.countries.enumerated() {
                file.integer(index + 1)
                file.field(country.0)
                file.plain(country.1)
                try file.endRow()
            }
        }
        try writeCities(to: folder)
        try writeProducts(to: folder)
        try writeEmployees(to: folder)
    }

    private func writeCities(to folder: LandingFolder) throws(FileError) {
        var random = SplitMix64(seed, "grocery.cities")
        try folder.csv("grocery/cities.csv", "CityID,CityName,Zipcode,CountryID") { file throws(FileError) in
            for (index, name) in Self.cityNames.enumerated() {
                file.integer(index + 1)
                file.field(name)
                // Some start with a zero, as postal codes do.
                file.text.padded(random.between(1_000...99_999), 5)
                file.text.byte(",")
                file.integer(index < 60 ? 1 : 2 + (index - 60) / 4)
                try file.endRow()
            }
        }
    }

    private func writeProducts(to folder: LandingFolder) throws(FileError) {
        var random = SplitMix64(seed, "grocery.product-details")
        let header = "ProductID,ProductName,Price,CategoryID,Class,ModifyDate,Resistant,IsAllergic,VitalityDays"
        try folder.csv("grocery/products.csv", header) { file throws(FileError) in
            for (index, product) in goods.enumerated() {
                file.integer(index + 1)
                file.field(product.name)
                file.cents(product.price)
                file.integer(product.category)
                file.plain(random.pick(["High", "Medium", "Low"]))
                file.moment(Day(2017, 1, 1) + random.below(365), second: random.below(86_400))
                file.plain(random.pick(["Durable", "Weak", "Unknown"]))
                file.plain(random.pick(["True", "False", "Unknown"]))
                file.integer(random.chance(1, in: 3) ? 0 : random.between(3...120))
                try file.endRow()
            }
        }
    }

    private func writeEmployees(to folder: LandingFolder) throws(FileError) {
        var random = SplitMix64(seed, "grocery.employees")
        let header = "EmployeeID,FirstName,MiddleInitial,LastName,BirthDate,Gender,CityID,HireDate"
        try folder.csv("grocery/employees.csv", header) { file throws(FileError) in
            for number in 1...Self.employees {
                file.integer(number)
                file.plain(LandingNames.first[number * 2])
                file.plain(Self.initial(&random))
                file.plain(LandingNames.last[number * 3])
                file.day(Day(1955, 1, 1) + random.below(40 * 365))
                file.plain(random.pick(["F", "M"]))
                file.integer(1 + random.below(Self.cities))
                file.moment(Day(2010, 1, 1) + random.below(7 * 365), second: random.below(86_400))
                try file.endRow()
            }
        }
    }

    static func initial(_ random: inout SplitMix64) -> String {
        String(UnicodeScalar(UInt8(ascii: "A") + UInt8(random.below(26))))
    }
}
