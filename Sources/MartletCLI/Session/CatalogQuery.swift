internal import Adapter
internal import Artifacts
internal import Compiler
internal import Diagnostics
internal import Events
internal import Execution
internal import Formats
internal import ProjectGraph
internal import ProjectModel

/// Asks the database what `docs generate` shows: each column of the relations of the project.
struct CatalogQuery {
    private let session: ProjectSession
    /// The nodes and sources to ask for; nil for all.
    private let selected: Set<UniqueID>?

    init(_ session: ProjectSession, selected: Set<UniqueID>?) {
        self.session = session
        self.selected = selected
    }

    /// What the catalogue macro says, asked once for each database; a database that fails costs its own part only.
    func run() throws(Diagnostic) -> CatalogAnswer {
        let adapter = AdapterSession(
            session.connection, name: "generate_catalog", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        adapter.queryComment = try session.compilation.queryComment(for: nil)
        let project = RuntimeProject(
            session.compilation, manifest: session.manifest, relations: RelationCache(), selected: [])
        let runner = OperationRunner(project, session: adapter)
        var answer = CatalogAnswer(selected: selected)
        let groups = Dictionary(grouping: relations) { $0.database?.lowercased() ?? "" }
        for (_, relations) in groups.sorted(by: { $0.key < $1.key }) {
            let database = relations[0].database
            do throws(Diagnostic) {
                answer.tables.append(
                    try runner.table(ofMacro: "get_catalog_relations", relations, database: database))
            } catch {
                adapter.rollback()
                let text = "\(error.family.rawValue)\n  \(error.message)"
                try session.log.warn(.catalogGenerationError(text))
                answer.errors.append(text)
            }
        }
        return answer
    }

    private var relations: [Relation] {
        let manifest = session.manifest
        func isSelected(_ id: UniqueID) -> Bool { selected?.contains(id) ?? true }
        let nodes = manifest.nodes.values.filter {
            ($0.resourceType.isRefable || $0.resourceType == .test) && $0.relationName != nil && isSelected($0.uniqueID)
        }
        let sources = manifest.sources.values.filter { isSelected($0.uniqueID) }
        return nodes.map { Relation(database: $0.database, schema: $0.schema, identifier: $0.alias) }
            + sources.map { Relation(database: $0.database, schema: $0.schema, identifier: $0.identifier) }
    }
}
