public import Formats

/// A resource that is only described, never built: exposure, metric, semantic model, saved query or group.
///
/// Selection and the graph need what stands here; everything else is kept in `fields`, in the shape of the manifest.
public struct GraphResource: Sendable, Hashable {
    public var uniqueID: UniqueID
    public var resourceType: ResourceType
    public var name: String
    public var packageName: String
    public var path: String
    public var originalFilePath: String
    public var fqn: [String]
    public var description = ""
    public var tags: [String] = []
    public var meta: DataMapping = [:]
    public var config = NodeConfig()
    public var unrenderedConfig: DataMapping = [:]
    public var refs: [RefCall] = []
    public var sources: [SourceCall] = []
    public var metrics: [NamedCall] = []
    public var dependsOn = DependsOn()
    public var createdAt: Double = 0
    /// The remaining keys of the manifest, such as `type`, `owner`, `url`, `type_params`, `entities`.
    public var fields: DataMapping = [:]

    public init(
        uniqueID: UniqueID, resourceType: ResourceType, name: String, packageName: String, path: String,
        originalFilePath: String, fqn: [String]
    ) {
        self.uniqueID = uniqueID
        self.resourceType = resourceType
        self.name = name
        self.packageName = packageName
        self.path = path
        self.originalFilePath = originalFilePath
        self.fqn = fqn
    }
}

/// A test of a model's logic on given rows.
///
/// Source: dbt-core 1.11, unit tests.
public struct UnitTest: Sendable, Hashable {
    public struct Fixture: Sendable, Hashable {
        /// `ref('x')`, `source('a', 'b')` or `this`; nil for the expectation.
        public var input: String?
        /// `dict`, `csv` or `sql`.
        public var format: String
        /// A list of mappings, or text for csv and sql; null when a fixture file is named and not read yet.
        public var rows: DataValue
        public var fixture: String?
        public init(input: String?, format: String, rows: DataValue, fixture: String?) {
            self.input = input
            self.format = format
            self.rows = rows
            self.fixture = fixture
        }
    }

    public var uniqueID: UniqueID
    public var name: String
    public var packageName: String
    public var path: String
    public var originalFilePath: String
    public var fqn: [String]
    /// The name of the tested model.
    public var model: String
    public var given: [Fixture]
    public var expect: Fixture
    public var description = ""
    public var overrides: DataMapping = [:]
    public var config = NodeConfig()
    public var dependsOn = DependsOn()
    public var checksum: String?
    public var schema: String?
    public var versions: DataValue = .null
    public var version: ModelVersion?
    public var createdAt: Double = 0

    public init(
        uniqueID: UniqueID, name: String, packageName: String, path: String, originalFilePath: String, fqn: [String],
        model: String, given: [Fixture], expect: Fixture
    ) {
        self.uniqueID = uniqueID
        self.name = name
        self.packageName = packageName
        self.path = path
        self.originalFilePath = originalFilePath
        self.fqn = fqn
        self.model = model
        self.given = given
        self.expect = expect
    }
}
