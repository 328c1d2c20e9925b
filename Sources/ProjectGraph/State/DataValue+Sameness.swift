internal import Formats

extension DataValue {
    /// Whether both are equal as Python compares them: the order of keys does not count.
    func isSame(as other: DataValue) -> Bool {
        switch (self, other) {
        case (.mapping(let left), .mapping(let right)): left.isSame(as: right)
        case (.list(let left), .list(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        case (.int(let left), .float(let right)), (.float(let right), .int(let left)): Double(left) == right
        // Dates stay dates in memory and are text in the manifest that was read.
        case (.date(let left), .string(let right)), (.string(let right), .date(let left)),
            (.timestamp(let left), .string(let right)), (.string(let right), .timestamp(let left)):
            left == right
        default: self == other
        }
    }
}

extension DataMapping {
    func isSame(as other: DataMapping) -> Bool {
        count == other.count && allSatisfy { key, value in other[key].map(value.isSame) ?? false }
    }

    /// Whether the value under `key` is the same in both, or in neither.
    func hasSame(_ key: String, as other: DataMapping) -> Bool {
        switch (self[key], other[key]) {
        case (nil, nil): true
        case (let left?, let right?): left.isSame(as: right)
        default: false
        }
    }
}
