internal import Formats

/// Names that occur many times, each written once and referred to by its number.
struct NameTable {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]

    mutating func number(of name: String) -> Int {
        if let number = numbers[name] { return number }
        let number = names.count
        names.append(name)
        numbers[name] = number
        return number
    }

    /// -1 stands for "none", so that an absent name costs two bytes.
    mutating func number(of name: String?) -> Int {
        guard let name, !name.isEmpty else { return -1 }
        return number(of: name)
    }

    var document: DataValue { .list(names.map { .string($0) }) }
}
