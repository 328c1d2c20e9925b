internal import Adapter
internal import Compiler
internal import Diagnostics
internal import Execution
internal import Platform
internal import ProjectGraph
internal import ProjectModel

/// A template given on the command line: `--inline`.
struct InlineQuery {
    private let session: ProjectSession
    private let text: String

    init(_ session: ProjectSession, _ text: String) {
        self.session = session
        self.text = text
    }

    /// - Throws: a usage error when both a template and a selection are given.
    static func check(_ inline: String?, _ selection: SelectionOptions) throws(Diagnostic) {
        guard inline != nil else { return }
        let other = !selection.select.isEmpty ? "select" : selection.selector == nil ? nil : "selector"
        guard let other else { return }
        throw Diagnostic(.usage, "inline: not allowed with argument \(other)", family: .usage)
    }

    func compile() throws(Diagnostic) -> CompiledNode {
        let adapter = AdapterSession(
            session.connection, name: "inline_query", registry: CurrentCommand.interruption.sessions)
        defer { adapter.close() }
        let project = try session.runtimeProject(selected: [])
        return try NodeCompiler(project, session: adapter).compile(try node())
    }

    /// The template as a node of the root project, with what it refers to.
    private func node() throws(Diagnostic) -> Node {
        let root = session.manifest.rootPackage
        var node = Node(
            uniqueID: "sql_operation.\(root).inline_query", resourceType: .sqlOperation, name: "inline_query",
            packageName: root, path: "sql/inline_query.sql", originalFilePath: "from remote system.sql",
            fqn: [root, "sql", "inline_query"], checksum: .sha256(Hash.sha256(Array(text.utf8))), rawCode: text)
        node = try ProjectParser(session.compilation, threads: 1).parse(inline: node)
        for call in node.refs {
            if case .found(let id) = try session.manifest.references.resolve(call, from: root) {
                node.dependsOn.add(node: id)
            }
        }
        for call in node.sources {
            if case .found(let id) = session.manifest.references.resolve(call, from: root) {
                node.dependsOn.add(node: id)
            }
        }
        return node
    }
}
