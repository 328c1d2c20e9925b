public import Formats

/// The content of one `dbt_project.yml`, rendered and with defaults: of the root project, of an installed package, or of
/// the built-in packages.
///
/// Source: dbt-core 1.11, dbt_project.yml.
public struct Project: Sendable, Hashable {
    public var name: String
    public var version: String?
    /// Absolute; empty for the built-in packages.
    public var directory: String
    public var profileName: String?
    public var paths = ResourcePaths()
    /// The trees `models:`, `seeds:`, `snapshots:`, `data_tests:`, `sources:`, … as they stand in the file, rendered.
    public var configTrees: [ResourceType: DataMapping] = [:]
    /// The same, not rendered, for `unrendered_config`.
    public var unrenderedConfigTrees: [ResourceType: DataMapping] = [:]
    public var vars: DataMapping = [:]
    public var onRunStart: [String] = []
    public var onRunEnd: [String] = []
    /// `dispatch:` by macro namespace: the packages in which macros are searched, in order.
    public var dispatch: [String: [String]] = [:]
    public var queryComment: QueryComment = .default
    /// `quoting:` of the file: null where nothing was said.
    public var quoting: DataMapping = [:]
    public var flags: DataMapping = [:]
    public var requiredVersions: [String] = []
    public var restrictsAccess = false
    public var targetPath = "target"
    public var logPath = "logs"
    public var packagesInstallPath = "dbt_packages"
    public var cleanTargets: [String] = ["target"]
    public var assetPaths: [String] = []

    public init(name: String, directory: String) {
        self.name = name
        self.directory = directory
    }

    /// Whether nodes of a package find resources of their own package before those of this project, the root.
    public var searchesOwnPackageFirst: Bool {
        flags["require_ref_searches_node_package_before_root"]?.bool ?? false
    }
}

/// In which folders of a project each kind of file is searched, relative to the project.
public struct ResourcePaths: Sendable, Hashable {
    public var models = ["models"]
    public var seeds = ["seeds"]
    public var tests = ["tests"]
    public var analyses = ["analyses"]
    public var macros = ["macros"]
    public var snapshots = ["snapshots"]
    public var functions = ["functions"]
    /// nil means all paths of the other kinds.
    public var docs: [String]?

    public init() {}
}

/// The comment that is put before or after every statement.
public enum QueryComment: Sendable, Hashable {
    /// dbt's: a JSON object with the application, versions, profile, target and node.
    case `default`
    case none
    /// A template of the project's own.
    case custom(String, isAppended: Bool)
    /// The default text, after the statement.
    case defaultAppended
}
