internal import Formats
internal import ProjectModel

/// A resource of the graph as selection sees it, whatever its type.
struct SelectionMember {
    var id: UniqueID
    var type: ResourceType
    var name: String
    var package: String
    var path: String
    var patchPath: String?
    var fqn: [String]
    var tags: [String]
    var config: NodeConfig
    var isVersioned: Bool

    /// The members of `manifest.graph`, by position there.
    static func all(of manifest: borrowing Manifest) -> [SelectionMember] {
        var members: [SelectionMember] = []
        members.reserveCapacity(manifest.graph.ids.count)
        for node in manifest.nodes.values { members.append(SelectionMember(node)) }
        for source in manifest.sources.values { members.append(SelectionMember(source)) }
        for resource in manifest.resources.values where resource.resourceType != .group {
            members.append(SelectionMember(resource))
        }
        for test in manifest.unitTests.values { members.append(SelectionMember(test)) }
        return members
    }

    private init(_ node: Node) {
        self.init(
            id: node.uniqueID, type: node.resourceType, name: node.name, package: node.packageName,
            path: node.originalFilePath, patchPath: node.patchPath, fqn: node.fqn, tags: node.tags,
            config: node.config, isVersioned: node.model?.version != nil)
    }

    private init(_ source: SourceTable) {
        self.init(
            id: source.uniqueID, type: .source, name: source.name, package: source.packageName,
            path: source.originalFilePath, patchPath: source.patchPath, fqn: source.fqn, tags: source.tags,
            config: source.config, isVersioned: false)
    }

    private init(_ resource: GraphResource) {
        self.init(
            id: resource.uniqueID, type: resource.resourceType, name: resource.name, package: resource.packageName,
            path: resource.originalFilePath, patchPath: nil, fqn: resource.fqn, tags: resource.tags,
            config: resource.config, isVersioned: false)
    }

    private init(_ test: UnitTest) {
        let tags = test.config.tags
        self.init(
            id: test.uniqueID, type: .unitTest, name: test.name, package: test.packageName,
            path: test.originalFilePath, patchPath: nil, fqn: test.fqn, tags: tags, config: test.config,
            isVersioned: false)
    }

    private init(
        id: UniqueID, type: ResourceType, name: String, package: String, path: String, patchPath: String?,
        fqn: [String], tags: [String], config: NodeConfig, isVersioned: Bool
    ) {
        self.id = id
        self.type = type
        self.name = name
        self.package = package
        self.path = path
        self.patchPath = patchPath
        self.fqn = fqn
        self.tags = tags
        self.config = config
        self.isVersioned = isVersioned
    }

    /// Whether it is one of the nodes of the manifest, rather than a source, an exposure and so on.
    var isNode: Bool {
        switch type {
        case .model, .seed, .snapshot, .test, .analysis, .operation, .sqlOperation: true
        default: false
        }
    }

    /// Whether tests of this kind are added for their parents' sake.
    var isTest: Bool { type == .test || type == .unitTest }
}
