public import Diagnostics
public import ProjectModel

/// Who reads whom: resources by position, with their parents and children.
public struct DependencyGraph: Sendable {
    /// The resources of the graph, in the order of the manifest.
    public let ids: [UniqueID]
    /// For each position, the positions of what it depends on.
    public let parents: [[Int]]
    /// For each position, the positions of what depends on it.
    public let children: [[Int]]
    private let positions: [UniqueID: Int]

    /// - Parameter entries: each resource with the ids that it depends on; ids that are no entries are left out.
    public init(_ entries: [(id: UniqueID, dependencies: [UniqueID])]) {
        ids = entries.map(\.id)
        var positions: [UniqueID: Int] = [:]
        positions.reserveCapacity(entries.count)
        for (position, entry) in entries.enumerated() { positions[entry.id] = position }
        var parents = [[Int]](repeating: [], count: entries.count)
        var children = parents
        for (position, entry) in entries.enumerated() {
            for dependency in entry.dependencies {
                guard let parent = positions[dependency] else { continue }
                parents[position].append(parent)
                children[parent].append(position)
            }
        }
        self.positions = positions
        self.parents = parents
        self.children = children
    }

    /// The position of a resource; nil when it is not part of the graph.
    public func position(of id: UniqueID) -> Int? { positions[id] }

    public func parents(of id: UniqueID) -> [UniqueID] { positions[id].map { parents[$0].map { ids[$0] } } ?? [] }
    public func children(of id: UniqueID) -> [UniqueID] { positions[id].map { children[$0].map { ids[$0] } } ?? [] }

    /// The positions in an order in which parents come before children.
    /// - Throws: when there is a cycle, with the members of one cycle in the message, as dbt names it.
    public func topologicalOrder() throws(Diagnostic) -> [Int] {
        var missing = parents.map(\.count)
        var order = missing.indices.filter { missing[$0] == 0 }
        order.reserveCapacity(ids.count)
        var next = 0
        while next < order.count {
            for child in children[order[next]] {
                missing[child] -= 1
                if missing[child] == 0 { order.append(child) }
            }
            next += 1
        }
        guard order.count == ids.count else { throw cycle(among: missing.indices.filter { missing[$0] > 0 }) }
        return order
    }

    /// The error for one cycle among `positions`, each of which has an unfinished parent.
    private func cycle(among positions: [Int]) -> Diagnostic {
        let members = Set(positions)
        // Walking to parents within the unfinished ones must meet a position twice; that loop is a cycle.
        var path: [Int] = []
        var seen: [Int: Int] = [:]
        var current = positions[0]
        while seen[current] == nil {
            seen[current] = path.count
            path.append(current)
            current = parents[current].first(where: members.contains) ?? current
        }
        let loop = path[(seen[current] ?? 0)...].reversed().map { ids[$0] }
        let start = loop.indices.min { loop[$0] < loop[$1] } ?? 0
        let ordered = Array(loop[start...] + loop[..<start])
        return Diagnostic(
            .dependencyCycle, "Found a cycle: \(ordered.joined(separator: " --> "))", family: .runtime,
            hint: "remove one of these references, or move what both sides need into a model of its own")
    }
}

extension Diagnostic.Code {
    /// Resources that depend on each other in a circle.
    public static let dependencyCycle = Self(rawValue: "graph-cycle")
}
