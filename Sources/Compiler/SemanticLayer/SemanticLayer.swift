internal import Formats
internal import ProjectGraph
internal import ProjectModel

/// What a project says to the semantic layer, as the rules read it.
///
/// Source: dbt-semantic-interfaces 0.9, the protocols.
struct SemanticLayer {
    let models: [SemanticModel]
    let metrics: [SemanticMetric]
    let savedQueries: [SavedQuery]
    let timeSpines: [TimeSpine]
    /// The names of the granularities that the time spines add, in their order.
    let customGranularities: [String]

    init(_ manifest: Manifest) {
        models = manifest.resources(of: .semanticModel).map(SemanticModel.init)
        metrics = manifest.resources(of: .metric).map(SemanticMetric.init)
        savedQueries = manifest.resources(of: .savedQuery).map(SavedQuery.init)
        timeSpines = manifest.timeSpines
        customGranularities = timeSpines.flatMap { $0.customGranularities.map(\.name) }
    }

    /// The granularities that filters may name.
    var granularities: [String] { TimeGranularity.names + customGranularities }

    var measureNames: Set<String> { Set(models.flatMap { $0.measures.map(\.name) }) }
}

/// A semantic model with its elements.
struct SemanticModel {
    struct Entity {
        let name: String
        let label: String?
        /// `primary`, `foreign`, `unique` or `natural`.
        let type: String
    }

    struct Dimension {
        let name: String
        let label: String?
        /// `time` or `categorical`.
        let type: String
        let isPartition: Bool
        /// Nil without `type_params`.
        let granularity: TimeGranularity?
        /// Whether the dimension starts or ends the window in which a row is valid; nil when it does not say.
        let validity: (isStart: Bool, isEnd: Bool)?
    }

    struct Measure {
        let name: String
        let label: String?
        let aggregation: String
        let expression: String?
        let parameters: DataMapping?
        let timeDimension: String?
        let nonAdditive: (dimension: String, choice: String, groupings: [String])?
    }

    let name: String
    let label: String?
    /// The time dimension of measures that name none.
    let defaultTimeDimension: String?
    let primaryEntity: String?
    let relationName: String
    let entities: [Entity]
    let dimensions: [Dimension]
    let measures: [Measure]

    init(_ resource: GraphResource) {
        let fields = resource.fields
        name = resource.name
        label = fields["label"]?.string
        defaultTimeDimension = fields["defaults"]?["agg_time_dimension"]?.string
        primaryEntity = fields["primary_entity"]?.string
        relationName = fields["node_relation"]?["relation_name"]?.string ?? ""
        entities = (fields["entities"]?.list ?? []).map {
            Entity(name: $0.text("name"), label: $0["label"]?.string, type: $0.text("type"))
        }
        dimensions = (fields["dimensions"]?.list ?? []).map(Dimension.init)
        measures = (fields["measures"]?.list ?? []).map(Measure.init)
    }

    /// The time dimension that `measure` is counted along; nil when neither it nor the model names one.
    func timeDimension(of measure: Measure) -> String? { measure.timeDimension ?? defaultTimeDimension }

    func hasTimeDimension(_ name: String) -> Bool { dimensions.contains { $0.type == "time" && $0.name == name } }
}

extension SemanticModel.Dimension {
    fileprivate init(_ value: DataValue) {
        name = value.text("name")
        label = value["label"]?.string
        type = value.text("type")
        isPartition = value["is_partition"] == true
        let parameters = value["type_params"] ?? .null
        granularity = parameters["time_granularity"]?.string.flatMap(TimeGranularity.init)
        validity = parameters["validity_params"]?.mapping.map {
            (isStart: $0["is_start"] == true, isEnd: $0["is_end"] == true)
        }
    }
}

extension SemanticModel.Measure {
    fileprivate init(_ value: DataValue) {
        name = value.text("name")
        label = value["label"]?.string
        aggregation = value.text("agg")
        expression = value["expr"]?.string
        parameters = value["agg_params"]?.mapping
        timeDimension = value["agg_time_dimension"]?.string
        nonAdditive = value["non_additive_dimension"]?.mapping.map {
            (
                dimension: $0["name"]?.string ?? "", choice: $0["window_choice"]?.string ?? "",
                groupings: ($0["window_groupings"]?.list ?? []).compactMap(\.string)
            )
        }
    }
}

/// A query that is kept under a name.
struct SavedQuery {
    let name: String
    let metrics: [String]
    let groupBy: [String]
    let filters: [String]
    let orderBy: [String]
    let limit: Int?

    init(_ resource: GraphResource) {
        let parameters = resource.fields["query_params"] ?? .null
        name = resource.name
        metrics = parameters.texts("metrics")
        groupBy = parameters.texts("group_by")
        filters = parameters["where"]?.filters ?? []
        orderBy = parameters.texts("order_by")
        limit = parameters["limit"]?.int
    }
}

extension DataValue {
    func text(_ key: String) -> String { self[key]?.string ?? "" }

    fileprivate func texts(_ key: String) -> [String] { (self[key]?.list ?? []).compactMap(\.string) }

    /// The templates of a filter; nil when there is no filter.
    var filters: [String]? {
        self["where_filters"]?.list.map { $0.map { $0.text("where_sql_template") } }
    }
}
