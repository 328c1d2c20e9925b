internal import TemplateLibrary
internal import Diagnostics
internal import Formats
internal import Jinja
internal import ProjectLoading
internal import ProjectModel

/// Completes drafts: renders the code for what it refers to, decides the configuration, and names the relation.
struct NodeParser {
    let compilation: Compilation
    let descriptions: Descriptions

    /// The finished node.
    /// - Throws: the first error of its templates or configuration.
    func parse(_ draft: Draft) throws(Diagnostic) -> Node {
        var node = draft.node
        placeProvisionally(&node)
        let capture = Capture()
        capture.configCalls = draft.calls
        let context = ParseContext(compilation, node: node, capture: capture)
        let renderer = Renderer(resolver: context, undefined: .capture)
        if !capturePlainTest(draft, capture) { try render(draft, capture, context, renderer) }
        let resolved = try resolveConfig(of: node, draft, capture)
        node.config = resolved.config
        node.unrenderedConfig = resolved.unrendered
        node.tags = tags(resolved.tags, draft)
        apply(draft.properties, to: &node)
        try descriptions.apply(to: &node)
        try naming(context, renderer).name(&node)
        try renderHooks(of: node, renderer)
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

    /// The built-in tests `unique` and `not_null` are most of all tests, and what they refer to is known without rendering.
    ///
    /// That their arguments call macros is not recorded, as with dbt.
    private func capturePlainTest(_ draft: Draft, _ capture: Capture) -> Bool {
        guard case .genericTest(let test) = draft.node.details, ["unique", "not_null"].contains(test.testName),
            let target = draft.testTarget,
            let macro = compilation.library.macro(named: "test_\(test.testName)", for: draft.node.packageName),
            macro.macro.uniqueID == "macro.dbt.test_\(test.testName)"
        else { return false }
        capture.record(macro: macro.macro.uniqueID)
        switch target {
        case .node(let name, let version): capture.record(RefCall(name: name, package: nil, version: version))
        case .source(let name, let table): capture.record(SourceCall(source: name, table: table))
        }
        return true
    }

    private func render(
        _ draft: Draft, _ capture: Capture, _ context: ParseContext, _ renderer: Renderer
    ) throws(Diagnostic) {
        guard let code = draft.code, draft.node.language == "sql" else { return }
        do throws(TemplateError) {
            if let arguments = draft.testArguments {
                context.set(
                    "_dbt_generic_test_kwargs",
                    try TestArguments(compilation).value(of: arguments, renderer: renderer))
            }
            let template = try Template(code, environment: TemplateEnvironments.text)
            if !template.isLiteral {
                _ = try renderer.render(template)
                CallPlaces(template.calls).apply(to: capture)
            }
        } catch { throw compilation.diagnostic(error, of: draft.node) }
    }

    private func resolveConfig(
        of node: Node, _ draft: Draft, _ capture: Capture
    ) throws(Diagnostic) -> ConfigResolver.Resolved {
        var request = ConfigResolver.Request(type: node.resourceType, packageName: node.packageName, fqn: node.fqn)
        request.properties = draft.properties?.config ?? [:]
        request.unrenderedProperties = draft.properties?.unrenderedConfig ?? [:]
        request.calls = capture.configCalls
        request.unrenderedCalls = capture.configCalls
        request.label = node.label
        return try compilation.project.configs.resolve(request)
    }

    private func tags(_ resolved: [String], _ draft: Draft) -> [String] {
        guard !draft.extraTags.isEmpty else { return resolved }
        return draft.node.resourceType == .test ? Set(resolved + draft.extraTags).sorted() : draft.extraTags + resolved
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

    private func naming(_ context: ParseContext, _ renderer: Renderer) -> NodeNaming {
        NodeNaming(
            library: compilation.library, profile: compilation.profile,
            quoting: compilation.project.root.project.quoting
        ) { macro, custom, node throws(Diagnostic) in
            do throws(TemplateError) {
                // Naming macros see the namespace of the node's package and the node, but record nothing.
                let context = ParseContext(compilation, node: node, capture: Capture())
                let renderer = Renderer(resolver: context)
                let arguments = Arguments([custom.map { .string($0) } ?? .null, .object(NodeObject(node))])
                return try renderer.call(context.value(of: macro), arguments).str().string
            } catch { throw compilation.diagnostic(error, of: node) }
        }
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
