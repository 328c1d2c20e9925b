public import Diagnostics
public import Formats

/// How the rows of a model's table are laid out: configs `partition_by` and `cluster_by`.
///
/// The spelling is that of dbt-bigquery where PostgreSQL can do the same.
struct TableLayout: Sendable, Hashable {
    var partition: PartitionSpec?
    /// The columns by which rows are ordered in the file, as the config names them.
    var clusterColumns: [String] = []
}

/// How a table is cut into partitions.
struct PartitionSpec: Sendable, Hashable {
    /// PostgreSQL's strategies.
    enum Method: Sendable, Hashable {
        case range
        /// A partition for each value.
        case list
        case hash(modulus: Int)
    }

    /// The types that `data_type` knows.
    enum DataType: String, Sendable, Hashable, CaseIterable {
        case date, timestamp, timestamptz, int
    }

    enum Granularity: String, Sendable, Hashable, CaseIterable {
        case hour, day, week, month, quarter, year

        /// The length of a partition as PostgreSQL writes intervals.
        var interval: String { self == .quarter ? "3 months" : "1 \(rawValue)" }

        /// How the start of a partition is written in its name; each granularity has a form of its own.
        var labelFormat: String {
            switch self {
            case .hour: "YYYYMMDDHH24"
            case .day: "YYYYMMDD"
            case .week: "IYYY\"w\"IW"
            case .month: "YYYYMM"
            case .quarter: "YYYY\"q\"Q"
            case .year: "YYYY"
            }
        }
    }

    /// Equal steps from `start`, inclusive, to `end`, exclusive.
    struct IntegerRange: Sendable, Hashable {
        var start: Int
        var end: Int
        var interval: Int
    }

    /// The column; as the config names it until it is resolved.
    var field: String
    var method = Method.range
    /// What the config says; when the spec is resolved, what the column is. Only ranges need it.
    var dataType: DataType?
    var granularity = Granularity.day
    var integers: IntegerRange?
}

/// What a model says of its table's layout, unread.
public struct TableLayoutConfig: Sendable {
    public var partitionBy: DataValue
    public var clusterBy: DataValue

    public init(partitionBy: DataValue, clusterBy: DataValue) {
        self.partitionBy = partitionBy
        self.clusterBy = clusterBy
    }

    /// - Throws: `partition-invalid` when the configs cannot be meant so, whatever the query's columns are.
    public func check() throws(Diagnostic) { _ = try TableLayoutReader.read(self) }
}
