public import Adapter
public import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectGraph
internal import ProjectLoading
public import ProjectModel
internal import SQLText
internal import TemplateLibrary

/// Turns a unit test into a node that can be executed: the tested model's query over fixtures, and the rows expected of it.
///
/// Source: dbt-core 1.11, unit tests.
public struct UnitTestCompiler {
    private let project: RuntimeProject
    private let session: AdapterSession

    /// - Parameter session: where the types of the fixtures' columns are looked up.
    public init(_ project: RuntimeProject, session: AdapterSession) {
        self.project = project
        self.session = session
    }

    /// The query of a unit test.
    /// - Throws: the first error of the model's code or of a fixture.
    public func compile(_ test: UnitTest) throws(Diagnostic) -> CompiledNode {
        guard let id = test.dependsOn.nodes.first, let model = project.manifest.nodes[id] else {
            throw Diagnostic(.unitTestInput, "Unit test '\(test.name)' has no model", family: .internal)
        }
        let node = node(test, of: model)
        let inputs = try UnitTestInputs(test, of: model, in: project.manifest)
        let context = UnitTestContext(project, test, node: node, inputs: inputs, session: session)
        let rendered: RenderedText
        do throws(TemplateError) {
            let renderer = Renderer(resolver: context, recordsSourceMap: true)
            try context.overrideMacros(renderer)
            context.useThis()
            let source = SourceText(path: model.originalFilePath, model.rawCode, firstLine: model.firstLine)
            rendered = try renderer.render(Template(source, environment: TemplateEnvironments.text))
        } catch { throw project.compilation.diagnostic(error, of: node) }
        var tables: [CommonTable] = []
        var ctes: [Node.InjectedCTE] = []
        var fixtures: [(node: Node, code: String)] = []
        for id in context.used {
            guard let input = inputs.input(for: id) else { continue }
            let query = try fixture(input)
            let name = Relation.commonTableName(input.tableName)
            tables.append(CommonTable(name: name, query: Array(query.utf8)))
            ctes.append(.init(id: input.node.uniqueID, sql: " \(name) as (\n\(query)\n)"))
            fixtures.append((input.node, query))
        }
        let insertion = SQL.insertion(of: tables, into: rendered.bytes)
        var compiled = CompiledNode(
            node: node, code: insertion.applied(to: rendered.bytes), ctes: ctes,
            insertion: (insertion.offset, insertion.text.count), sourceMap: rendered.sourceMap)
        compiled.fixtures = fixtures
        return compiled
    }

    /// The test as a node: its own name in the tested model's place.
    private func node(_ test: UnitTest, of model: Node) -> Node {
        let name = test.version.map { "\(test.name)_v\($0.text)" } ?? test.name
        let folder = test.originalFilePath.split(separator: "/").dropLast().map { $0 + "/" }.joined()
        var node = Node(
            uniqueID: test.uniqueID, resourceType: .unitTest, name: name, packageName: test.packageName,
            path: "\(folder)\(name).sql", originalFilePath: test.originalFilePath,
            fqn: test.uniqueID.split(separator: ".").map(String.init), checksum: .none, rawCode: model.rawCode)
        node.firstLine = model.firstLine
        node.database = model.database
        node.schema = model.schema
        node.alias = name
        node.refs = model.refs
        node.sources = model.sources
        node.functions = model.functions
        node.dependsOn = model.dependsOn
        node.config = NodeConfig(ConfigResolver.defaults(of: .analysis))
        node.config["materialized"] = "unit"
        let isSQL = test.expect.format == "sql"
        node.config["expected_rows"] = isSQL ? .list([]) : test.expect.rows
        node.config["expected_sql"] = isSQL ? test.expect.rows : .null
        return node
    }

    /// The query of an input: the text of an SQL fixture, or what the fixture macro makes of its rows.
    private func fixture(_ input: UnitTestInputs.Input) throws(Diagnostic) -> String {
        let context = RuntimeContext(project, node: input.node, session: session)
        let renderer = Renderer(resolver: context)
        do throws(TemplateError) {
            if input.fixture.format == "sql" {
                let source = SourceText(path: input.node.originalFilePath, input.fixture.rows.string ?? "")
                return try renderer.render(Template(source, environment: TemplateEnvironments.text)).string
            }
            guard let macro = try context.lookup("get_fixture_sql", renderer) else { return "" }
            return try renderer.call(macro, Arguments([Value(input.fixture.rows), .null])).str().string
        } catch { throw project.compilation.diagnostic(error, of: input.node) }
    }
}
