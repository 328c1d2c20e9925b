public import Diagnostics
public import Formats
public import ProjectModel

/// Decides the configuration of a resource from all places that speak of it.
///
/// Source: dbt-core 1.11, config trees, precedence and merge behaviour per key.
public struct ConfigResolver: Sendable {
    /// What one resource brings along.
    public struct Request: Sendable {
        public var type: ResourceType
        public var packageName: String
        public var fqn: [String]
        /// `config:` of the properties, rendered. A Python model without `materialized` here gets `table`.
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
        /// What was said, as far as possible as it was written, for comparing states.
        public var unrendered: DataMapping
        /// `tags` of the node: those of the project trees and of the code, then of the properties, without repetition.
        public var tags: [String]
    }

    private let rootName: String
    private let rendered: [String: [ResourceType: ConfigTree]]
    private let unrendered: [String: [ResourceType: ConfigTree]]
    private let comparesUnrendered: Bool

    /// - Throws: `config-invalid-value` when a tree says something that cannot be merged.
    public init(root: Project, packages: [Project]) throws(Diagnostic) {
        rootName = root.name
        comparesUnrendered = root.flags["state_modified_compare_more_unrendered_values"] == true
        var rendered: [String: [ResourceType: ConfigTree]] = [:]
        var unrendered: [String: [ResourceType: ConfigTree]] = [:]
        for project in [root] + packages {
            rendered[project.name] = try Self.trees(of: project)
            unrendered[project.name] = try Self.unrenderedTrees(of: project)
        }
        self.rendered = rendered
        self.unrendered = unrendered
    }

    /// Types that dbt configures; those without a tree of their own read `models:`.
    private static let types: [ResourceType] = [
        .model, .seed, .snapshot, .source, .test, .metric, .semanticModel, .savedQuery, .exposure, .unitTest,
        .function, .analysis, .operation, .sqlOperation, .group,
    ]

    private static func trees(of project: Project) throws(Diagnostic) -> [ResourceType: ConfigTree] {
        var trees: [ResourceType: ConfigTree] = [:]
        for type in types {
            let schema = ConfigSchema.of(type)
            let hasTree = ![.analysis, .operation, .sqlOperation, .group].contains(type)
            let tree = project.configTrees[hasTree ? type : .model] ?? [:]
            trees[type] = try ConfigTree(tree, base: schema.initial) { (own, merged) throws(Diagnostic) in
                try ConfigMerge.apply(ConfigMerge.renamingHooks(own), to: &merged, schema)
            }
        }
        return trees
    }

    private static func unrenderedTrees(of project: Project) throws(Diagnostic) -> [ResourceType: ConfigTree] {
        var trees: [ResourceType: ConfigTree] = [:]
        for type in types {
            let hasTree = ![.analysis, .operation, .sqlOperation, .group, .function].contains(type)
            let tree = project.unrenderedConfigTrees[hasTree ? type : .model] ?? [:]
            trees[type] = try ConfigTree(tree, base: [:]) { own, merged in merged.merge(own) { $1 } }
        }
        return trees
    }

    /// What a resource of `type` has where nobody configures it.
    public static func defaults(of type: ResourceType) -> DataMapping { ConfigSchema.of(type).initial }

    /// The configuration of one resource.
    /// - Throws: `config-invalid-value` when a key that dbt knows has a value of the wrong type.
    public func resolve(_ request: Request) throws(Diagnostic) -> Resolved {
        do throws(Diagnostic) {
            return try resolved(request)
        } catch {
            var error = error
            error.subject = error.subject ?? request.label
            throw error
        }
    }

    private func resolved(_ request: Request) throws(Diagnostic) -> Resolved {
        let schema = ConfigSchema.of(request.type)
        let base = rendered[request.packageName]?[request.type]?.level(for: request.fqn).merged ?? schema.initial
        let properties = try ConfigMerge.translatingAliases(request.properties)
        let calls = try ConfigMerge.translatingAliases(request.calls)
        var config = base
        try ConfigMerge.apply(ConfigMerge.renamingHooks(properties), to: &config, schema)
        try ConfigMerge.apply(ConfigMerge.renamingHooks(calls), to: &config, schema)
        let overrides =
            request.packageName == rootName
            ? [] : rendered[rootName]?[request.type]?.levels(for: request.fqn) ?? []
        for level in overrides { try ConfigMerge.apply(ConfigMerge.renamingHooks(level.own), to: &config, schema) }
        // What dbt keeps for groups has no hooks, though their configuration is read from `models:`.
        if request.type == .group { config.removeAll { $0.key == "pre-hook" || $0.key == "post-hook" } }
        let finished = try ConfigCheck(schema: schema, type: request.type, label: request.label).finish(config)
        return Resolved(
            config: NodeConfig(finished), unrendered: try unrenderedConfig(request, properties, calls),
            tags: tags(base, calls, overrides, properties))
    }

