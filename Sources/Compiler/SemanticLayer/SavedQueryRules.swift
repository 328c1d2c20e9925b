internal import Formats
internal import ProjectLoading

/// What must hold for saved queries.
///
/// Source: dbt-semantic-interfaces 0.9, validations/saved_query.py.
enum SavedQueryRules {
    static func savedQueries(_ layer: SemanticLayer) -> [SemanticIssue] {
        let metrics = Set(layer.metrics.map(\.name))
        let elements = metrics.union(["metric_time"]).union(layer.models.flatMap { $0.dimensions.map(\.name) })
            .union(layer.models.flatMap { $0.entities.map(\.name) })
        return layer.savedQueries.flatMap { query in
            query.metrics.filter { !metrics.contains($0) }.map { .error("`\($0)` is not a valid metric name.") }
                + groupings(of: query, elements, layer) + order(of: query) + limit(of: query)
        }
    }

    private static func groupings(of query: SavedQuery, _ elements: Set<String>, _ layer: SemanticLayer)
        -> [SemanticIssue]
    {
        query.groupBy.compactMap { text in
            do throws(QueryItem.Failure) {
                let items = try QueryReference.references(in: "{{\(text)}}", granularities: layer.customGranularities)
                if items.count == 1, elements.contains(items[0].element) { return nil }
                return .error("`\(text)` is not a valid group-by name.")
            } catch {
                return .exception(
                    while: "trying to parse a group-by in saved query `\(query.name)`", error.pythonText)
            }
        }
    }

    /// What orders the rows is one of the metrics or groupings.
    private static func order(of query: SavedQuery) -> [SemanticIssue] {
        guard !query.orderBy.isEmpty else { return [] }
        let task =
            "parsing a field in \(DataValue.string(query.name).pythonRepr). Note that metrics need to be specified using the object-builder syntax (`Metric('metric_name')`) and if `.descending(...)` is specified, it should be at the end."
        var known: Set<QueryItem> = []
        var issues: [SemanticIssue] = []
        for text in query.metrics.map({ "Metric('\($0)')" }) + query.groupBy {
            do throws(QueryItem.Failure) { known.insert(try QueryItem.item(text)) } catch {
                issues.append(.exception(while: task, error.pythonText))
            }
        }
        guard issues.isEmpty else { return issues }
        for text in query.orderBy {
            do throws(QueryItem.Failure) {
                var item = try QueryItem.item(text, ordersItems: true)
                item.isDescending = nil
                if !known.contains(item) {
                    issues.append(.error("\(text) does not match any of the listed metrics or group-by items. "))
                }
            } catch { issues.append(.exception(while: task, error.pythonText)) }
        }
        return issues
    }

    private static func limit(of query: SavedQuery) -> [SemanticIssue] {
        guard let limit = query.limit, limit < 0 else { return [] }
        return [.error("Invalid limit value: \(limit) (should be >= 0)")]
    }
}
