internal import Formats

/// The documents that single pages load when they are opened: search, tests, macros, runs, column lineage.
struct SideDocuments {
    let index: SiteIndex

    /// Words to search in beside the names: for each node the numbers of its columns' names and of its texts.
    ///
    /// Columns of one name and descriptions of one wording occur all over a project, so each stands here once.
    var search: DataValue {
        var texts = NameTable()
        var names = NameTable()
        var descriptions: [DataValue] = []
        var columns: [DataValue] = []
        for node in index.graph.nodes {
            let declared = node.document["columns"]?.mapping ?? [:]
            let stored = index.catalogTable(of: node)?["columns"]?.mapping ?? [:]
            let all = Array(stored.keys) + declared.keys.filter { stored[$0] == nil }
            columns.append(.list(all.map { .int(names.number(of: $0)) }))
            let words = [node.document["description"]] + declared.values.map { $0["description"] }
            let said = words.compactMap { $0?.string }.filter { !$0.isEmpty }
            descriptions.append(.list(said.map { .int(texts.number(of: $0)) }))
        }
        return .mapping([
            "texts": texts.document, "descriptions": .list(descriptions),
            "names": names.document, "columns": .list(columns),
        ])
    }

    /// Every test with the first node that it tests, so that a test's address leads to its page.
    var tests: DataValue {
        var kinds = NameTable()
        var statuses = NameTable()
        var ids: [DataValue] = []
        var nodes: [DataValue] = []
        var kindNumbers: [DataValue] = []
        var statusNumbers: [DataValue] = []
        var names: [DataValue] = []
        for test in index.tests.all {
            ids.append(.string(test.id))
            // A generic test's name is the third part of its id.
            let parts = test.id.split(separator: ".", omittingEmptySubsequences: false)
            names.append(parts.count > 2 && parts[2] == test.name ? 0 : .string(test.name))
            nodes.append(.list(test.nodes.compactMap { index.graph.positions[$0] }.map { .int($0) }))
            kindNumbers.append(.int(kinds.number(of: test.kind)))
            statusNumbers.append(.int(statuses.number(of: index.history.status(of: test.id))))
        }
        return .mapping([
            "ids": .list(ids), "titles": .list(names), "nodes": .list(nodes), "kind": .list(kindNumbers),
            "status": .list(statusNumbers),
            "names": .mapping(["kind": kinds.document, "status": statuses.document]),
        ])
    }

    var macros: DataValue {
        .list(
            index.shownMacros.values.map { macro in
                .mapping([
                    "description": macro.at("description"), "path": macro.at("original_file_path"),
                    "sql": macro.at("macro_sql"), "arguments": macro.at("arguments"),
                    "macros": macro.at("depends_on", "macros"),
                ])
            })
    }

    /// The last run, a result an entry: what ran, when, on which thread, and how it ended.
    var run: DataValue {
        var statuses = NameTable()
        var threads = NameTable()
        let rows = index.history.results.map { result -> DataValue in
            let timing = result["timing"]?.list ?? []
            return .list([
                result.at("unique_id"),
                .int(statuses.number(of: RunHistory.status(of: result))),
                .int(threads.number(of: result["thread_id"]?.string)),
                timing.first?["started_at"] ?? .null,
                timing.last?["completed_at"] ?? .null,
                result.at("execution_time"),
                result.at("message"),
                result.at("failures"),
                result.at("adapter_response", "rows_affected"),
            ])
        }
        return .mapping([
            "results": .list(rows), "statuses": statuses.document, "threads": threads.document,
            "freshness": freshness,
        ])
    }

    /// The last freshness check: place of the source, status, age in seconds, time of its newest row.
    private var freshness: DataValue {
        .list(
            index.graph.nodes.indices.compactMap { position in
                guard let check = index.history.freshness[index.graph.nodes[position].id] else { return nil }
                return .list([
                    .int(position), check.at("status"), check.at("max_loaded_at_time_ago_in_s"),
                    check.at("max_loaded_at"),
                ])
            })
    }

    /// Column edges as `[from node, from column, to node, to column, kind]`, nodes by their place in the index.
    var columnLineage: DataValue {
        var columns = NameTable()
        var kinds = NameTable()
        let edges = (index.artifacts.columnLineage?.list ?? []).compactMap { edge -> DataValue? in
            guard let from = edge["from"]?.string.flatMap({ index.graph.positions[$0] }),
                let to = edge["to"]?.string.flatMap({ index.graph.positions[$0] }),
                let fromColumn = edge["from_column"]?.string, let toColumn = edge["to_column"]?.string
            else { return nil }
            return .list([
                .int(from), .int(columns.number(of: fromColumn)), .int(to), .int(columns.number(of: toColumn)),
                .int(kinds.number(of: edge["kind"]?.string)),
            ])
        }
        return .mapping(["edges": .list(edges), "columns": columns.document, "kinds": kinds.document])
    }
}
