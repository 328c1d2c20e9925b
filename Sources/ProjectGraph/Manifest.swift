public import Formats
public import ProjectModel

/// The whole project with its references resolved: what selection, planning, execution and artifacts read.
///
/// It is made once by `resolve` and never edited; what execution adds stands in its results.
public struct Manifest: Sendable {
    /// The name of the root project.
    public let rootPackage: String
    /// Root and installed packages by name.
    public let projects: [String: Project]
    /// Models, seeds, snapshots, tests, analyses, operations and functions that are switched on.
    public internal(set) var nodes: OrderedDictionary<UniqueID, Node>
    public let sources: OrderedDictionary<UniqueID, SourceTable>
    /// Exposures, metrics, semantic models, saved queries and groups.
    public let resources: OrderedDictionary<UniqueID, GraphResource>
    public let unitTests: OrderedDictionary<UniqueID, UnitTest>
    public let macros: OrderedDictionary<UniqueID, Macro>
    public let documentation: OrderedDictionary<UniqueID, Documentation>
    public let disabled: Disabled
    /// The expanded definitions of selectors.yml by name.
    public let selectors: DataMapping
    /// Finds what `ref()`, `source()` and `function()` mean.
    public let references: ReferenceIndex
    public let graph: DependencyGraph

    /// What is switched off, or was dropped because what it tests is.
    public struct Disabled: Sendable {
        public var nodes: [Node] = []
        /// Tests that were dropped, since something that they read is switched off or missing. Their `enabled` is false;
        /// dbt lists them among the nodes of manifest.json.
        public var droppedTests: [Node] = []
        public var sources: [SourceTable] = []
        public var resources: [GraphResource] = []
        public var unitTests: [UnitTest] = []
        public init() {}
    }

    /// Assembles a manifest from parts that are resolved already, such as those of a cache or another artifact.
    public init(
        rootPackage: String, projects: [String: Project], nodes: OrderedDictionary<UniqueID, Node>,
        sources: OrderedDictionary<UniqueID, SourceTable>, resources: OrderedDictionary<UniqueID, GraphResource>,
        unitTests: OrderedDictionary<UniqueID, UnitTest>, macros: OrderedDictionary<UniqueID, Macro>,
        documentation: OrderedDictionary<UniqueID, Documentation>, disabled: Disabled, selectors: DataMapping,
        references: ReferenceIndex
    ) {
        self.rootPackage = rootPackage
        self.projects = projects
        self.nodes = nodes
        self.sources = sources
        self.resources = resources
        self.unitTests = unitTests
        self.macros = macros
        self.documentation = documentation
        self.disabled = disabled
        self.selectors = selectors
        self.references = references
        var entries: [(UniqueID, [UniqueID])] = []
        entries.reserveCapacity(nodes.count + sources.count + resources.count + unitTests.count)
        for node in nodes.values { entries.append((node.uniqueID, node.dependsOn.nodes)) }
        for source in sources.values { entries.append((source.uniqueID, [])) }
        for resource in resources.values where resource.resourceType != .group {
            entries.append((resource.uniqueID, resource.dependsOn.nodes))
        }
        for test in unitTests.values { entries.append((test.uniqueID, test.dependsOn.nodes)) }
        graph = DependencyGraph(entries)
    }
}

extension Manifest {
    /// Exposures, metrics, … of one type, in their order.
    public func resources(of type: ResourceType) -> [GraphResource] {
        resources.values.filter { $0.resourceType == type }
    }

    /// The type of the resource with this id, of those that are part of the graph.
    public func resourceType(of id: UniqueID) -> ResourceType? {
        if let node = nodes[id] { return node.resourceType }
        if sources[id] != nil { return .source }
        if unitTests[id] != nil { return .unitTest }
        return resources[id]?.resourceType
    }
}