    private func tags(
        _ base: DataMapping, _ calls: DataMapping, _ overrides: [ConfigTree], _ properties: DataMapping
    ) -> [String] {
        let places = [base, calls] + overrides.map(\.own) + [properties]
        var tags: [String] = []
        for case .string(let tag) in places.flatMap({ $0["tags"].map(ConfigMerge.listified) ?? [] }) {
            if !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }

    private func unrenderedConfig(
        _ request: Request, _ properties: DataMapping, _ calls: DataMapping
    ) throws(Diagnostic) -> DataMapping {
        var result = unrendered[request.packageName]?[request.type]?.level(for: request.fqn).merged ?? [:]
        var (properties, calls) = (properties, calls)
        if comparesUnrendered {
            properties = ConfigMerge.deep(properties, request.unrenderedProperties)
            if !request.unrenderedCalls.isEmpty { calls = request.unrenderedCalls }
        }
        result.merge(properties) { $1 }
        result.merge(calls) { $1 }
        if request.packageName != rootName {
            for level in unrendered[rootName]?[request.type]?.levels(for: request.fqn) ?? [] {
                result.merge(level.own) { $1 }
            }
        }
        return result
    }

    /// Merges one more `config()` call into those before it.
    /// - Throws: `config-conflicting-keys` when both `pre_hook` and `pre-hook` are given.
    public static func addCall(_ call: DataMapping, to calls: inout DataMapping) throws(Diagnostic) {
        for (old, new) in [("pre_hook", "pre-hook"), ("post_hook", "post-hook")]
        where call[old] != nil && call[new] != nil {
            throw Diagnostic(.configConflictingKeys, "Invalid config, has conflicting keys \"\(old)\" and \"\(new)\"")
        }
        try ConfigMerge.addCall(ConfigMerge.renamingHooks(call), to: &calls)
    }

    /// The names of the trees of `dbt_project.yml` in messages, in the order in which dbt looks at them.
    private static let treeNames: [(ResourceType, String)] = [
        (.model, "models"), (.seed, "seeds"), (.snapshot, "snapshots"), (.source, "sources"), (.test, "data_tests"),
        (.unitTest, "unit_tests"), (.metric, "metrics"), (.semanticModel, "semantic_models"),
        (.savedQuery, "saved_queries"), (.exposure, "exposures"), (.function, "functions"),
    ]

    /// The paths of the root project's config trees that apply to no resource, such as `models.shop.staging`.
    /// - Parameters:
    ///   - resources: type and fqn of every enabled resource.
    ///   - disabled: the fqns of disabled resources of any type.
    public func unusedPaths(resources: [(ResourceType, [String])], disabled: [[String]]) -> [String] {
        var used: [ResourceType: Set<ObjectIdentifier>] = [:]
        func mark(_ type: ResourceType, _ fqn: [String]) {
            guard let tree = rendered[rootName]?[type] else { return }
            for level in tree.levels(for: fqn) { used[type, default: []].insert(ObjectIdentifier(level)) }
        }
        for (type, fqn) in resources { mark(type, fqn) }
        for fqn in disabled {
            for (type, _) in Self.treeNames { mark(type, fqn) }
        }
        return Self.treeNames.flatMap { type, name in
            (rendered[rootName]?[type]?.configuredLevels ?? [])
                .filter { !(used[type]?.contains(ObjectIdentifier($0)) ?? false) }
                .map { ([name] + $0.path).joined(separator: ".") }
        }
    }

    /// The known key that `key` is probably meant to be; nil when it is known itself, or like none.
    public static func suggestion(for key: String, of type: ResourceType) -> String? {
        let schema = ConfigSchema.of(type)
        let others = ConfigSchema.adapterKeys + (ConfigSchema.ownKeys[type] ?? [])
        guard schema.field(key) == nil, !others.contains(key) else { return nil }
        return Suggestion.closest(to: key, in: schema.fields.map(\.key) + others, limit: 2)
    }

    /// dbt's warning for unused paths; nil when there are none.
    public static func unusedPathsWarning(_ paths: [String]) -> Diagnostic? {
        guard !paths.isEmpty else { return nil }
        let list = paths.map { "- \($0)" }.joined(separator: "\n")
        return Diagnostic(
            .configUnusedPath,
            """
            Configuration paths exist in your dbt_project.yml file which do not apply to any resources.
            There are \(paths.count) unused configuration paths:
            \(list)
            """, severity: .warning)
    }
}
