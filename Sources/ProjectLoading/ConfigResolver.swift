public import Diagnostics
public import Formats
public import ProjectModel

/// Decides the configuration of a resource from all places that speak of it.
///
/// Source: `compat/project.md`, config trees, precedence and merge behaviour per key.
public struct ConfigResolver: Sendable {
    /// What one resource brings along.
    public struct Request: Sendable {
        public var type: ResourceType
        public var packageName: String
        public var fqn: [String]
        /// `config:` of the properties, rendered.
        public var properties: DataMapping = [:]
        /// `config()` calls in the code, merged with `addCall`.
        public var calls: DataMapping = [:]
        /// The same two as they were written.
        public var unrenderedProperties: DataMapping = [:]
        public var unrenderedCalls: DataMapping = [:]
        /// How errors call the resource: `model orders (models/orders.sql)`.
        public var label: String?

        public init(type: ResourceType, packageName: String, fqn: [String]) {
            self.type = type
            self.packageName = packageName
            self.fqn = fqn
        }
    }

    /// What was decided.
    public struct Resolved: Sendable {
        public var config: NodeConfig
        public var unrendered: DataMapping
        /// `tags` of the node: those of the project tree, of the code, then of the properties, without repetition.
        public var tags: [String]
    }

    init() {}

    /// The configuration of one resource.
    /// - Throws: `config-invalid` when a key that dbt knows has a value of the wrong type.
    public func resolve(_ request: Request) throws(Diagnostic) -> Resolved {
        Resolved(config: NodeConfig(), unrendered: [:], tags: [])
    }

    /// Merges one more `config()` call into those before it.
    /// - Throws: `config-conflicting-keys` when both `pre_hook` and `pre-hook` are given.
    public static func addCall(_ call: DataMapping, to calls: inout DataMapping) throws(Diagnostic) {
        for (key, value) in call { calls[key] = value }
    }

    /// The paths of the root project's config trees that no resource matches, such as `models.shop.staging`, sorted.
    public func unusedPaths(of fqns: [ResourceType: Set<[String]>]) -> [String] { [] }
}
