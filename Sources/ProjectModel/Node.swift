public import Formats

/// A resource that has code or data of its own and takes part in the graph: model, seed, snapshot, test, analysis,
/// operation (hook) or function.
///
/// The properties are those of the manifest, under the same names. Source: `compat/artifacts.md`, node keys.
public struct Node: Sendable, Hashable {
    public var uniqueID: UniqueID
    public var resourceType: ResourceType
    public var name: String
    public var packageName: String
    /// Relative to the resource path in which the file was found, such as `marts/orders.sql`.
    public var path: String
    /// Relative to the project (or package) folder, such as `models/marts/orders.sql`.
    public var originalFilePath: String
    public var fqn: [String]
    public var checksum: FileChecksum
    /// The source text without leading and trailing white space; empty for seeds.
    public var rawCode: String
    /// The line of the file on which `rawCode` begins.
    public var firstLine = 1

    // Where it lands in the database
    public var database = ""
    public var schema = ""
    public var alias = ""
    /// `"database"."schema"."alias"` as quoting says; nil for what has no relation.
    public var relationName: String?

    // What the project says of it
    public var config = NodeConfig()
    public var unrenderedConfig: DataMapping = [:]
    public var tags: [String] = []
    public var description = ""
    public var columns: Columns = [:]
    public var meta: DataMapping = [:]
    public var group: String?
    public var docs: DataMapping = ["show": true, "node_color": .null]
    /// `package://models/schema.yml` when properties were found.
    public var patchPath: String?
    public var docBlocks: [UniqueID] = []
    /// `sql` or `python`.
    public var language = "sql"
    /// Seconds since 1970.
    public var createdAt: Double = 0

    // What it reads
    public var refs: [RefCall] = []
    public var sources: [SourceCall] = []
    public var metrics: [NamedCall] = []
    public var functions: [NamedCall] = []
    public var dependsOn = DependsOn()

    /// What only one type of node has.
    public var details: Details = .none

    // What execution adds; nil until then
    public var compilation: Compilation?
    /// Relative to the project, such as `target/run/shop/models/orders.sql`; set when the node has run.
    public var buildPath: String?
    /// Where the relation stands in the environment that `--defer` names.
    public var deferRelation: DeferRelation?

    public init(
        uniqueID: UniqueID, resourceType: ResourceType, name: String, packageName: String, path: String,
        originalFilePath: String, fqn: [String], checksum: FileChecksum, rawCode: String
    ) {
        self.uniqueID = uniqueID
        self.resourceType = resourceType
        self.name = name
        self.packageName = packageName
        self.path = path
        self.originalFilePath = originalFilePath
        self.fqn = fqn
        self.checksum = checksum
        self.rawCode = rawCode
    }
}

extension Node {
    public enum Details: Sendable, Hashable {
        case none
        case model(ModelDetails)
        case genericTest(GenericTestDetails)
        case seed(SeedDetails)
        /// A hook of the project: its 1-based position in the list.
        case operation(index: Int)
        case function(FunctionDetails)
    }

    public struct ModelDetails: Sendable, Hashable {
        public var access = "protected"
        public var constraints: [Constraint] = []
        public var version: ModelVersion?
        public var latestVersion: ModelVersion?
        /// ISO text.
        public var deprecationDate: String?
        public var primaryKey: [String] = []
        public var timeSpine: DataValue = .null
        /// What `state:modified.contract` compares; nil without an enforced contract.
        public var contractChecksum: String?
        public init() {}
    }

    public struct GenericTestDetails: Sendable, Hashable {
        /// The test macro's name without `test_`, and its package when it was qualified.
        public var testName: String
        public var namespace: String?
        /// The arguments as they were written, with `model` and `column_name`.
        public var arguments: DataMapping
        public var columnName: String?
        /// `models.orders` or `sources.shop`.
        public var fileKeyName: String
        public var attachedNode: UniqueID?

        public init(
            testName: String, namespace: String?, arguments: DataMapping, columnName: String?, fileKeyName: String,
            attachedNode: UniqueID?
        ) {
            self.testName = testName
            self.namespace = namespace
            self.arguments = arguments
            self.columnName = columnName
            self.fileKeyName = fileKeyName
            self.attachedNode = attachedNode
        }
    }

    public struct SeedDetails: Sendable, Hashable {
        /// The folder of the project to which `originalFilePath` is relative.
        public var rootPath: String
        public init(rootPath: String) { self.rootPath = rootPath }
    }

    public struct FunctionDetails: Sendable, Hashable {
        public var returns: DataMapping = [:]
        public var arguments: [DataMapping] = []
        public init() {}
    }

    /// What compiling a node gave.
    public struct Compilation: Sendable, Hashable {
        /// Relative to the project, such as `target/compiled/shop/models/orders.sql`.
        public var compiledPath: String
        public var compiledCode: String
        public var extraCTEs: [InjectedCTE]
        public init(compiledPath: String, compiledCode: String, extraCTEs: [InjectedCTE] = []) {
            self.compiledPath = compiledPath
            self.compiledCode = compiledCode
            self.extraCTEs = extraCTEs
        }
    }

    /// An ephemeral parent, injected as a common table expression.
    public struct InjectedCTE: Sendable, Hashable {
        public var id: UniqueID
        /// ` __dbt__cte__name as (\n…\n)`.
        public var sql: String
        public init(id: UniqueID, sql: String) {
            self.id = id
            self.sql = sql
        }
    }

    public struct DeferRelation: Sendable, Hashable {
        public var database: String
        public var schema: String
        public var alias: String
        public var relationName: String?
        public init(database: String, schema: String, alias: String, relationName: String?) {
            self.database = database
            self.schema = schema
            self.alias = alias
            self.relationName = relationName
        }
    }
}

extension Node {
    public var model: ModelDetails? {
        if case .model(let details) = details { return details }
        return nil
    }

    public var genericTest: GenericTestDetails? {
        if case .genericTest(let details) = details { return details }
        return nil
    }

    public var isEphemeral: Bool { config.materialized == "ephemeral" }

    /// The name under which selection and `ls --output name` know it: `orders`, or `orders.v2` for a version.
    public var searchName: String {
        guard let version = model?.version else { return name }
        return "\(name).v\(version.text)"
    }

    /// How dbt calls the node in errors: `model orders (models/orders.sql)`.
    public var label: String { "\(resourceType.rawValue) \(name) (\(originalFilePath))" }
}
