internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Formats
internal import Postgres
internal import ProjectGraph
internal import ProjectModel

/// What happens in the database before the first step: schemas are made, and the relations in them are listed once.
struct DatabasePreparation {
    private let project: RuntimeProject
    private let session: AdapterSession

    init(_ project: RuntimeProject, session: AdapterSession) {
        self.project = project
        self.session = session
    }

    func prepare(for ids: [UniqueID]) throws(Diagnostic) {
        let database = project.compilation.profile.credentials.database
        let manifest = project.manifest
        session.queryComment = try project.compilation.queryComment(for: nil)
        let selected = ids.compactMap { manifest.nodes[$0] }.filter(hasRelation)
        let settings = project.compilation.invocation.settings
        let cached = settings.cachesSelectedOnly ? selected : manifest.nodes.values.filter(hasRelation)
        if settings.populatesCache {
            try CatalogueSnapshot.load(
                schemas: Set(cached.map(\.schema)), database: database, into: project.relations, using: session)
        }
        for node in selected where node.database.lowercased() != database.lowercased() {
            throw Diagnostic(
                .crossDatabase,
                "ERROR: Cross-db references not allowed in postgres (\(node.database) vs \(database))",
                family: .runtime,
                hint: "\(node.label) is configured for another database than that of the profile")
        }
        let needed = Set(selected.map(\.schema))
        defer { session.release() }
        guard !needed.isEmpty else { return }
        let existing = try existingSchemas()
        for schema in needed.subtracting(existing).sorted() {
            try OperationRunner(project, session: session).createSchema(schema, database: database)
        }
    }

    private func existingSchemas() throws(Diagnostic) -> Set<String> {
        let result = try session.query("select nspname from pg_catalog.pg_namespace")
        return Set((0..<result.rowCount).compactMap { result.string(row: $0, column: 0) })
    }

    /// Whether executing the node makes a relation.
    private func hasRelation(_ node: Node) -> Bool {
        switch node.resourceType {
        case .model: !node.isEphemeral
        case .seed, .snapshot, .function: true
        case .test: project.compilation.storesFailures(of: node)
        default: false
        }
    }
}

extension Diagnostic.Code {
    /// A node in another database than the connection's.
    static let crossDatabase = Self(rawValue: "cross-database")
}
