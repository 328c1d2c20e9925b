public import Formats
public import OrderedCollections

/// A column as the properties describe it (`columns:` of a model, seed, snapshot or source).
public struct ColumnInfo: Sendable, Hashable {
    public var name: String
    public var description = ""
    /// Merged from `meta` and `config.meta`.
    public var meta: DataMapping = [:]
    public var dataType: String?
    public var constraints: [Constraint] = []
    /// Whether the name is quoted in tests, comments and contract DDL; nil where nothing was said.
    public var quote: Bool?
    /// Merged from `tags` and `config.tags`.
    public var tags: [String] = []
    public var granularity: String?
    public var docBlocks: [UniqueID] = []
    /// Keys that dbt does not know; they are kept in the manifest.
    public var extra: DataMapping = [:]

    public init(name: String) { self.name = name }
}

/// The columns of a node by name, in the order of the file.
public typealias Columns = OrderedDictionary<String, ColumnInfo>

/// A constraint of a contract, at a column or at the model.
///
/// Source: dbt-core 1.11, contracts and constraints.
public struct Constraint: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case check, unique, custom
        case notNull = "not_null"
        case primaryKey = "primary_key"
        case foreignKey = "foreign_key"
    }

    public var kind: Kind
    public var name: String?
    public var expression: String?
    public var warnUnenforced = true
    public var warnUnsupported = true
    /// Model level only: the columns it spans; nil at a column.
    public var columns: [String]?
    /// Of a foreign key: `ref('x')` or a relation; rendered to the relation when the node is compiled.
    public var to: String?
    public var toColumns: [String] = []

    public init(kind: Kind) { self.kind = kind }
}
