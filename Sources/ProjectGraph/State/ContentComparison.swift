internal import Formats
internal import ProjectModel

/// Whether resources of two invocations have the same contents, apart from contracts and upstream macros.
///
/// Source: dbt-core 1.11, state comparison.
struct ContentComparison {
    /// Whether sources are compared by database and schema as written.
    let comparesUnrenderedValues: Bool

    func isSame(_ new: Node, _ old: Node) -> Bool {
        let isSameConfig = ConfigComparison.isSame(new, old)
        if new.genericTest != nil { return isSameConfig && new.fqn == old.fqn }
        return isSameConfig && new.fqn == old.fqn && hasSameBody(new, old) && hasSameDescriptions(new, old)
            && hasSameRelation(new, old) && hasSameDetails(new, old)
    }

    func hasSameBody(_ new: Node, _ old: Node) -> Bool {
        new.resourceType == .seed ? new.checksum == old.checksum : new.rawCode == old.rawCode
    }

    /// Descriptions count when they are written to the database.
    func hasSameDescriptions(_ new: Node, _ old: Node) -> Bool {
        let persisted = new.config["persist_docs"]
        if persisted?["relation"]?.bool == true, new.description != old.description { return false }
        guard persisted?["columns"]?.bool == true else { return true }
        return new.columns.count == old.columns.count
            && new.columns.values.allSatisfy { $0.description == old.columns[$0.name]?.description }
    }

    /// What is compared is where a node should land, not where the target puts it.
    func hasSameRelation(_ new: Node, _ old: Node) -> Bool {
        ["database", "schema", "alias"].allSatisfy { new.unrenderedConfig.hasSame($0, as: old.unrenderedConfig) }
    }

    func hasSameRelation(_ new: SourceTable, _ old: SourceTable) -> Bool {
        let isSamePlace =
            comparesUnrenderedValues
            ? new.unrenderedDatabase == old.unrenderedDatabase && new.unrenderedSchema == old.unrenderedSchema
            : new.database == old.database && new.schema == old.schema
        return isSamePlace && new.identifier == old.identifier
    }

    private func hasSameDetails(_ new: Node, _ old: Node) -> Bool {
        switch (new.details, old.details) {
        case (.model(let new), .model(let old)):
            // A change of these may break references to the model.
            return new.latestVersion == old.latestVersion && new.access == old.access
                && new.deprecationDate == old.deprecationDate
        case (.function(let new), .function(let old)):
            return new.returns.isSame(as: old.returns)
                && given(new.arguments).isSame(as: given(old.arguments))
        default: return true
        }
    }

    /// Arguments without the keys that have no value: the first releases of dbt 1.11 wrote fewer of them.
    private func given(_ arguments: [DataMapping]) -> DataValue {
        .list(arguments.map { argument in .mapping(argument.filter { !$0.value.isNull }) })
    }

    func isSame(_ new: SourceTable, _ old: SourceTable) -> Bool {
        hasSameRelation(new, old) && new.fqn == old.fqn && ConfigComparison.isSame(new, old)
            && new.quoting.isSame(as: old.quoting) && new.freshness == old.freshness
            && new.loadedAtField == old.loadedAtField && new.external.isSame(as: old.external)
    }

    func isSame(_ new: GraphResource, _ old: GraphResource) -> Bool {
        guard ConfigComparison.isSame(new, old), new.description == old.description else { return false }
        func isSame(_ keys: String...) -> Bool { keys.allSatisfy { hasSame($0, new, old) } }
        switch new.resourceType {
        case .exposure:
            return new.fqn == old.fqn && Set(new.dependsOn.nodes) == Set(old.dependsOn.nodes)
                && isSame("type", "owner", "maturity", "url", "label")
        case .metric: return isSame("type", "label")
        case .semanticModel:
            return isSame("model", "defaults", "entities", "dimensions", "measures", "primary_entity", "group")
        case .savedQuery:
            let (query, before) = (new.fields["query_params"], old.fields["query_params"])
            return ["metrics", "group_by", "where"].allSatisfy {
                (query?[$0] ?? .null).isSame(as: before?[$0] ?? .null)
            } && isSame("label", "group") && hasSameExports(new, old) && new.tags == old.tags
        default: return true
        }
    }

    private func hasSame(_ key: String, _ new: GraphResource, _ old: GraphResource) -> Bool {
        (new.fields[key] ?? .null).isSame(as: old.fields[key] ?? .null)
    }

    private func hasSameExports(_ new: GraphResource, _ old: GraphResource) -> Bool {
        let (new, old) = (new.fields["exports"]?.list ?? [], old.fields["exports"]?.list ?? [])
        return new.count == old.count
            && zip(new, old).allSatisfy { new, old in
                let (config, before) = (new["unrendered_config"] ?? .null, old["unrendered_config"] ?? .null)
                return new["name"] == old["name"]
                    && ["export_as", "schema", "alias"].allSatisfy {
                        (config[$0] ?? .null).isSame(as: before[$0] ?? .null)
                    }
            }
    }
}
