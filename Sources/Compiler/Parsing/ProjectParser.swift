internal import Builtins
public import Diagnostics
internal import Formats
internal import Jinja
internal import Platform
internal import ProjectGraph
internal import ProjectLoading
public import ProjectModel
internal import TemplateLibrary
internal import Threads

/// The parse phase: from files and properties to every resource of the project with what it refers to.
///
/// Source: dbt-core 1.11, parsing order.
public struct ProjectParser: Sendable {
    private let compilation: Compilation
    private let threads: Int

    public init(_ compilation: Compilation, threads: Int) {
        self.compilation = compilation
        self.threads = threads
    }

    private var now: Double { Double(compilation.invocation.startedAt.microseconds) / 1e6 }

    /// Parses everything.
    /// - Parameter warn: called with what is worth a warning, such as properties of a model that does not exist.
    /// - Throws: the first error of a template or a configuration.
    public func parse(warn: (Diagnostic) throws(Diagnostic) -> Void) throws(Diagnostic) -> ParsedProject {
        let project = compilation.project
        for warning in compilation.macroWarnings { try warn(warning) }
        // Nothing uses them here, but a bad one is an error of every command.
        if let selectors = project.selectors {
            _ = try SelectorDefinitions(selectors.definitions, indirectSelection: .eager)
        }
        var parsed = ParsedProject(
            rootPackage: project.root.name,
            projects: Dictionary(uniqueKeysWithValues: project.packages.map { ($0.name, $0.project) }))
        parsed.documentation = try documentation()
        let descriptions = Descriptions(compilation, documentation: parsed.documentation)
        parsed.macros = try macros(descriptions)
        let foreign = try ForeignProperties(project)
        try checkFixtures()
        try addNodes(to: &parsed, descriptions, foreign)
        try addDescribed(to: &parsed, descriptions)
        try PropertyCheck(project, files: compilation.files, foreign: foreign).report(parsed, warn)
        if let selectors = project.selectors {
            parsed.selectors = try SelectorExpansion.expand(selectors.definitions)
        }
        let constraints = ConstraintCheck(compilation.log)
        for index in parsed.nodes.indices where parsed.nodes[index].resourceType == .model {
            try constraints.complete(&parsed.nodes[index])
        }
        completeModels(of: &parsed)
        let microbatches = MicrobatchCheck(compilation)
        for index in parsed.nodes.indices where Compilation.hasMicrobatchStrategy(parsed.nodes[index]) {
            try microbatches.complete(&parsed.nodes[index])
        }
        return parsed
    }

    /// - Throws: when two fixtures of unit tests have the same name.
    private func checkFixtures() throws(Diagnostic) {
        for package in compilation.project.packages {
            var places: [String: String] = [:]
            for file in package.files(.fixture) {
                guard let other = places.updateValue(file.originalPath, forKey: file.stem) else { continue }
                let id = "fixture.\(package.name).\(file.stem)"
                throw Diagnostic(
                    .duplicateName,
                    """
                    dbt found two fixtures with the name "\(file.stem)".

                    Since these resources have the same name, dbt will be unable to find the correct resource
                    when looking for \(file.stem).

                    To fix this, change the name of one of these resources:
                    - \(id) (\(other))
                    - \(id) (\(file.originalPath))
                    """)
            }
        }
    }

    /// Fills what only the whole project tells, and the checksums of contracts.
    private func completeModels(of parsed: inout ParsedProject) {
        let inference = PrimaryKeyInference(parsed)
        for index in parsed.nodes.indices {
            guard case .model(var model) = parsed.nodes[index].details else { continue }
            model.primaryKey = inference.columns(of: parsed.nodes[index])
            parsed.nodes[index].details = .model(model)
            addContractChecksum(to: &parsed.nodes[index])
        }
        for index in parsed.disabledNodes.indices { addContractChecksum(to: &parsed.disabledNodes[index]) }
    }

    /// dbt makes it when it reads properties.
    private func addContractChecksum(to node: inout Node) {
        guard case .model(var model) = node.details, node.patchPath != nil else { return }
        model.contractChecksum = ContractText(node).text.map { Hash.sha256($0) }
        node.details = .model(model)
    }

    /// Completes a node that does not come from a file: a template of the command line.
    public func parse(inline node: Node) throws(Diagnostic) -> Node {
        let descriptions = Descriptions(compilation, documentation: [])
        let code = SourceText(path: node.originalFilePath, node.rawCode)
        return try NodeParser(compilation: compilation, descriptions: descriptions).parse(Draft(node, code: code))
    }

    // MARK: - Nodes

    private func addNodes(
        to parsed: inout ParsedProject, _ descriptions: Descriptions, _ foreign: ForeignProperties
    ) throws(Diagnostic) {
        let parser = NodeParser(compilation: compilation, descriptions: descriptions)
        let jobs = compilation.project.packages.flatMap { package in
            ParseJob.jobs(
                of: DraftReader(files: compilation.files, package: package, now: now, foreign: foreign))
        }
        var nodes = try Thread.parallelMap(count: jobs.count, threads: threads) {
            (index: Int) throws(Diagnostic) -> [Node] in
            var nodes: [Node] = []
            for draft in try jobs[index].drafts() { nodes.append(try parser.parse(draft)) }
            return nodes
        }
        try SharedIdentities(parser: parser, jobs: jobs).settle(&nodes)
        for node in nodes.joined() {
            if node.config.isEnabled { parsed.nodes.append(node) } else { parsed.disabledNodes.append(node) }
        }
        let attachment = TestAttachment(parsed)
        attachment.attach(&parsed.nodes)
        // Tests that are switched off tell of primary keys too.
        attachment.attach(&parsed.disabledNodes)
    }

