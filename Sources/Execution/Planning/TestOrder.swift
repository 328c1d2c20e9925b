internal import ProjectGraph
internal import ProjectModel

/// The order that `build` adds: a node waits for the tests of what it reads, and for its own unit tests.
///
/// A test must end before every node that has all of the test's parents among its ancestors.
/// Source: dbt-core 1.11, build ordering extras.
struct TestOrder {
    private let manifest: Manifest
    private let selected: Set<Int>
    /// For each position, its place in the order, parents first.
    private let rank: [Int]

    init(_ manifest: borrowing Manifest, _ order: [Int], _ selected: Set<Int>) {
        self.manifest = copy manifest
        self.selected = selected
        var rank = [Int](repeating: 0, count: order.count)
        for (index, position) in order.enumerated() { rank[position] = index }
        self.rank = rank
    }

    func extend(_ parents: inout [Int: Set<Int>]) {
        let graph = manifest.graph
        for position in selected where type(of: position) == .test {
            for node in firstNodes(below: graph.parents[position]) {
                insert(before: node, position, into: &parents)
            }
        }
        // A unit test needs what its model needs, tests included, and the model needs the unit test.
        let waits = parents
        // They run one after the other, and after one that fails the rest is skipped together with the model.
        var last: [Int: Int] = [:]
        let unitTests = selected.filter { type(of: $0) == .unitTest }
        for position in unitTests.sorted(by: { graph.ids[$0] < graph.ids[$1] }) {
            guard let model = graph.parents[position].first(where: selected.contains) else { continue }
            parents[position] = waits[model] ?? []
            if let previous = last.updateValue(position, forKey: model) { parents[position]?.insert(previous) }
            parents[model, default: []].insert(position)
        }
    }

    private func insert(before node: Int, _ test: Int, into parents: inout [Int: Set<Int>]) {
        if selected.contains(node) {
            parents[node, default: []].insert(test)
            return
        }
        // What is not executed passes the wait on to what is.
        var stack = [node]
        var seen = Set(stack)
        while let position = stack.popLast() {
            for child in manifest.graph.children[position] where !isTest(child) && seen.insert(child).inserted {
                if selected.contains(child) { parents[child, default: []].insert(test) } else { stack.append(child) }
            }
        }
    }

    /// The nodes that have all of `tested` above them, and no parent of which has. Exposures and the like are no nodes:
    /// they wait for no test.
    private func firstNodes(below tested: [Int]) -> [Int] {
        guard let first = tested.first else { return [] }
        let graph = manifest.graph
        if tested.count == 1 { return graph.children[first].filter(isExecutable) }
        var common = descendants(of: first)
        for position in tested.dropFirst() where !common.isEmpty { common.formIntersection(descendants(of: position)) }
        // A node directly below all of them whose parents are among the tested is first as well.
        return common.filter { isExecutable($0) && !graph.parents[$0].contains(where: common.contains) }
    }

    private func descendants(of position: Int) -> Set<Int> {
        var found = Set<Int>()
        var stack = [position]
        while let next = stack.popLast() {
            for child in manifest.graph.children[next] where !isTest(child) && found.insert(child).inserted {
                stack.append(child)
            }
        }
        return found
    }

    private func type(of position: Int) -> ResourceType? { manifest.resourceType(of: manifest.graph.ids[position]) }

    private func isTest(_ position: Int) -> Bool { type(of: position) == .test || type(of: position) == .unitTest }

    private func isExecutable(_ position: Int) -> Bool {
        switch type(of: position) {
        case .model, .seed, .snapshot, .analysis, .operation: true
        default: false
        }
    }
}
