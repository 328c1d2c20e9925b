/// Draws indices in proportion to integer weights, in constant time.
///
/// Source: Michael Vose, "A linear algorithm for generating random numbers with a given distribution" (1991), in exact
/// integers: every index gets a column of the same height, filled up by one other index.
struct WeightedChoice {
    private let total: UInt64
    /// Below it a column gives its own index, above it `other`.
    private var threshold: [UInt64]
    private var other: [Int]

    /// - Parameter weights: at least one, none negative, their sum above zero.
    init(_ weights: [Int]) {
        precondition(!weights.isEmpty && weights.allSatisfy { $0 >= 0 }, "weights are not negative")
        total = UInt64(weights.reduce(0, +))
        precondition(total > 0, "one weight is above zero")
        threshold = weights.map { UInt64($0) * UInt64(weights.count) }
        other = Array(weights.indices)
        var small = weights.indices.filter { threshold[$0] < total }
        var large = weights.indices.filter { threshold[$0] >= total }
        while let poor = small.popLast(), let rich = large.last {
            other[poor] = rich
            threshold[rich] -= total - threshold[poor]
            if threshold[rich] < total {
                large.removeLast()
                small.append(rich)
            }
        }
    }

    func pick(_ random: inout SplitMix64) -> Int {
        let draw = random.next().multipliedFullWidth(by: UInt64(threshold.count))
        let column = Int(draw.high)
        return draw.low.multipliedFullWidth(by: total).high < threshold[column] ? column : other[column]
    }
}
