internal import Formats

/// A model that counts through time, as its properties declare it: what metrics are joined to.
///
/// Source: dbt-core 1.11, dbt/contracts/graph/semantic_manifest.py.
public struct TimeSpine: Sendable, Hashable {
    /// Granularities of the project's own: columns of the model.
    public struct CustomGranularity: Sendable, Hashable {
        public var name: String
        /// Nil when the column is called as the granularity.
        public var column: String?
    }

    /// The name of the models that are time spines without being declared, by their column `date_day`.
    public static let legacyModelName = "metricflow_time_spine"

    public var alias: String
    public var schema: String
    public var database: String
    public var relationName: String?
    /// The column of the granularity.
    public var column: String
    public var granularity: TimeGranularity
    public var customGranularities: [CustomGranularity]

    /// Nil when the node is none.
    public init?(_ node: Node) {
        guard let spine = node.model?.timeSpine, let column = spine["standard_granularity_column"]?.string,
            let granularity = node.columns[column]?.granularity.flatMap(TimeGranularity.init)
        else { return nil }
        alias = node.alias
        schema = node.schema
        database = node.database
        relationName = node.relationName
        self.column = column
        self.granularity = granularity
        customGranularities = (spine["custom_granularities"]?.list ?? []).map { custom in
            CustomGranularity(name: custom["name"]?.string ?? "", column: custom["column_name"]?.string)
        }
    }
}
