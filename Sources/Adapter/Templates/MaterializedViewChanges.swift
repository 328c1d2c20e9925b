internal import Jinja

/// What must change at an existing materialized view so that its indexes are those of the model.
enum MaterializedViewChanges {
    /// An index without its name, which tells nothing.
    private struct Index: Hashable {
        var columns: Set<String>
        var isUnique: Bool
        var method: String
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
        var wanted: [Index] = []
        for entry in try bound[1]?.entry("config")?.entry("indexes")?.sequence() ?? [] {
            var columns: Set<String> = []
            for column in try entry.entry("columns")?.sequence() ?? [] {
                columns.insert(try column.str().string.lowercased())
            }
            let index = Index(
                columns: columns, isUnique: try entry.entry("unique")?.isTrue() ?? false,
                method: try entry.entry("type")?.string ?? "btree")
            if !wanted.contains(index) { wanted.append(index) }
        }
        // Drops come first, so that an index that is made anew does not meet the old one.
        let drops = existing.filter { !wanted.contains($0.index) }.map { change("drop", $0.index, $0.name) }
        let known = Set(existing.map(\.index))
        let creates = wanted.filter { !known.contains($0) }.map { change("create", $0, "") }
        guard !(drops + creates).isEmpty else { return .null }
        return .dict(["indexes": .list(drops + creates), "requires_full_refresh": false, "has_changes": true])
    }

    private static func change(_ action: String, _ index: Index, _ name: Value) -> Value {
        let columns = index.columns.sorted().map { Value.string(Text($0)) }
        let config = Value.dict([
            "columns": .list(columns), "unique": .bool(index.isUnique), "type": .string(Text(index.method)),
        ])
        let context = Value.dict([
            "name": name, "column_names": .list(columns), "unique": .bool(index.isUnique),
            "method": .string(Text(index.method)), "as_node_config": config,
        ])
        return .dict(["action": .string(Text(action)), "context": context, "requires_full_refresh": false])
    }
}
