public import Diagnostics
public import ProjectModel

/// Evaluates selections on a manifest.
///
/// Each definition gives two sets: what is selected, and tests that would be if their other parents were too.
/// Source: dbt-core 1.11, indirect selection of tests.
public struct Selector {
    private typealias Sets = (direct: Set<Int>, indirect: Set<Int>)

    private let manifest: Manifest
    private let members: [SelectionMember]
    private let matcher: CriterionMatcher
    private let sources: Set<Int>

    /// - Parameters:
    ///   - previousState: what `state:`, `result:` and `source_status:` compare with.
    ///   - glob: the paths, relative to the project, that a glob fits on disk; folders without a final slash.
    public init(_ manifest: Manifest, previousState: PreviousState? = nil, glob: @escaping (String) -> Set<String>) {
        self.manifest = manifest
        let members = SelectionMember.all(of: manifest)
        self.members = members
        sources = Set(members.indices.filter { members[$0].type == .source })
        matcher = CriterionMatcher(members: members, manifest: manifest, previousState: previousState, glob: glob)
    }

    /// The selected resources, all types together, in the order of the manifest.
    /// - Parameter warn: called for each expected part that selects nothing.
    public func select(
        _ definition: SelectionDefinition, warn: (Diagnostic) -> Void
    ) throws(Diagnostic) -> [UniqueID] {
        try evaluate(definition, warn).direct.sorted().map { members[$0].id }
    }

    private func evaluate(
        _ definition: SelectionDefinition, _ warn: (Diagnostic) -> Void
    ) throws(Diagnostic) -> Sets {
        switch definition {
        case .criterion(let criterion): return try evaluate(criterion, warn)
        case .union(let parts, let combination):
            return try combine(parts, combination, warn) { $0.union($1) }
        case .intersection(let parts, let combination):
            return try combine(parts, combination, warn) { $0.intersection($1) }
        case .difference(let parts, let combination):
            return try combine(parts, combination, warn) { $0.subtracting($1) }
        }
    }

    private func combine(
        _ parts: [SelectionDefinition], _ combination: SelectionDefinition.Combination,
        _ warn: (Diagnostic) -> Void, _ operation: (Set<Int>, Set<Int>) -> Set<Int>
    ) throws(Diagnostic) -> Sets {
        var direct: Set<Int>?
        var possible: Set<Int>?
        for part in parts {
            let sets = try evaluate(part, warn)
            let both = sets.direct.union(sets.indirect)
            direct = direct.map { operation($0, sets.direct) } ?? sets.direct
            possible = possible.map { operation($0, both) } ?? both
        }
        let selected = incorporate(possible ?? [], into: direct ?? [], combination.indirectSelection)
        if selected.isEmpty, let text = combination.expectation {
            warn(
                Diagnostic(
                    .selectionEmpty, "The selection criterion '\(text)' does not match any enabled nodes",
                    severity: .warning))
        }
        return (selected, (possible ?? []).subtracting(selected))
    }

    private func evaluate(
        _ criterion: SelectionCriterion, _ warn: (Diagnostic) -> Void
    ) throws(Diagnostic) -> Sets {
        let named = try matcher.positions(of: criterion, warn: warn)
        var selected = named
        if criterion.includesChildrensParents {
            let family = named.union(walk(from: named, .all, manifest.graph.children))
            selected.formUnion(family)
            selected.formUnion(walk(from: family, .all, manifest.graph.parents))
        }
        selected.formUnion(walk(from: named, criterion.parents, manifest.graph.parents))
        selected.formUnion(walk(from: named, criterion.children, manifest.graph.children))
        return expand(selected, criterion.indirectSelection)
    }

    /// What is reached from `start` along `edges`.
    private func walk(from start: Set<Int>, _ reach: SelectionCriterion.Reach, _ edges: [[Int]]) -> Set<Int> {
        var levels: Int
        switch reach {
        case .none: return []
        case .all: levels = .max
        case .levels(let count): levels = count
        }
        var found = Set<Int>()
        var layer = Array(start)
        while !layer.isEmpty, levels > 0 {
            var next: [Int] = []
            for position in layer {
                for neighbour in edges[position] where found.insert(neighbour).inserted { next.append(neighbour) }
            }
            layer = next
            levels -= 1
        }
        return found
    }

    /// Adds the tests of what is selected, as the mode says.
    private func expand(_ selected: Set<Int>, _ mode: IndirectSelection) -> Sets {
        guard mode != .empty else { return (selected, []) }
        var direct = selected
        var indirect = Set<Int>()
        let buildable = mode == .buildable ? reachable(from: selected).union(sources) : selected
        for position in selected {
            for child in manifest.graph.children[position] where members[child].isTest {
                let parents = manifest.graph.parents[child]
                if mode == .eager || parents.allSatisfy(buildable.contains) {
                    direct.insert(child)
                } else {
                    indirect.insert(child)
                }
            }
        }
        return (direct, indirect)
    }

    /// After sets were combined, the tests that wait for their other parents are looked at again.
    private func incorporate(_ possible: Set<Int>, into direct: Set<Int>, _ mode: IndirectSelection) -> Set<Int> {
        guard mode == .cautious || mode == .buildable, possible != direct else { return direct }
        let available = mode == .buildable ? reachable(from: direct) : direct
        return direct.union(
            possible.filter { members[$0].isNode && manifest.graph.parents[$0].allSatisfy(available.contains) })
    }

    private func reachable(from selected: Set<Int>) -> Set<Int> {
        selected.union(walk(from: selected, .all, manifest.graph.parents))
    }
}
