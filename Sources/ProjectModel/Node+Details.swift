public import Formats

extension Node {
    public enum Details: Sendable, Hashable {
        case none
        case model(ModelDetails)
        case genericTest(GenericTestDetails)
        case seed(SeedDetails)
        /// A hook of the project: its position in the list from 0; once it has run, from 1 among all hooks of that moment.
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
        public var compiledPath: String?
        public var compiledCode: String
        public var extraCTEs: [InjectedCTE]
        public init(compiledPath: String?, compiledCode: String, extraCTEs: [InjectedCTE] = []) {
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

    /// Where another environment has the relation of a node: what references read when they are deferred.
    public struct DeferRelation: Sendable, Hashable {
        public var database: String
        public var schema: String
        public var alias: String
        public var relationName: String?
        /// The node as templates see it under `defer_relation`.
        public var fields: DataMapping

        /// - Parameter node: the node of the other environment's manifest.
        public init(_ node: Node) {
            database = node.database
            schema = node.schema
            alias = node.alias
            relationName = node.relationName
            fields = [
                "database": .string(node.database), "schema": .string(node.schema), "alias": .string(node.alias),
                "relation_name": .text(node.relationName), "resource_type": .string(node.resourceType.rawValue),
                "name": .string(node.name), "description": .string(node.description),
                "compiled_code": .text(node.compilation?.compiledCode), "meta": .mapping(node.meta),
                "tags": .strings(node.tags), "config": .mapping(node.config.values),
            ]
        }
    }
}
