internal import Platform

/// The goods of pipeline 1: 40 of them in eight variants, numbered by popularity.
enum InstacartCatalogue {
    static let products = goods.count * variants.count

    private static let departments = [
        "produce", "dairy eggs", "snacks", "beverages", "frozen", "pantry", "bakery", "household",
    ]
    private static let aisles = [
        "fresh fruits", "fresh vegetables", "packaged greens", "milk", "yogurt", "cheese", "eggs", "chips pretzels",
        "cookies", "nuts", "water", "tea coffee", "juice", "ice cream", "frozen meals", "pasta", "canned goods",
        "spices", "bread", "paper goods",
    ]
    /// Name, number of the aisle, number of the department.
    private static let goods: [(name: String, aisle: Int, department: Int)] = [
        ("Bananas", 1, 1), ("Strawberries", 1, 1), ("Baby Spinach", 3, 1), ("Avocados", 2, 1), ("Whole Milk", 4, 2),
        ("Limes", 1, 1), ("Raspberries", 1, 1), ("Greek Yogurt", 5, 2), ("Yellow Onions", 2, 1), ("Eggs", 7, 2),
        ("Sparkling Water", 11, 4), ("Garlic", 2, 1), ("Zucchini", 2, 1), ("Blueberries", 1, 1), ("Cucumbers", 2, 1),
        ("Sourdough Bread", 19, 7), ("Fuji Apples", 1, 1), ("Cheddar", 6, 2), ("Carrots", 2, 1),
        ("Orange Juice", 13, 4), ("Mozzarella", 6, 2), ("Kale", 3, 1), ("Ground Coffee", 12, 4),
        ("Tortilla Chips", 8, 3), ("Butter", 4, 2), ("Spaghetti", 16, 6), ("Black Beans", 17, 6), ("Almonds", 10, 3),
        ("Vanilla Ice Cream", 14, 5), ("Green Tea", 12, 4), ("Crushed Tomatoes", 17, 6), ("Frozen Pizza", 15, 5),
        ("Oat Cookies", 9, 3), ("Baguette", 19, 7), ("Pretzels", 8, 3), ("Paper Towels", 20, 8), ("Cinnamon", 18, 6),
        ("Cashews", 10, 3), ("Penne", 16, 6), ("Napkins", 20, 8),
    ]
    private static let variants = ["", "Organic", "Large", "Family Pack", "Premium", "Local", "Value", "Classic"]

    static func write(to folder: LandingFolder) throws(FileError) {
        try folder.csv("instacart/departments.csv", "department_id,department") { file throws(FileError) in
            try list(departments, in: file)
        }
        try folder.csv("instacart/aisles.csv", "aisle_id,aisle") { file throws(FileError) in
            try list(aisles, in: file)
        }
        let header = "product_id,product_name,aisle_id,department_id"
        try folder.csv("instacart/products.csv", header) { file throws(FileError) in
            for (index, product) in catalogue.enumerated() {
                file.integer(index + 1)
                file.field(product.name)
                file.integer(product.aisle)
                file.integer(product.department)
                try file.endRow()
            }
        }
    }

    private static func list(_ names: [String], in file: LandingFile) throws(FileError) {
        for (index, name) in names.enumerated() {
            file.integer(index + 1)
            file.field(name)
            try file.endRow()
        }
    }

    /// A variant stands some places below the plain good.
    private static var catalogue: [(name: String, aisle: Int, department: Int)] {
        let pairs = goods.indices.flatMap { good in variants.indices.map { (good, $0) } }
        let ranked = pairs.sorted { ($0.0 + 6 * $0.1, $0.0) < ($1.0 + 6 * $1.1, $1.0) }
        return ranked.map { good, variant in
            (name(good: good, variant: variant), goods[good].aisle, goods[good].department)
        }
    }

    /// As in real files some names carry stray blanks, commas or quotes.
    private static func name(good: Int, variant: Int) -> String {
        let plain = goods[good].name
        let name =
            switch variant {
            case 0: plain
            case 3: "\(plain), \(variants[variant])"
            case 7 where plain == "Green Tea": "\"\(variants[variant])\" \(plain)"
            default: "\(variants[variant]) \(plain)"
            }
        return (good + 1) % 9 == 0 ? name + "  " : name
    }
}
