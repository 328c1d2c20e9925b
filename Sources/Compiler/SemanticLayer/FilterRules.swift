internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// What must hold for the filters of metrics and saved queries.
///
/// Source: dbt-semantic-interfaces 0.9, validations/where_filters.py.
enum FilterRules {
    static func filters(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.metrics.flatMap { check($0, layer) } + layer.savedQueries.flatMap { check($0, layer) }
    }

    // MARK: Metrics

    private static func check(_ metric: SemanticMetric, _ layer: SemanticLayer) -> [SemanticIssue] {
        let name = metric.name
        let filters =
            [("filter of metric `\(name)`", metric.filters)]
            + (metric.measure.map { [("filter of measure input `\($0.name)` on metric `\(name)`", $0.filters)] } ?? [])
            + [
                ("the numerator filter on metric `\(name)`", metric.numerator?.filters),
                ("the denominator filter on metric `\(name)`", metric.denominator?.filters),
            ]
            + metric.metrics.map { ("filter for input metric `\($0.name)` on metric `\(name)`", $0.filters) }
        return filters.flatMap { what, filters in
            check(filters ?? [], of: name, while: "trying to parse \(what)", layer)
        }
    }

    private static func check(_ filters: [String], of metric: String, while task: String, _ layer: SemanticLayer)
        -> [SemanticIssue]
    {
        var references: [QueryReference] = []
        var lines: [String] = []
        for filter in filters {
            do throws(QueryItem.Failure) {
                references += try QueryReference.references(in: filter, granularities: layer.granularities)
            } catch {
                if !lines.isEmpty { lines.append("") }
                lines += ["Filter:", filter.indented, "Error Message:", error.message.indented]
                if let cause = error.cause { lines += ["Cause:", cause.indented] }
            }
        }
        if lines.isEmpty { return granularities(of: references, "METRIC", metric, layer) }
        let text = (["Encountered error(s) while parsing:\n"] + lines).joined(separator: "\n")
        return [.exception(while: task, "\(QueryReference.failureClass): \(text)")]
    }

    private static func granularities(
        of references: [QueryReference], _ type: String, _ name: String, _ layer: SemanticLayer
    ) -> [SemanticIssue] {
        references.compactMap(\.granularity).filter { !layer.granularities.contains($0) }.map { granularity in
            .warning(
                "Filter for SemanticManifestNodeType.\(type) `\(name)` is not valid. `\(granularity)` is not a valid granularity name. Valid granularity options: \(layer.granularities.pythonList)"
            )
        }
    }

    // MARK: Saved queries

    private static func check(_ query: SavedQuery, _ layer: SemanticLayer) -> [SemanticIssue] {
        var references: [QueryReference] = []
        var failures: [QueryItem.Failure] = []
        for filter in query.filters {
            do throws(QueryItem.Failure) {
                references += try QueryReference.references(in: filter, granularities: layer.granularities)
            } catch { failures.append(error) }
        }
        // For each filter that can be parsed, dbt looks at all of them.
        if let first = failures.first, failures.count < query.filters.count {
            return [.exception(while: "validating the where field in a saved query.", first.pythonText)]
        }
        if failures.isEmpty {
            let issues = granularities(of: references, "SAVED_QUERY", query.name, layer)
            return query.filters.flatMap { _ in issues }
        }
        return failures.map { failure in
            .exception(while: "trying to parse a filter in saved query `\(query.name)`", failure.pythonText)
        }
    }
}

extension String {
    /// Every line that is not blank, four spaces in.
    fileprivate var indented: String {
        split(separator: "\n", omittingEmptySubsequences: false).map {
            $0.allSatisfy(\.isWhitespace) ? String($0) : "    \($0)"
        }.joined(separator: "\n")
    }
}
