/// Fits a row of items, such as the characters of a name or the names of a path, to a row of steps, of which some take any
/// number of items and all others exactly one.
///
/// Every such step takes as little as it can: what stands between two of them is searched once, from the left, and never
/// again, so that the time is at most the product of both lengths.
public struct WildcardWalk {
    /// - Parameters:
    ///   - isMany: whether a step takes any number of items.
    ///   - fits: whether another step takes an item.
    /// - Returns: what each of the steps takes that take any number, in their order; nil when the items do not fit.
    public static func runs(
        steps: Int, items: Int, isMany: (_ step: Int) -> Bool, fits: (_ step: Int, _ item: Int) -> Bool
    ) -> [Range<Int>]? {
        var runs: [Range<Int>] = []
        // The last step that takes any number: it has to take one item more when what follows it does not fit.
        var many = 0
        var (step, item) = (0, 0)
        while step < steps || item < items {
            if step < steps, isMany(step) {
                runs.append(item..<item)
                many = step
                step += 1
            } else if step < steps, item < items, fits(step, item) {
                step += 1
                item += 1
            } else if let run = runs.popLast(), run.upperBound < items {
                item = run.upperBound + 1
                runs.append(run.lowerBound..<item)
                step = many + 1
            } else {
                return nil
            }
        }
        return runs
    }
}
