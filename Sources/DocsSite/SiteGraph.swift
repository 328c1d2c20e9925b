internal import Formats

/// The resources that have a page and a place in the lineage graph, in the order of the site's index.
struct SiteGraph {
    struct Node {
        let id: String
        let document: DataValue
        let type: String
    }

    private(set) var nodes: [Node] = []
    private(set) var positions: [String: Int] = [:]

    /// The sections of the manifest that hold nodes of the graph, beside `nodes` itself.
    private static let sections = ["sources", "exposures", "metrics", "semantic_models", "saved_queries", "functions"]

    init(manifest: DataValue) {
        var keyed: [(key: [String], node: Node)] = []
        for section in ["nodes"] + Self.sections {
            for (id, document) in manifest[section]?.mapping ?? [:] {
                let type = document["resource_type"]?.string ?? String(section.dropLast())
                guard type != "test", type != "operation", type != "sql operation", !document.isHidden else { continue }
                let node = Node(id: id, document: document, type: type)
                keyed.append((Self.key(node), node))
            }
        }
        // Neighbours in a folder share a shard, and the project tree is in order without sorting in the browser.
        keyed.sort { $0.key.lexicographicallyPrecedes($1.key) }
        nodes = keyed.map(\.node)
        for (position, node) in nodes.enumerated() { positions[node.id] = position }
    }

    private static func key(_ node: Node) -> [String] {
        [node.document["package_name"]?.string ?? ""]
            + (node.document["original_file_path"]?.string ?? "").split(separator: "/").map(String.init)
            + [node.document["name"]?.string ?? ""]
    }

    func parents(of node: Node) -> [Int] {
        var seen: Set<Int> = []
        let ids = node.document["depends_on"]?["nodes"]?.list ?? []
        return ids.compactMap { $0.string.flatMap { positions[$0] } }.filter { seen.insert($0).inserted }
    }
}
