/// Finds what a person probably meant, for hints such as `did you mean "stg_orders"?`.
public enum Suggestion {
    /// The candidate nearest to `name`, when it is near enough to be a slip: at most a third of the letters differ.
    /// - Parameter limit: the most letters that may differ, where a third of a long name is too many.
    public static func closest(to name: String, in candidates: some Sequence<String>, limit: Int = .max) -> String? {
        let wanted = Array(name.utf8)
        let limit = min(limit, max(1, wanted.count / 3))
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let bytes = Array(candidate.utf8)
            guard abs(bytes.count - wanted.count) <= limit else { continue }
            let distance = editDistance(wanted, bytes)
            if distance <= limit, distance < (best?.distance ?? .max) { best = (candidate, distance) }
        }
        return best?.name
    }

    /// The hint for `closest`, ready to be shown; nil when nothing is near.
    public static func hint(for name: String, in candidates: some Sequence<String>) -> String? {
        closest(to: name, in: candidates).map { "did you mean \"\($0)\"?" }
    }

    /// Levenshtein's distance of two byte strings.
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let substitution = previous[column] + (byte == other ? 0 : 1)
                current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
