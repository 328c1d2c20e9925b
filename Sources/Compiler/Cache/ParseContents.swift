internal import Diagnostics
internal import Formats
internal import ProjectGraph
internal import ProjectLoading
internal import ProjectModel

/// A manifest taken apart into what is written.
struct ParseContents {
    private var nodes: [Node] = []
    private var sources: [SourceTable] = []
    private var resources: [GraphResource] = []
    private var unitTests: [UnitTest] = []
    private var macros: [Macro] = []
    private var documentation: [Documentation] = []
    private var disabled = Manifest.Disabled()
    private var selectors: DataMapping = [:]
    /// The line on which each macro begins.
    private(set) var macroLines: [Int] = []
    private(set) var unusedPaths: String?

    init() {}

    init(_ manifest: Manifest, library: MacroLibrary, unusedPaths: String?) {
        nodes = Array(manifest.nodes.values)
        sources = Array(manifest.sources.values)
        resources = Array(manifest.resources.values)
        unitTests = Array(manifest.unitTests.values)
        macros = Array(manifest.macros.values)
        documentation = Array(manifest.documentation.values)
        disabled = manifest.disabled
        selectors = manifest.selectors
        macroLines = macros.map { library.macro(id: $0.uniqueID)?.source.firstLine ?? 1 }
        self.unusedPaths = unusedPaths
    }

    mutating func code(_ coder: inout some CacheCoder) {
        coder.list(&nodes, blank: .blank) { $0.code(&$1) }
        coder.list(&sources, blank: .blank) { $0.code(&$1) }
        coder.list(&resources, blank: .blank) { $0.code(&$1) }
        coder.list(&unitTests, blank: .blank) { $0.code(&$1) }
        coder.list(&macros, blank: .blank) { $0.code(&$1) }
        coder.list(&macroLines, blank: 1) { $1.int(&$0) }
        coder.list(&documentation, blank: .blank) { $0.code(&$1) }
        coder.list(&disabled.nodes, blank: .blank) { $0.code(&$1) }
        coder.list(&disabled.droppedTests, blank: .blank) { $0.code(&$1) }
        coder.list(&disabled.sources, blank: .blank) { $0.code(&$1) }
        coder.list(&disabled.resources, blank: .blank) { $0.code(&$1) }
        coder.list(&disabled.unitTests, blank: .blank) { $0.code(&$1) }
        coder.mapping(&selectors)
        coder.text(&unusedPaths)
    }

    /// The manifest again; the projects themselves are read from their files with every command.
    func manifest(of loaded: LoadedProject) -> Manifest {
        let projects = Dictionary(
            loaded.packages.map { ($0.name, $0.project) }, uniquingKeysWith: { first, _ in first })
        var parsed = ParsedProject(rootPackage: loaded.root.name, projects: projects)
        parsed.nodes = nodes
        parsed.sources = sources
        parsed.disabledNodes = disabled.nodes
        parsed.disabledSources = disabled.sources
        return Manifest(
            rootPackage: loaded.root.name, projects: projects,
            nodes: .init(zip(nodes.lazy.map(\.uniqueID), nodes)) { _, last in last },
            sources: .init(zip(sources.lazy.map(\.uniqueID), sources)) { _, last in last },
            resources: .init(zip(resources.lazy.map(\.uniqueID), resources)) { _, last in last },
            unitTests: .init(zip(unitTests.lazy.map(\.uniqueID), unitTests)) { _, last in last },
            macros: .init(zip(macros.lazy.map(\.uniqueID), macros)) { _, last in last },
            documentation: .init(zip(documentation.lazy.map(\.uniqueID), documentation)) { _, last in last },
            disabled: disabled, selectors: selectors, references: ReferenceIndex(parsed))
    }
}
