internal import Adapter
internal import Diagnostics
internal import Formats
internal import ProjectLoading
internal import ProjectModel

extension LoadedProject {
    /// What a node says of its table's layout; nil where that has no effect. Packages written for BigQuery have such
    /// configs too, hence only the models of the root project are heard.
    func tableLayout(of node: Node) -> TableLayoutConfig? {
        guard extensions.partitioning, node.resourceType == .model, node.packageName == root.name else { return nil }
        return TableLayoutConfig(
            partitionBy: node.config["partition_by"] ?? .null, clusterBy: node.config["cluster_by"] ?? .null)
    }
}

extension NodeParser {
    /// - Throws: when `partition_by` or `cluster_by` of a model that has them mean nothing.
    func checkTableLayout(_ node: Node, _ draft: Draft) throws(Diagnostic) {
        guard let layout = compilation.project.tableLayout(of: node) else { return }
        do throws(Diagnostic) {
            try layout.check()
        } catch {
            var error = error
            error.subject = node.label
            let key = error.message.contains("`cluster_by`") ? "cluster_by" : "partition_by"
            throw OnFailCheck.place(error, at: key, in: candidates(for: key, of: node, draft))
        }
    }
}
