public import Adapter
public import Diagnostics
internal import Jinja
internal import ProjectLoading
public import ProjectModel

/// Finds what the database has under a node's name.
public struct RelationLookup {
    private let project: RuntimeProject
    private let session: AdapterSession

    public init(_ project: RuntimeProject, session: AdapterSession) {
        self.project = project
        self.session = session
    }

    /// The relation of the node; nil when there is none. It comes from the relation cache where that knows the schema.
    public func relation(of node: Node) throws(Diagnostic) -> Relation? {
        let context = RuntimeContext(project, node: node, session: session)
        let renderer = Renderer(resolver: context)
        do throws(TemplateError) {
            let name = RelationNames.relation(of: node, project: project.compilation.project.root.project)
            let parts = [name.database, name.schema, name.identifier]
            let arguments = Arguments(parts.map { $0.map { .string(Text($0)) } ?? .null })
            let adapter = try context.lookup("adapter", renderer)?.object
            return try adapter?.callMethod("get_relation", arguments, renderer)?.relation
        } catch { throw project.compilation.diagnostic(error, of: node) }
    }
}
