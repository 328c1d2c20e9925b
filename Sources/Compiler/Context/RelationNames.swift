internal import Adapter
internal import Formats
internal import ProjectModel

/// The relations of nodes and sources, quoted as their project and configuration say.
enum RelationNames {
    static func relation(of node: Node, project: Project) -> Relation {
        Relation(
            database: node.database, schema: node.schema, identifier: node.alias,
            quotePolicy: policy([project.quoting, node.config["quoting"]?.mapping ?? [:]]))
    }

    /// Of the quoting of another environment's node dbt knows nothing.
    static func relation(of origin: Node.DeferRelation, project: Project) -> Relation {
        Relation(
            database: origin.database, schema: origin.schema, identifier: origin.alias, quotePolicy: policy(of: project)
        )
    }

    /// Sources do not take part in the project's `quoting`.
    static func relation(of source: SourceTable) -> Relation {
        Relation(
            database: source.database, schema: source.schema, identifier: source.identifier,
            quotePolicy: policy([source.quoting]))
    }

    /// The quoting of the project, which new relations get.
    static func policy(of project: Project) -> Relation.Policy { policy([project.quoting]) }

    /// Everything is quoted unless something says no; the later mapping wins.
    private static func policy(_ quoting: [DataMapping]) -> Relation.Policy {
        func flag(_ key: String) -> Bool { quoting.reversed().lazy.compactMap { $0[key]?.bool }.first ?? true }
        return Relation.Policy(database: flag("database"), schema: flag("schema"), identifier: flag("identifier"))
    }
}
