internal import ProjectGraph

/// Which selected positions come right before which, looking through those that are not selected.
struct StepOrder {
    private(set) var parents: [Int: Set<Int>] = [:]

    init(_ graph: DependencyGraph, _ order: [Int], _ selected: Set<Int>) {
        // For a position that is not selected: the selected ones that are found first when going up from it.
        var through: [Int: Set<Int>] = [:]
        for position in order {
            var above = Set<Int>()
            for parent in graph.parents[position] {
                if selected.contains(parent) {
                    above.insert(parent)
                } else if let found = through[parent] {
                    above.formUnion(found)
                }
            }
            if selected.contains(position) {
                parents[position] = above
            } else if !above.isEmpty {
                through[position] = above
            }
        }
    }
}
