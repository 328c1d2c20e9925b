internal import Formats

/// Which columns identify the rows of a model, as its constraints and tests tell: `primary_key` of the manifest.
///
/// Source: dbt-core 1.11, node keys.
public struct PrimaryKeyInference {
    /// What the tests of one model say of its columns.
    private struct Evidence {
        var unique = Set<String>()
        /// Named by tests that are switched off.
        var formerlyUnique = Set<String>()
        var notNull = Set<String>()
    }

    private var evidence: [UniqueID: Evidence] = [:]

    /// - Parameter project: its tests count, switched off or not.
    public init(_ project: borrowing ParsedProject) {
        for node in project.nodes { add(node, isEnabled: node.config.isEnabled) }
        for node in project.disabledNodes { add(node, isEnabled: false) }
    }

    private mutating func add(_ node: Node, isEnabled: Bool) {
        guard let test = node.genericTest, let model = test.attachedNode else { return }
        let columns =
            test.arguments["column_name"]?.string.map { [$0] }
            ?? test.arguments["combination_of_columns"]?.list?.compactMap(\.string) ?? []
        switch test.testName {
        case "unique" where isEnabled, "unique_combination_of_columns" where isEnabled:
            evidence[model, default: Evidence()].unique.formUnion(columns)
        case "unique", "unique_combination_of_columns":
            evidence[model, default: Evidence()].formerlyUnique.formUnion(columns)
        case "not_null": evidence[model, default: Evidence()].notNull.formUnion(columns)
        default: break
        }
    }

    /// The columns of the key in the order of their names; empty when nothing tells.
    public func columns(of node: Node) -> [String] {
        guard let model = node.model else { return [] }
        if let constraint = model.constraints.first(where: { $0.kind == .primaryKey }) {
            return (constraint.columns ?? []).sorted()
        }
        if let column = node.columns.first(where: { $0.value.constraints.contains { $0.kind == .primaryKey } }) {
            return [column.key]
        }
        guard let evidence = evidence[node.uniqueID] else { return [] }
        let both = evidence.notNull.intersection(evidence.unique.union(evidence.formerlyUnique))
        return [both, evidence.unique, evidence.formerlyUnique].first { !$0.isEmpty }?.sorted() ?? []
    }
}
