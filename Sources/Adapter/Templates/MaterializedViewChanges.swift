internal import Jinja

/// What must change at an existing materialized view so that its indexes are those of the model.
enum MaterializedViewChanges {
    /// An index without the name that was made up for it, which tells nothing.
    private struct Index: Hashable {
        var columns: Set<String>
        var isUnique: Bool
        var method: String
        /// Only where the model gives it one.
        var name: String?
    }

    private static let ours: Set = ["name", "include", "where", "opclass"]

    /// Whether a wanted index is there.
    private static func holds(_ wanted: Index, _ existing: (index: Index, name: Value)) -> Bool {
        var unnamed = wanted
        unnamed.name = nil
        return unnamed == existing.index && (wanted.name == nil || wanted.name == existing.name.string)
    }

    /// `get_materialized_view_config_change_collection(relation_results, relation_config)`
    static func find(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature(
            "get_materialized_view_config_change_collection", required: ["relation_results", "relation_config"]
        ).bind(arguments)
        var existing: [(index: Index, name: Value)] = []
        for row in try bound[0]?.entry("indexes")?.entry("rows")?.sequence() ?? [] {
            let names = try row.entry("column_names")?.string ?? ""
            let index = Index(
                columns: Set(names.split(separator: ",").map { $0.lowercased() }),
                isUnique: try row.entry("unique")?.isTrue() ?? false,
                method: try row.entry("method")?.string ?? "btree")
            existing.append((index, try row.entry("name") ?? .null))
        }
        var wanted: [(index: Index, config: Value)] = []
        for entry in try bound[1]?.entry("config")?.entry("indexes")?.sequence() ?? [] {
            var columns: Set<String> = []
            for column in try entry.entry("columns")?.sequence() ?? [] {
                columns.insert(try column.str().string.lowercased())
            }
            let index = Index(
                columns: columns, isUnique: try entry.entry("unique")?.isTrue() ?? false,
                method: try entry.entry("type")?.string ?? "btree", name: try entry.entry("name")?.string)
            if !wanted.contains(where: { $0.index == index }) { wanted.append((index, entry)) }
        }
        // Drops come first, so that an index that is made anew does not meet the old one.
        let drops = existing.filter { entry in !wanted.contains { holds($0.index, entry) } }.map {
            change("drop", $0.index, $0.name)
        }
        let creates = wanted.filter { entry in !existing.contains { holds(entry.index, $0) } }.map {
            change("create", $0.index, "", $0.config)
        }
        guard !(drops + creates).isEmpty else { return .null }
        return .dict(["indexes": .list(drops + creates), "requires_full_refresh": false, "has_changes": true])
    }

    /// - Parameter config: the entry of the model; nil for an index that it does not have.
    private static func change(_ action: String, _ index: Index, _ name: Value, _ config: Value? = nil) -> Value {
        let columns = index.columns.sorted().map { Value.string(Text($0)) }
        var entry = Value.dict([
            "columns": .list(columns), "unique": .bool(index.isUnique), "type": .string(Text(index.method)),
        ])
        // dbt's keys are written as dbt writes them.
        if let config, let dict = config.dict, dict.items.contains(where: { ours.contains($0.key.string ?? "") }) {
            entry = config
        }
        let context = Value.dict([
            "name": name, "column_names": .list(columns), "unique": .bool(index.isUnique),
            "method": .string(Text(index.method)), "as_node_config": entry,
        ])
        return .dict(["action": .string(Text(action)), "context": context, "requires_full_refresh": false])
    }
}
