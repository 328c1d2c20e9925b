internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectLoading
internal import ProjectModel
internal import TemplateLibrary

/// Completes drafts: renders the code for what it refers to, decides the configuration, and names the relation.
struct NodeParser {
    let compilation: Compilation
    let descriptions: Descriptions
    private let memory = ParseMemory()

    init(compilation: Compilation, descriptions: Descriptions) {
        self.compilation = compilation
        self.descriptions = descriptions
    }

    /// The finished node.
    /// - Throws: the first error of its templates or configuration.
    func parse(_ draft: Draft) throws(Diagnostic) -> Node {
        var node = draft.node
        placeProvisionally(&node)
        let capture = Capture()
        capture.configCalls = draft.calls
        let context = ParseContext(compilation, node: node, capture: capture)
        let renderer = Renderer(resolver: context, undefined: .capture)
        if !noteTestMacro(of: draft, capture) {
            try render(draft, capture, context, renderer)
            try dropUnknownMacros(node, capture)
        }
        let resolved = try resolveConfig(of: node, draft, capture)
        node.config = resolved.config
        try checkOnFail(node, draft)
        try checkTableLayout(node, draft)
        try RetryCheck.check(node.config, of: node.label) { candidates(for: $0, of: node, draft) }
        node.unrenderedConfig = resolved.unrendered
        node.configCalls = capture.configCalls
        node.tags = tags(resolved.tags, draft)
        apply(draft.properties, to: &node)
        try descriptions.apply(to: &node)
        try naming.name(&node)
        try renderHooks(of: node, renderer)
        if node.resourceType == .seed { try checkSeed(node, capture) }
        capture.apply(to: &node)
        node.dependsOn.macros = capture.macros
        return node
    }

    /// Until its configuration is known, a node has the names that it would have without any.
    private func placeProvisionally(_ node: inout Node) {
        node.database = compilation.profile.credentials.database
        node.schema = compilation.profile.credentials.schema
        node.alias = node.name
    }

    /// Notes the macro of a generic test, which comes before all others that the test calls.
    /// - Returns: whether that is all there is to know. Like dbt, Martlet does not render the built-in tests of a single
    ///   column, which are most tests: what they refer to is what they are attached to.
    private func noteTestMacro(of draft: Draft, _ capture: Capture) -> Bool {
        guard case .genericTest(let test) = draft.node.details, let target = draft.testTarget else { return false }
        let name = "test_\(test.testName)"
        guard let macro = compilation.library.mentioned(name, in: draft.node.packageName)?.macro else {
            // dbt lists a null.
            capture.record(macro: "")
            return false
        }
        capture.record(macro: macro.uniqueID)
        guard macro.uniqueID == "macro.dbt.test_not_null" || macro.uniqueID == "macro.dbt.test_unique" else {
            return false
        }
        switch target {
        case .node(let name, let version): capture.record(RefCall(name: name, version: version))
        case .source(let name, let table): capture.record(SourceCall(source: name, table: table))
        }
        return true
    }

    /// dbt parses a generic test with the macros that its own macro calls, directly or not, and no others; that macro it
    /// looks for by name alone, whatever package the test names.
    private func dropUnknownMacros(_ node: Node, _ capture: Capture) throws(Diagnostic) {
        guard node.genericTest != nil, let noted = capture.macros.first else { return }
        let filter = compilation.library.mentioned("get_where_subquery", in: node.packageName)?.macro.uniqueID
        guard capture.macros.contains(where: { $0 != noted && $0 != filter }) else { return }
        let known = try MacroDependencies(library: compilation.library).reachable(from: noted)
        capture.macros.removeAll { $0 != filter && !known.contains($0) }
    }

    /// The code of a generic test without the call of its macro, where dbt does not see that macro: a test of a package
    /// whose name the project gave to a test of its own.
    private func visible(_ code: SourceText, of draft: Draft, _ capture: Capture) -> SourceText {
        guard case .genericTest(let test) = draft.node.details, let package = test.namespace,
            let noted = capture.macros.first, !noted.isEmpty
        else { return code }
        let called = "macro.\(package).test_\(test.testName)"
        guard noted != called, compilation.library.macros.contains(where: { $0.macro.uniqueID == called }),
            let known = try? MacroDependencies(library: compilation.library).reachable(from: noted),
            !known.contains(called), let end = code.string.firstRange(of: "}}")
        else { return code }
        return SourceText(path: code.path, String(code.string[end.upperBound...]))
    }

    private func render(
        _ draft: Draft, _ capture: Capture, _ context: ParseContext, _ renderer: Renderer
    ) throws(Diagnostic) {
        guard let code = draft.code else { return }
        guard draft.node.language == "sql" else { return try PythonModel.capture(code, in: capture) }
        do throws(TemplateError) {
            if let arguments = draft.testArguments {
                context.set(
                    "_dbt_generic_test_kwargs",
                    try TestArguments(compilation, memory).value(of: arguments, renderer: renderer))
            }
            let template =
                draft.testArguments == nil
                ? try Template(code, environment: TemplateEnvironments.text)
                : try memory.template(visible(code, of: draft, capture), environment: TemplateEnvironments.text)
            if !template.isLiteral {
                _ = try renderer.render(template)
                CallPlaces(template.calls).apply(to: capture)
                if readsLiterally(draft.node, capture) { capture.dropRepeatedSources() }
            }
        } catch { throw compilation.diagnostic(error, of: draft.node) }
    }

