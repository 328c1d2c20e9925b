internal import Formats

/// The first document that a page loads: what the trees, the graph, the lists and the search over names need.
///
/// It holds one list a property instead of one mapping a node: for 5,000 nodes that is a third of the bytes.
struct SiteIndex {
    /// How many nodes share one detail document.
    static let shardSize = 48

    let graph: SiteGraph
    let tests: ProjectTests
    let history: RunHistory
    let artifacts: SiteArtifacts

    var document: DataValue {
        .mapping([
            "project": project,
            "shardSize": .int(Self.shardSize),
            "nodes": nodes,
            "macros": macros,
            "testCount": .int(tests.all.count),
        ])
    }

    private var project: DataValue {
        let metadata = artifacts.manifest.at("metadata")
        let name = metadata["project_name"]?.string ?? ""
        return .mapping([
            "name": .string(name),
            "dbtVersion": metadata.at("dbt_version"),
            "adapter": metadata.at("adapter_type"),
            "generatedAt": artifacts.catalog?["metadata"]?["generated_at"] ?? metadata.at("generated_at"),
            "overview": overview(of: name),
            "groups": groups,
            "hasCatalog": .bool(artifacts.catalog != nil),
            "hasColumnLineage": .bool(artifacts.columnLineage?.list?.isEmpty == false),
            "hasQuality": .bool(artifacts.quality != nil),
            "catalogErrors": artifacts.catalog?["errors"] ?? .null,
            "run": runSummary,
        ])
    }

    /// The text of the start page: the block `__<project>__`, else a project's own `__overview__`, as in dbt.
    private func overview(of project: String) -> DataValue {
        let blocks = artifacts.manifest["docs"]?.mapping ?? [:]
        let own = blocks.values.filter { $0["package_name"]?.string != "dbt" }
        func named(_ name: String) -> DataValue? { own.first { $0["name"]?.string == name } }
        return (named("__\(project)__") ?? named("__overview__"))?["block_contents"] ?? .null
    }

    private var groups: DataValue {
        .list(
            (artifacts.manifest["groups"]?.mapping ?? [:]).values.map { group in
                .mapping([
                    "name": group.at("name"), "owner": group.at("owner"),
                    "description": group.at("description"), "path": group.at("original_file_path"),
                ])
            })
    }

    private var runSummary: DataValue {
        guard let results = history.runResults else { return .null }
        var counts: DataMapping = [:]
        for result in history.results {
            guard let status = RunHistory.status(of: result) else { continue }
            counts[status] = .int((counts[status]?.int ?? 0) + 1)
        }
        return .mapping([
            "finishedAt": results.at("metadata", "generated_at"),
            "elapsed": results.at("elapsed_time"),
            "command": results["args"]?["invocation_command"] ?? results.at("args", "which"),
            "counts": .mapping(counts),
        ])
    }

    private var macros: DataValue {
        let macros = shownMacros
        return .mapping([
            "ids": .list(macros.keys.map { .string($0) }),
            "described": .list(macros.values.map { .int($0["description"]?.string?.isEmpty == false ? 1 : 0) }),
        ])
    }

    /// The macros with a page, in the order of the manifest.
    var shownMacros: DataMapping {
        (artifacts.manifest["macros"]?.mapping ?? [:]).filter { !$0.value.isHidden }
    }

    private var nodes: DataValue {
        var tables: [String: NameTable] = [:]
        var columns: [String: [DataValue]] = [:]
        for node in graph.nodes {
            for (key, value) in plainFields(of: node) { columns[key, default: []].append(value) }
            for (key, name) in namedFields(of: node) {
                columns[key, default: []].append(.int(tables[key, default: NameTable()].number(of: name)))
            }
            let tags = node.document["tags"]?.list?.compactMap(\.string) ?? []
            columns["tags", default: []].append(
                .list(tags.map { .int(tables["tags", default: NameTable()].number(of: $0)) }))
        }
        var document: DataMapping = [:]
        for key in columns.keys.sorted() { document[key] = .list(columns[key] ?? []) }
        var names: DataMapping = [:]
        for key in tables.keys.sorted() { names[key] = tables[key]?.document }
        document["names"] = .mapping(names)
        return .mapping(document)
    }

    private func plainFields(of node: SiteGraph.Node) -> [(String, DataValue)] {
        let document = node.document
        let columns = (document["columns"]?.mapping ?? [:]).values
        let catalogued = catalogTable(of: node)?["columns"]?.mapping?.count ?? 0
        let ownTests = tests.tests(of: node.id)
        let path = document["original_file_path"]?.string ?? ""
        let time = history.result(of: node.id)?["execution_time"]
        let name = document["name"]?.string ?? node.id
        let relation = document["identifier"]?.string ?? document["alias"]?.string
        return [
            ("id", .string(node.id)),
            ("name", .string(name)),
            // What an exposure or a metric is called before people.
            ("title", document["label"].map { $0.saysNothing ? 0 : $0 } ?? 0),
            ("path", .string(path)),
            // Most relations are called like their node; those cost one byte.
            ("relation", relation == name ? 0 : relation.map { .string($0) } ?? .null),
            ("parents", .list(graph.parents(of: node).map { .int($0) })),
            ("columns", .int(max(columns.count, catalogued))),
            ("documented", .int(columns.count { $0["description"]?.string?.isEmpty == false })),
            ("tested", .int(Set(ownTests.compactMap(\.column)).count)),
            ("tests", .int(ownTests.count)),
            ("described", .int(document["description"]?.string?.isEmpty == false ? 1 : 0)),
            ("time", time ?? .null),
            ("color", document.at("docs", "node_color").string.map { .string($0) } ?? 0),
        ]
    }

    private func namedFields(of node: SiteGraph.Node) -> [(String, String?)] {
        let document = node.document
        let isStored = document["relation_name"]?.string != nil
        return [
            ("type", node.type),
            ("package", document["package_name"]?.string),
            ("materialized", document["config"]?["materialized"]?.string),
            ("database", isStored ? document["database"]?.string : nil),
            ("schema", isStored ? document["schema"]?.string : nil),
            ("group", document["group"]?.string ?? document["config"]?["group"]?.string),
            ("source", document["source_name"]?.string),
            ("access", document["access"]?.string),
            ("version", Self.text(of: document["version"])),
            ("status", history.status(of: node.id)),
            ("testStatus", history.worstStatus(of: tests.tests(of: node.id))),
        ]
    }

    private static func text(of version: DataValue?) -> String? {
        switch version {
        case .int(let number): "\(number)"
        case .float(let number): "\(number)"
        case .string(let text): text
        default: nil
        }
    }

    func catalogTable(of node: SiteGraph.Node) -> DataValue? {
        artifacts.catalog?[node.type == "source" ? "sources" : "nodes"]?[node.id]
    }
}
