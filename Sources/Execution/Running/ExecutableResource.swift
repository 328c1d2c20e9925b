internal import Events
internal import Formats
internal import Platform
internal import ProjectGraph
internal import ProjectModel
internal import SourceLoading

/// Something that a step executes, whatever its type.
enum ExecutableResource {
    case node(Node)
    case unitTest(UnitTest)
    /// A source, whose freshness is checked.
    case source(SourceTable)
    /// A source whose files are loaded.
    case load(SourceTable, files: Int)
    /// An exposure or a saved query: nothing is done, but it is reported.
    case described(GraphResource)

    init?(_ id: UniqueID, in manifest: borrowing Manifest) {
        if let node = manifest.nodes[id] {
            self = .node(node)
        } else if let test = manifest.unitTests[id] {
            self = .unitTest(test)
        } else if let source = manifest.sources[id] {
            self = .source(source)
        } else if let resource = manifest.resources[id] {
            self = .described(resource)
        } else {
            return nil
        }
    }

    /// - Parameter loader: what loads sources; without one it is their freshness that is checked.
    init?(_ id: UniqueID, in manifest: borrowing Manifest, loading loader: SourceLoader?) {
        self.init(id, in: manifest)
        if let loader, case .source(let source) = self { self = .load(source, files: loader.fileCount(of: id)) }
    }

    var id: UniqueID {
        switch self {
        case .node(let node): node.uniqueID
        case .unitTest(let test): test.uniqueID
        case .source(let source), .load(let source, _): source.uniqueID
        case .described(let resource): resource.uniqueID
        }
    }

    var type: ResourceType {
        switch self {
        case .node(let node): node.resourceType
        case .unitTest: .unitTest
        case .source, .load: .source
        case .described(let resource): resource.resourceType
        }
    }

    var isLoad: Bool {
        if case .load = self { return true }
        return false
    }

    /// Whether there is SQL to compile.
    var hasCode: Bool {
        switch self {
        case .node, .unitTest: true
        case .source, .load, .described: false
        }
    }

    var name: String {
        switch self {
        case .node(let node): node.name
        case .unitTest(let test): test.name
        case .source(let source): source.name
        case .load(let source, _): "\(source.sourceName).\(source.name)"
        case .described(let resource): resource.name
        }
    }

    var path: String {
        switch self {
        case .node(let node): node.originalFilePath
        case .unitTest(let test): test.originalFilePath
        case .source(let source), .load(let source, _): source.originalFilePath
        case .described(let resource): resource.originalFilePath
        }
    }

    var schema: String {
        switch self {
        case .node(let node): node.schema
        case .load(let source, _): source.schema
        default: ""
        }
    }

    /// How progress lines call the step: `sql table model dev.orders`.
    var description: String {
        switch self {
        case .node(let node):
            switch node.resourceType {
            case .model: "\(node.language) \(node.config.materialized) model \(node.schema).\(node.alias)"
            case .seed: "seed file \(node.schema).\(node.alias)"
            case .snapshot: "snapshot \(node.schema).\(node.alias)"
            case .test: "test \(node.name)"
            case .function: "function \(node.schema).\(node.alias)"
            default: "\(node.resourceType.rawValue) \(node.name)"
            }
        case .unitTest(let test): "unit_test \(test.model)::\(test.versionedName)"
        case .source(let source): "freshness of \(source.sourceName).\(source.name)"
        case .load(let source, let files):
            "load source \(source.sourceName).\(source.name) (\(files) \(files == 1 ? "file" : "files"))"
        case .described(let resource):
            "\(resource.resourceType.rawValue.replacing("_", with: " ")) \(resource.name)"
        }
    }

    /// What the step counts as in `Finished running 2 table models, …`.
    var countName: String {
        switch self {
        case .node(let node) where node.resourceType == .model: "\(node.config.materialized) model"
        case .load: "source load"
        default: type.rawValue.replacing("_", with: " ")
        }
    }

    /// Of tests: what follows when they find something.
    var onFail: OnFail? {
        switch self {
        case .node(let node) where node.resourceType == .test: node.config.onFail
        case .unitTest(let test): test.config.onFail
        default: nil
        }
    }

    /// Exposures and saved queries only have an end.
    var announcesStart: Bool {
        if case .described = self { return false }
        return true
    }

    func info(status: String, result: NodeResult? = nil) -> NodeInfo {
        let times = result?.timings
        var info = NodeInfo(
            uniqueID: id, name: name, path: path, resourceType: type.rawValue, status: status,
            startedAt: times?.first?.startedAt.localISO ?? "", finishedAt: times?.last?.completedAt.localISO ?? "")
        if case .node(let node) = self {
            info.path = node.path
            info.materialized = node.config.materialized
            info.checksum = node.checksum.value
            info.meta = node.meta
            info.database = node.database
            info.schema = node.schema
            info.alias = node.alias
            info.relationName = node.relationName ?? ""
        }
        return info
    }
}

extension UnitTest {
    /// The name with the version of the model that it tests: `adds_up_v2`.
    var versionedName: String { version.map { "\(name)_v\($0.text)" } ?? name }
}
