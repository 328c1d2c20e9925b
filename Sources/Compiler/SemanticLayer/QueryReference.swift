internal import Formats
internal import ProjectLoading

/// What an item of a template means: an element of a semantic model or a metric.
///
/// Source: dbt-semantic-interfaces 0.9, parsing/where_filter/parameter_set_factory.py.
struct QueryReference {
    static let failureClass = "dbt_semantic_interfaces.call_parameter_sets.ParseJinjaObjectException"

    let element: String
    /// Of a time dimension.
    let granularity: String?

    /// What the items of `template` mean.
    /// - Parameter granularities: those that names may end in.
    static func references(in template: String, granularities: [String]) throws(QueryItem.Failure) -> [QueryReference] {
        let items: [QueryItem]
        do throws(QueryItem.Failure) { items = try QueryItem.items(in: template) } catch {
            throw failure("Error while parsing Jinja template:\n\(template)", cause: error.cause ?? error.message)
        }
        var references: [QueryReference] = []
        for item in items { references.append(try QueryReference(item, granularities)) }
        return references
    }

    private init(_ item: QueryItem, _ granularities: [String]) throws(QueryItem.Failure) {
        let isTimeDimension =
            item.kind == .timeDimension || item.kind == .dimension && (item.granularity ?? item.datePart) != nil
        let name = ElementName(item.name, granularities: isTimeDimension ? granularities : [])
        element = item.kind == .metric ? item.name : name.element
        granularity = isTimeDimension ? (name.granularity ?? item.granularity)?.lowercased() : nil
        let text = DataValue.string(item.name).pythonRepr
        switch item.kind {
        case .dimension, .timeDimension:
            if name.entities.count != 1, name.element != "metric_time" {
                throw Self.failure(
                    "Name is in an incorrect format: \(text). It should be of the form: <primary entity name>__<dimension_name>"
                )
            }
            if isTimeDimension, let suffix = name.granularity, let own = item.granularity, own != suffix {
                throw Self.failure(
                    "Received different grains in `time_dimension_name` parameter ('\(item.name)') and `time_granularity_name` parameter ('\(own)'). Remove the grain suffix (`\(suffix)`) from the time dimension name and use the `time_granularity_name` parameter to specify the intendend grain."
                )
            }
        case .entity:
            if name.granularity != nil {
                throw Self.failure(
                    "Name is in an incorrect format: \(text). It should not contain a time grain suffix.")
            }
        case .metric:
            if item.groupBy.isEmpty {
                throw Self.failure(
                    "`group_by` parameter is required for Metric in where filter. This is needed to determine 1) the granularity to aggregate the metric to and 2) how to join the metric to the rest of the query."
                )
            }
        }
    }

    private static func failure(_ message: String, cause: String? = nil) -> QueryItem.Failure {
        QueryItem.Failure(pythonClass: failureClass, message: message, cause: cause)
    }
}