    /// Whether dbt reads the code of a model without rendering it.
    private func readsLiterally(_ node: Node, _ capture: Capture) -> Bool {
        // Only sources show the difference, and few models read one twice.
        guard node.resourceType == .model, capture.sources.count > 1, compilation.invocation.settings.staticParser
        else { return false }
        let isOverridden = ["ref", "source", "config"].contains {
            compilation.library.override(named: $0, for: node.packageName) != nil
        }
        return !isOverridden && LiteralCode.isLiteral(Array(node.rawCode.utf8))
    }

    private func resolveConfig(
        of node: Node, _ draft: Draft, _ capture: Capture
    ) throws(Diagnostic) -> ConfigResolver.Resolved {
        var request = ConfigResolver.Request(type: node.resourceType, packageName: node.packageName, fqn: node.fqn)
        request.properties = draft.properties?.config ?? [:]
        // Where another package configures the node, dbt takes that package's dbt_project.yml for the node's own.
        if let properties = draft.properties, !properties.config.isEmpty {
            request.packageName = properties.place.file.packageName
        }
        if node.language == "python", node.resourceType == .model, request.properties["materialized"] == nil {
            request.properties["materialized"] = "table"
        }
        request.unrenderedProperties = draft.properties?.unrenderedConfig ?? [:]
        request.calls = capture.configCalls
        request.unrenderedCalls = capture.configCalls
        request.label = node.label
        return try compilation.project.configs.resolve(request)
    }

    private func tags(_ resolved: [String], _ draft: Draft) -> [String] {
        draft.extraTags + resolved.filter { !draft.extraTags.contains($0) }
    }

    /// What a yml file says besides configuration.
    private func apply(_ properties: ResourceProperties?, to node: inout Node) {
        node.meta = node.config.meta
        node.group = node.config.group
        if let docs = node.config["docs"]?.mapping { node.docs = docs }
        if case .model(var model) = node.details {
            model.access = node.config.access ?? "protected"
            if let properties {
                model.constraints = properties.constraints
                model.version = properties.version
                model.latestVersion = properties.latestVersion
                model.deprecationDate = properties.deprecationDate
                model.timeSpine = properties.timeSpine
            }
            node.details = .model(model)
        }
        guard let properties else { return }
        node.description = properties.description
        node.columns = properties.columns
        node.patchPath = properties.place.file.patchPath
    }

    private var naming: NodeNaming {
        NodeNaming(
            library: compilation.library, profile: compilation.profile,
            quoting: compilation.project.root.project.quoting
        ) { [memory] macro, custom, node throws(Diagnostic) in
            guard macro.dependsOnFirstArgumentOnly else { return try call(macro, custom, node) }
            let key = ParseMemory.NamingKey(macro: macro.macro.uniqueID, custom: custom, package: node.packageName)
            return try memory.name(key) { () throws(Diagnostic) in try call(macro, custom, node) }
        }
    }

    private func call(_ macro: ProjectMacro, _ custom: String?, _ node: Node) throws(Diagnostic) -> String {
        do throws(TemplateError) {
            // Naming macros see the namespace of the node's package and the node, but record nothing.
            let context = ParseContext(compilation, node: node, capture: Capture(), isNaming: true)
            let renderer = Renderer(resolver: context)
            let arguments = Arguments([custom.map { .string($0) } ?? .null, .object(NodeObject(node))])
            return try renderer.call(context.value(of: macro), arguments).str().string
        } catch { throw compilation.diagnostic(error, of: node) }
    }

    /// Seeds are where the graph begins: not even their hooks may refer to anything.
    private func checkSeed(_ node: Node, _ capture: Capture) throws(Diagnostic) {
        guard !capture.refs.isEmpty || !capture.sources.isEmpty || !capture.metrics.isEmpty else { return }
        let hooks =
            node.config.preHooks.map { "- pre_hook: \"\($0.sql)\"" }
            + node.config.postHooks.map { "- post_hook: \"\($0.sql)\"" }
        throw Diagnostic(
            .seedWithReferences,
            """
            Seeds cannot depend on other nodes. dbt detected a seed with a pre- or post-hook
            that calls 'ref', 'source', or 'metric', either directly or indirectly via other macros.

            Error raised for '\(node.uniqueID)', which has these hooks defined:
            \(hooks.joined(separator: "\n"))
            """, family: .parsing)
    }

    /// Hooks are templates too: what they refer to belongs to the node.
    private func renderHooks(of node: Node, _ renderer: Renderer) throws(Diagnostic) {
        for hook in node.config.preHooks + node.config.postHooks where Template.hasTags(Array(hook.sql.utf8)) {
            do throws(TemplateError) {
                let source = SourceText(path: node.originalFilePath, hook.sql)
                _ = try renderer.render(Template(source, environment: TemplateEnvironments.text))
            } catch { throw compilation.diagnostic(error, of: node) }
        }
    }
}
