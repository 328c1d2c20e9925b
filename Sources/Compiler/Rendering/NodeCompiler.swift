public import Adapter
internal import Builtins
public import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectGraph
internal import ProjectLoading
public import ProjectModel
internal import SQLText
internal import TemplateLibrary

/// Turns the template of a node into SQL.
///
/// Source: dbt-core 1.11, compile.
public struct NodeCompiler {
    private let project: RuntimeProject
    private let session: AdapterSession
    private let batch: Batch?

    /// - Parameters:
    ///   - session: where queries of the templates go.
    ///   - batch: the part of a microbatch model whose SQL is wanted.
    public init(_ project: RuntimeProject, session: AdapterSession, batch: Batch? = nil) {
        self.project = project
        self.session = session
        self.batch = batch
    }

    /// The SQL of a node.
    /// - Throws: the first error of a template, with its place and the macros that led there.
    public func compile(_ node: Node) throws(Diagnostic) -> CompiledNode {
        let context = try context(of: node)
        let rendered = try render(SourceText(node), in: context, node: node)
        var compiled = try inject(context.ephemeralParents, into: rendered, of: node)
        try ForeignKeys(project).resolve(in: &compiled.node)
        if node.relationName == nil, node.resourceType == .test, project.compilation.storesFailures(of: node) {
            // With `--store-failures` a test has a relation that it had not when it was parsed.
            let relation = RelationNames.relation(of: node, project: project.compilation.project.root.project)
            compiled.node.relationName = relation.render()
        }
        return compiled
    }

    /// The context in which the code of `node` is rendered.
    private func context(of node: Node) throws(Diagnostic) -> RuntimeContext {
        let context = RuntimeContext(project, node: node, session: session, batch: batch)
        guard let test = node.genericTest else { return context }
        let renderer = Renderer(resolver: context)
        do throws(TemplateError) {
            context.set(
                "_dbt_generic_test_kwargs",
                try TestArguments(project.compilation).value(of: test.arguments, renderer: renderer))
        } catch { throw project.compilation.diagnostic(error, of: node) }
        return context
    }

    private func render(
        _ source: SourceText, in context: RuntimeContext, node: Node
    ) throws(Diagnostic) -> RenderedText {
        do throws(TemplateError) {
            let template = try Template(source, environment: TemplateEnvironments.text)
            let renderer = Renderer(resolver: context, recordsSourceMap: true)
            return try renderer.render(template)
        } catch { throw project.compilation.diagnostic(error, of: node) }
    }

    /// Puts the ephemeral models that were referred to in front of the SQL.
    private func inject(
        _ parents: [UniqueID], into rendered: RenderedText, of node: Node
    ) throws(Diagnostic) -> CompiledNode {
        var tables: [CommonTable] = []
        var maps: [SourceMap] = []
        var ctes: [Node.InjectedCTE] = []
        var seen: Set<UniqueID> = []
        try collect(parents, into: &tables, &maps, &ctes, &seen)
        guard !tables.isEmpty else {
            return CompiledNode(
                node: node, code: rendered.bytes, ctes: [], insertion: (rendered.bytes.count, 0),
                sourceMap: rendered.sourceMap)
        }
        let insertion = SQL.insertion(of: tables, into: rendered.bytes)
        let ranges = zip(insertion.queryStarts, tables).map { start, table in
            insertion.offset + start..<insertion.offset + start + table.query.count
        }
        return CompiledNode(
            node: node, code: insertion.applied(to: rendered.bytes), ctes: ctes,
            insertion: (insertion.offset, insertion.text.count), sourceMap: rendered.sourceMap,
            parents: zip(ranges, maps).map { (range: $0, sourceMap: $1) })
    }

    /// Adds ephemeral models, each after those that it reads and each once.
    private func collect(
        _ parents: [UniqueID], into tables: inout [CommonTable], _ maps: inout [SourceMap],
        _ ctes: inout [Node.InjectedCTE],
        _ seen: inout Set<UniqueID>
    ) throws(Diagnostic) {
        for id in parents where seen.insert(id).inserted {
            guard let parent = project.manifest.nodes[id] else { continue }
            let entry = try compileEphemeral(parent)
            try collect(entry.parents, into: &tables, &maps, &ctes, &seen)
            let name = Relation.commonTableName(parent.alias)
            tables.append(CommonTable(name: name, query: Array(entry.code.utf8)))
            maps.append(entry.sourceMap)
            ctes.append(.init(id: id, sql: " \(name) as (\n\(entry.code)\n)"))
        }
    }

    private func compileEphemeral(_ node: Node) throws(Diagnostic) -> EphemeralCache.Entry {
        if let known = project.ephemerals[node.uniqueID] { return known }
        let context = RuntimeContext(project, node: node, session: session)
        let rendered = try render(SourceText(node), in: context, node: node)
        let entry = EphemeralCache.Entry(
            code: rendered.string, sourceMap: rendered.sourceMap, parents: context.ephemeralParents)
        project.ephemerals[node.uniqueID] = entry
        return entry
    }
}

extension SourceText {
    /// The code of a node as a text of its own.
    init(_ node: Node) {
        self.init(path: node.originalFilePath, node.rawCode, firstLine: node.firstLine)
    }
}

extension Compilation {
    /// A template's error as a person reads it, named after the node that was rendered.
    func diagnostic(_ error: TemplateError, of node: Node) -> Diagnostic {
        var diagnostic = error.diagnostic
        if diagnostic.subject == nil { diagnostic.subject = node.label }
        if diagnostic.family == .database { hideMachinery(in: &diagnostic) }
        // The node of an operation is its macro, which is among the frames.
        if !diagnostic.frames.isEmpty, node.resourceType != .macro {
            diagnostic.frames.append(
                .init(what: "\(node.resourceType.rawValue) \(node.name)", path: node.originalFilePath))
        }
        return diagnostic
    }

    /// The server's errors come out of the built-in macro that sends statements, which nobody needs to see.
    private func hideMachinery(in diagnostic: inout Diagnostic) {
        diagnostic.frames.removeAll { Self.isBuiltIn($0.path) }
        guard let source = diagnostic.source, Self.isBuiltIn(source.path) else { return }
        diagnostic.source = nil
        diagnostic.range = nil
    }

    private static func isBuiltIn(_ path: String) -> Bool {
        guard path.hasPrefix("macros/") else { return false }
        let name = path.dropFirst("macros/".count)
        return MacroLibrary.internalPackages.contains { Builtins.bytes(of: "macros/\($0)/\(name)") != nil }
    }
}
