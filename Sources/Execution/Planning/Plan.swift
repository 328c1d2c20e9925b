public import ProjectGraph
public import ProjectModel

/// What a command will execute: steps, and which of them must succeed before which.
///
/// A step's dependencies include those that go through resources which are not executed themselves, so that the order
/// holds for every selection. Source: dbt-core 1.11, build ordering extras and the graph queue.
public struct Plan: Sendable {
    /// One resource to execute.
    public struct Step: Sendable, Hashable {
        public var id: UniqueID
        public var type: ResourceType

        public init(id: UniqueID, type: ResourceType) {
            self.id = id
            self.type = type
        }
    }

    /// In the order in which steps are started when several may: by level in the graph, then by id.
    public let steps: [Step]
    /// For each step, the positions of the steps that must succeed before it.
    public let dependencies: [[Int]]

    /// How the steps of a plan depend on each other.
    public enum Ordering: Sendable {
        /// Not at all: tests, seeds and clones run in any order.
        case none
        /// Along the graph.
        case dependencies
        /// Along the graph, and what is downstream of a tested node waits for its tests.
        case dependenciesAndTests
    }

    /// - Parameters:
    ///   - ids: what is to be executed.
    ///   - order: all positions of `manifest.graph`, parents first.
    public init(executing ids: [UniqueID], of manifest: borrowing Manifest, order: [Int], ordering: Ordering) {
        let graph = manifest.graph
        let selected = Set(ids.compactMap(graph.position(of:)))
        var parents = ordering == .none ? [Int: Set<Int>]() : StepOrder(graph, order, selected).parents
        if ordering == .dependenciesAndTests {
            TestOrder(manifest, order, selected).extend(&parents)
        }
        let levels = Self.levels(of: selected, order: order, parents: parents)
        let positions = selected.sorted { left, right in
            let (leftLevel, rightLevel) = (levels[left] ?? 0, levels[right] ?? 0)
            return leftLevel == rightLevel ? graph.ids[left] < graph.ids[right] : leftLevel < rightLevel
        }
        var stepOfPosition: [Int: Int] = [:]
        for (step, position) in positions.enumerated() { stepOfPosition[position] = step }
        steps = positions.map { position in
            Step(id: graph.ids[position], type: manifest.resourceType(of: graph.ids[position]) ?? .model)
        }
        dependencies = positions.map { position in
            (parents[position] ?? []).compactMap { stepOfPosition[$0] }.sorted()
        }
    }

    /// The longest way to each step from one that waits for nothing.
    private static func levels(of selected: Set<Int>, order: [Int], parents: [Int: Set<Int>]) -> [Int: Int] {
        var levels: [Int: Int] = [:]
        var state: [Int: Bool] = [:]
        // Test edges do not follow `order`, so levels are found depth first, with a stack of our own.
        for start in order where selected.contains(start) && state[start] == nil {
            var stack = [start]
            while let position = stack.last {
                if state[position] == nil {
                    state[position] = false
                    stack += (parents[position] ?? []).filter { state[$0] == nil }
                } else {
                    stack.removeLast()
                    guard state[position] == false else { continue }
                    state[position] = true
                    levels[position] = ((parents[position] ?? []).compactMap { levels[$0] }.max() ?? -1) + 1
                }
            }
        }
        return levels
    }
}