    // MARK: - What yml files describe

    private func addDescribed(to parsed: inout ParsedProject, _ descriptions: Descriptions) throws(Diagnostic) {
        for package in compilation.project.packages {
            for declaration in package.properties.sources {
                var source = declaration.table
                source.createdAt = now
                try descriptions.apply(to: &source)
                if source.config.isEnabled {
                    parsed.sources.append(source)
                } else {
                    parsed.disabledSources.append(source)
                }
            }
            for declaration in package.properties.resources {
                var resource = declaration.resource
                resource.createdAt = now
                try descriptions.apply(to: &resource)
                if resource.config.isEnabled {
                    parsed.resources.append(resource)
                } else {
                    parsed.disabledResources.append(resource)
                }
            }
        }
        let unitTests = UnitTestParser(compilation, parsed, now: now)
        for package in compilation.project.packages {
            for declaration in package.properties.unitTests {
                for test in try unitTests.tests(of: declaration, in: package) {
                    if test.config.isEnabled {
                        parsed.unitTests.append(test)
                    } else {
                        parsed.disabledUnitTests.append(test)
                    }
                }
            }
        }
    }

    private func documentation() throws(Diagnostic) -> [Documentation] {
        var documentation: [Documentation] = []
        for package in compilation.project.packages {
            for file in package.files(.documentation) {
                documentation += try blocks(
                    of: DraftReader.read(file, from: compilation.files), path: file.path,
                    originalPath: file.originalPath, package: package.name)
            }
        }
        // The page that `doc('__overview__')` means where a project has none of its own.
        let path = "docs/overview.md"
        guard let bytes = Builtins.bytes(of: "macros/dbt/\(path)") else { return documentation }
        let overview = SourceText(path: path, bytes: bytes)
        return try documentation + blocks(of: overview, path: "overview.md", originalPath: path, package: "dbt")
    }

    private func blocks(
        of source: SourceText, path: String, originalPath: String, package: String
    ) throws(Diagnostic) -> [Documentation] {
        var documentation: [Documentation] = []
        for block in try BlockSplitter.split(source, into: ["docs"], keepsText: false) {
            guard let name = block.name else { continue }
            documentation.append(
                Documentation(
                    uniqueID: "doc.\(package).\(name)", name: name, packageName: package, path: path,
                    originalFilePath: originalPath, contents: try descriptionText(of: source.part(block.contents))))
        }
        return documentation
    }

    /// A docs block is a template too, though one that knows no names.
    private func descriptionText(of block: SourceText) throws(Diagnostic) -> String {
        guard Template.hasTags(block.bytes) else { return block.stripped.string }
        do throws(TemplateError) {
            let template = try Template(block, environment: TemplateEnvironments.text)
            let text = try Renderer(resolver: DictionaryResolver()).render(template).string
            return SourceText(path: block.path, text).stripped.string
        } catch { throw error.diagnostic }
    }

    /// The macros as the manifest lists them: with dependencies and what yml files say.
    private func macros(_ descriptions: Descriptions) throws(Diagnostic) -> [Macro] {
        let dependencies = MacroDependencies(library: compilation.library)
        var properties: [UniqueID: MacroProperties] = [:]
        for package in compilation.project.packages {
            for entry in package.properties.macros { properties["macro.\(package.name).\(entry.name)"] = entry }
        }
        let signatures = MacroSignatureCheck(compilation)
        var macros: [Macro] = []
        for definition in compilation.library.macros {
            var macro = definition.macro
            macro.dependsOnMacros = try dependencies.ids(of: definition)
            macro.arguments = try signatures.arguments(of: definition)
            if let entry = properties[macro.uniqueID] {
                let label = "macro \(macro.name) (\(macro.originalFilePath))"
                (macro.description, _) = try descriptions.render(
                    entry.description, package: macro.packageName, of: label)
                macro.meta = entry.meta
                macro.docs = entry.docs
                macro.config = entry.config
                try signatures.check(macro, entry.arguments)
                if !entry.arguments.isEmpty {
                    macro.arguments = try entry.arguments.map { argument throws(Diagnostic) in
                        try descriptions.rendered(argument, package: macro.packageName, of: label)
                    }
                }
                macro.patchPath = entry.place.file.patchPath
            }
            macros.append(macro)
        }
        return macros
    }
}

extension SourceFile.Kind {
    /// Whether a file of this kind defines nodes.
    var definesNodes: Bool {
        switch self {
        case .model, .seed, .snapshot, .analysis, .singularTest, .function: true
        case .macro, .genericTest, .fixture, .documentation, .properties: false
        }
    }
}
