internal import Formats

/// All that the page of one node shows and the index does not hold.
struct NodeDetails {
    let index: SiteIndex

    /// Properties that are copied from the manifest when they say something.
    private static let copied = [
        "description", "meta", "patch_path", "constraints", "contract", "deprecation_date", "latest_version",
        "primary_key", "source_description", "loader", "loaded_at_field", "freshness", "label", "url", "maturity",
        "owner", "type_params", "returns", "arguments", "relation_name", "language", "entities", "measures",
        "dimensions", "query_params", "exports",
    ]

    func document(of node: SiteGraph.Node) -> DataValue {
        var entries: DataMapping = [:]
        for key in Self.copied {
            if let value = node.document[key], !value.saysNothing { entries[key] = value }
        }
        // An exposure's and a metric's `type` would hide the resource type of the index.
        if node.type == "exposure" || node.type == "metric" { entries["kind"] = node.document["type"] }
        entries["raw"] = node.document["raw_code"]
        entries["compiled"] = compiledCode(of: node)
        entries["config"] = config(of: node)
        entries["macros"] = node.document["depends_on"]?["macros"]
        entries["columns"] = columns(of: node)
        entries["tests"] = .list(index.tests.tests(of: node.id).map { test($0) })
        addCatalog(of: node, to: &entries)
        addHistory(of: node, to: &entries)
        entries["charts"] = index.artifacts.charts?[node.id]
        return .mapping(entries.filter { !$0.value.saysNothing })
    }

    private func compiledCode(of node: SiteGraph.Node) -> DataValue? {
        if let code = node.document["compiled_code"], !code.isNull { return code }
        return index.history.result(of: node.id)?["compiled_code"]
    }

    private func config(of node: SiteGraph.Node) -> DataValue {
        let shown = (node.document["config"]?.mapping ?? [:]).filter { key, value in
            !value.saysNothing && key != "meta" && key != "tags" && key != "docs" && key != "enabled"
        }
        return .mapping(shown)
    }

    /// The declared columns in the order of the relation, then those that only the relation or only the file has.
    private func columns(of node: SiteGraph.Node) -> DataValue {
        let declared = node.document["columns"]?.mapping ?? [:]
        let stored = index.catalogTable(of: node)?["columns"]?.mapping ?? [:]
        var names = stored.keys.sorted { (stored[$0]?["index"]?.int ?? 0) < (stored[$1]?["index"]?.int ?? 0) }
        let folded = Set(names.map { $0.lowercased() })
        names += declared.keys.filter { !folded.contains($0.lowercased()) }
        var declaredByName: [String: DataValue] = [:]
        for (name, column) in declared { declaredByName[name.lowercased()] = column }
        return .list(names.map { name in column(name, declaredByName[name.lowercased()], stored[name]) })
    }

    private func column(_ name: String, _ declared: DataValue?, _ stored: DataValue?) -> DataValue {
        var entries: DataMapping = ["name": .string(name)]
        entries["type"] = stored?["type"] ?? declared?["data_type"]
        entries["description"] = declared?["description"] ?? stored?["comment"]
        for key in ["meta", "tags", "constraints"] { entries[key] = declared?[key] }
        if declared != nil, stored == nil, index.artifacts.catalog != nil { entries["missing"] = true }
        return .mapping(entries.filter { !$0.value.saysNothing })
    }

    private func test(_ test: ProjectTests.Test) -> DataValue {
        var entries: DataMapping = ["id": .string(test.id), "name": .string(test.name), "kind": .string(test.kind)]
        entries["column"] = test.column.map { .string($0) }
        entries["path"] = test.document["original_file_path"]
        entries["description"] = test.document["description"]
        entries["raw"] = test.kind == "singular" ? test.document["raw_code"] : nil
        entries["compiled"] = test.document["compiled_code"] ?? index.history.result(of: test.id)?["compiled_code"]
        entries["given"] = test.document["given"]
        entries["expect"] = test.document["expect"]
        var arguments = test.document["test_metadata"]?["kwargs"]?.mapping ?? [:]
        arguments["model"] = nil
        arguments["column_name"] = nil
        entries["arguments"] = .mapping(arguments)
        let config = test.document["config"]
        for key in ["severity", "warn_if", "error_if", "where", "limit", "store_failures", "on_fail", "tags", "meta"] {
            entries[key] = config?[key]
        }
        entries["result"] = result(of: test.id)
        entries["failing"] = index.artifacts.failingRows?[test.id]
        return .mapping(entries.filter { !$0.value.saysNothing })
    }

    private func addCatalog(of node: SiteGraph.Node, to entries: inout DataMapping) {
        let sizes = index.artifacts.sizes?[node.id]?.list ?? []
        if !sizes.isEmpty { entries["stats"] = .list(sizes) }
        guard let table = index.catalogTable(of: node) else { return }
        entries["relationType"] = table["metadata"]?["type"]
        entries["relationOwner"] = table["metadata"]?["owner"]
        entries["comment"] = table["metadata"]?["comment"]
        let stats = (table["stats"]?.mapping ?? [:]).values.filter { $0["include"]?.bool == true }
        entries["stats"] = .list(stats + sizes)
    }

    private func addHistory(of node: SiteGraph.Node, to entries: inout DataMapping) {
        entries["result"] = result(of: node.id)
        if let freshness = index.history.freshness[node.id] {
            entries["checked"] = .mapping([
                "status": freshness.at("status"), "maxLoadedAt": freshness.at("max_loaded_at"),
                "snapshottedAt": freshness.at("snapshotted_at"),
                "age": freshness.at("max_loaded_at_time_ago_in_s"), "error": freshness.at("error"),
            ])
        }
    }

    private func result(of id: String) -> DataValue? {
        guard let result = index.history.result(of: id) else { return nil }
        return .mapping([
            "status": .text(RunHistory.status(of: result)), "message": result.at("message"),
            "time": result.at("execution_time"), "failures": result.at("failures"),
            "rows": result.at("adapter_response", "rows_affected"),
            "at": result.at("timing").list?.last?["completed_at"] ?? .null,
        ])
    }
}
