public import Adapter
public import Diagnostics
public import Formats
internal import Jinja
internal import ProjectLoading
public import ProjectModel
internal import TemplateLibrary

/// Runs what belongs to a whole command rather than to a node: hooks of the project, and operations.
public struct OperationRunner {
    private let project: RuntimeProject
    private let session: AdapterSession

    public init(_ project: RuntimeProject, session: AdapterSession) {
        self.project = project
        self.session = session
    }

    /// Renders an on-run-start or on-run-end hook; macros that it calls may run statements meanwhile.
    /// - Parameter extra: what on-run-end hooks see besides: `results`, `schemas`, `database_schemas`.
    public func sql(ofHook node: Node, extra: HookContext? = nil) throws(Diagnostic) -> String {
        let context = RuntimeContext(project, node: node, session: session)
        extra?.apply(to: context)
        do throws(TemplateError) {
            let template = try Template(SourceText(node), environment: TemplateEnvironments.text)
            return try Renderer(resolver: context).render(template).string
        } catch { throw project.compilation.diagnostic(error, of: node) }
    }

    /// Calls a macro as `run-operation` does; statements that it leaves uncommitted are rolled back with the session.
    /// - Parameter name: `macro` or `package.macro`.
    public func call(macro name: String, arguments: DataMapping) throws(Diagnostic) {
        let library = project.compilation.library
        let root = project.compilation.project.root.name
        guard let macro = library.macro(path: name.split(separator: ".").map(String.init), for: root) else {
            throw Diagnostic(
                .operationNotFound, "dbt could not find a macro with the name \"\(name)\" in any package",
                family: .runtime, hint: Suggestion.hint(for: name, in: library.macros.map(\.macro.name)))
        }
        var node = Node(
            uniqueID: macro.macro.uniqueID, resourceType: .macro, name: macro.macro.name,
            packageName: macro.macro.packageName, path: macro.macro.path,
            originalFilePath: macro.macro.originalFilePath, fqn: [], checksum: .none, rawCode: "")
        node.database = project.compilation.profile.credentials.database
        node.schema = project.compilation.profile.credentials.schema
        let context = RuntimeContext(project, node: node, session: session)
        do throws(TemplateError) {
            let keyword = arguments.map { (name: $0.key, value: Value($0.value)) }
            _ = try Renderer(resolver: context).call(context.value(of: macro), Arguments(keyword: keyword))
        } catch { throw project.compilation.diagnostic(error, of: node) }
    }

    /// Makes a schema by the macro that the project has for it.
    public func createSchema(_ schema: String, database: String) throws(Diagnostic) {
        var relation = Relation(
            database: database, schema: schema,
            quotePolicy: RelationNames.policy(of: project.compilation.project.root.project))
        relation.includePolicy.identifier = false
        let node = operation("create_schema")
        let context = RuntimeContext(project, node: node, session: session)
        let renderer = Renderer(resolver: context)
        do throws(TemplateError) {
            guard let adapter = try context.lookup("adapter", renderer) else { return }
            _ = try adapter.object?.callMethod(
                "create_schema", Arguments([.object(RelationObject(relation))]), renderer)
        } catch { throw project.compilation.diagnostic(error, of: node) }
    }

    /// The rows that a built-in macro's query gives, such as those of the catalogue.
    /// - Parameter database: the one whose information schema the macro gets; that of the profile by default.
    public func table(
        ofMacro name: String, _ relations: [Relation], database: String? = nil
    ) throws(Diagnostic) -> Table {
        let node = operation(name)
        let context = RuntimeContext(project, node: node, session: session)
        let renderer = Renderer(resolver: context)
        do throws(TemplateError) {
            let database = database ?? project.compilation.profile.credentials.database
            let schema = Relation(database: database).informationSchema()
            let arguments = Arguments([
                .object(RelationObject(schema)), .list(relations.map { .object(RelationObject($0)) }),
            ])
            let value = try context.callMacro(name, arguments, renderer)
            return (value.object as? TableObject)?.table ?? .empty
        } catch { throw project.compilation.diagnostic(error, of: node) }
    }

    private func operation(_ name: String) -> Node {
        var node = Node(
            uniqueID: "macro.dbt.\(name)", resourceType: .macro, name: name,
            packageName: project.compilation.project.root.name, path: "", originalFilePath: "", fqn: [],
            checksum: .none, rawCode: "")
        node.database = project.compilation.profile.credentials.database
        node.schema = project.compilation.profile.credentials.schema
        return node
    }
}

extension Diagnostic.Code {
    /// `run-operation` of a macro that does not exist.
    public static let operationNotFound = Self(rawValue: "operation-not-found")
}
