public import Formats

/// A table that the project reads but does not build: one table of one `sources:` entry.
///
/// Source: dbt-core 1.11, sources.
public struct SourceTable: Sendable, Hashable {
    public var uniqueID: UniqueID
    public var packageName: String
    public var path: String
    public var originalFilePath: String
    public var fqn: [String]
    public var sourceName: String
    /// The table's name in the project; `identifier` is its name in the database.
    public var name: String
    public var identifier: String
    public var database = ""
    public var schema = ""
    public var relationName: String?
    /// The keys `database`, `schema`, `identifier`, `column`, null where nothing was said.
    public var quoting: DataMapping = [:]
    public var description = ""
    public var sourceDescription = ""
    public var loader = ""
    public var loadedAtField: String?
    public var loadedAtQuery: String?
    public var freshness: Freshness?
    public var external: DataValue = .null
    public var columns: Columns = [:]
    public var meta: DataMapping = [:]
    public var sourceMeta: DataMapping = [:]
    public var tags: [String] = []
    public var config = NodeConfig()
    public var patchPath: String?
    public var unrenderedConfig: DataMapping = [:]
    public var unrenderedDatabase: String?
    public var unrenderedSchema: String?
    public var docBlocks: [UniqueID] = []
    public var createdAt: Double = 0

    public init(
        uniqueID: UniqueID, packageName: String, path: String, originalFilePath: String, fqn: [String],
        sourceName: String, name: String, identifier: String
    ) {
        self.uniqueID = uniqueID
        self.packageName = packageName
        self.path = path
        self.originalFilePath = originalFilePath
        self.fqn = fqn
        self.sourceName = sourceName
        self.name = name
        self.identifier = identifier
    }
}

/// How old the newest row of a source may be.
public struct Freshness: Sendable, Hashable {
    public struct Threshold: Sendable, Hashable {
        public var count: Int?
        /// `minute`, `hour` or `day`.
        public var period: String?
        public init(count: Int? = nil, period: String? = nil) {
            self.count = count
            self.period = period
        }
    }

    public var warnAfter: Threshold?
    public var errorAfter: Threshold?
    /// SQL of a `where` clause.
    public var filter: String?

    public init(warnAfter: Threshold? = nil, errorAfter: Threshold? = nil, filter: String? = nil) {
        self.warnAfter = warnAfter
        self.errorAfter = errorAfter
        self.filter = filter
    }
}
