internal import Formats

/// The data tests and unit tests of a project, filed under the nodes that they test.
struct ProjectTests {
    /// One test, as it stands in the manifest.
    struct Test {
        let id: String
        let document: DataValue
        let nodes: [String]
        let isUnitTest: Bool

        var name: String { document["name"]?.string ?? id }

        /// What is tested: `unique`, `relationships`, `unit` or, for a query of its own, `singular`.
        var kind: String {
            isUnitTest ? "unit" : document["test_metadata"]?["name"]?.string ?? "singular"
        }

        var column: String? { document["column_name"]?.string }
    }

    private(set) var all: [Test] = []
    /// Positions in `all`, by the id of the tested node.
    private(set) var byNode: [String: [Int]] = [:]

    init(manifest: DataValue) {
        for (id, node) in manifest["nodes"]?.mapping ?? [:] where node["resource_type"]?.string == "test" {
            let parents = node["depends_on"]?["nodes"]?.list?.compactMap(\.string) ?? []
            let nodes = node["attached_node"]?.string.map { [$0] } ?? parents
            add(Test(id: id, document: node, nodes: nodes, isUnitTest: false))
        }
        for (id, test) in manifest["unit_tests"]?.mapping ?? [:] {
            let nodes = test["depends_on"]?["nodes"]?.list?.compactMap(\.string) ?? []
            add(Test(id: id, document: test, nodes: Array(nodes.prefix(1)), isUnitTest: true))
        }
    }

    private mutating func add(_ test: Test) {
        for node in test.nodes { byNode[node, default: []].append(all.count) }
        all.append(test)
    }

    func tests(of node: String) -> [Test] { (byNode[node] ?? []).map { all[$0] } }
}
