public import Formats

/// What parsing gives: every resource of the project and its packages with the references that its code and properties
/// make, before any of them is resolved.
public struct ParsedProject: Sendable {
    /// The name of the root project.
    public var rootPackage: String
    /// Root and installed packages by name, without Martlet's own.
    public var projects: [String: Project]
    public var nodes: [Node] = []
    public var sources: [SourceTable] = []
    /// Exposures, metrics, semantic models, saved queries and groups.
    public var resources: [GraphResource] = []
    public var unitTests: [UnitTest] = []
    public var macros: [Macro] = []
    public var documentation: [Documentation] = []
    /// Resources that are switched off; their references are not resolved.
    public var disabledNodes: [Node] = []
    public var disabledSources: [SourceTable] = []
    public var disabledResources: [GraphResource] = []
    public var disabledUnitTests: [UnitTest] = []
    /// The expanded definitions of selectors.yml, by name, in the shape of the manifest.
    public var selectors: DataMapping = [:]

    public init(rootPackage: String, projects: [String: Project]) {
        self.rootPackage = rootPackage
        self.projects = projects
    }
}
