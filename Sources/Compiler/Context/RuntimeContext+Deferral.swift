internal import Adapter
internal import Jinja
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// References that another environment answers: `--defer`.
extension RuntimeContext {
    /// `defer_relation`: where the other environment has the relation of this node.
    var deferRelation: Value {
        guard let origin = node.deferRelation else { return .null }
        return .object(RelationObject(RelationNames.relation(of: origin, project: compilation.project.root.project)))
    }

    /// What a reference to `parent` reads in place of its own relation; nil when its own is read.
    ///
    /// That is so when the own relation does not exist, and with `--favor-state` unless `parent` is selected.
    /// Source: dbt-core 1.11, `RuntimeRefResolver.create_relation`.
    func deferred(_ parent: Node, _ renderer: Renderer) throws(TemplateError) -> Relation? {
        let settings = compilation.invocation.settings
        guard settings.defers, let origin = parent.deferRelation else { return nil }
        let isFavored = settings.favorsState && !project.isSelected(parent.uniqueID)
        // With `--no-introspect` templates must not ask the database, but dbt has listed its relations all the same.
        let allowsQueries = session.allowsQueries
        session.allowsQueries = true
        defer { session.allowsQueries = allowsQueries }
        if !isFavored, try adapter.relation(parent.database, parent.schema, parent.alias, renderer) != nil {
            return nil
        }
        return RelationNames.relation(of: origin, project: compilation.project.root.project)
    }
}
