public import Formats

/// A chart that an exposure declares under `meta.charts`, with the query that gives its rows.
///
/// A chart names a `model` and its columns (`x`, `y`, `series`, `value`, `label` or `columns`), optionally with
/// `aggregate` (sum, avg, min, max, count), `where`, `order_by` and `limit`; instead of a model it may name a table of a
/// source (`source: quality.checks`), or bring its own `query`.
public struct ChartRequest: Sendable {
    /// The unique id of the exposure.
    public let exposure: String
    /// The chart as the exposure declares it.
    public let declaration: DataMapping
    /// The query; nil when the declaration makes none, and `problem` says why.
    public let sql: String?
    public let problem: String?

    private static let limits = ["table": 200, "scatter": 2000, "big_number": 1]
    private static let mostRows = 5000
    private static let aggregates: Set<String> = ["sum", "avg", "min", "max", "count"]

    /// All charts that the exposures of a manifest declare, in order.
    public static func all(in manifest: DataValue) -> [ChartRequest] {
        let exposures = manifest["exposures"]?.mapping ?? [:]
        var relations: [String: String] = [:]
        for node in (manifest["nodes"]?.mapping ?? [:]).values {
            guard let name = node["name"]?.string, let relation = node["relation_name"]?.string,
                node["resource_type"]?.string != "test"
            else { continue }
            relations[name] = relation
        }
        for table in (manifest["sources"]?.mapping ?? [:]).values {
            guard let source = table["source_name"]?.string, let name = table["name"]?.string,
                let relation = table["relation_name"]?.string
            else { continue }
            relations["\(source).\(name)"] = relation
        }
        return exposures.flatMap { id, exposure in
            let charts = exposure["meta"]?["charts"] ?? exposure["config"]?["meta"]?["charts"]
            return (charts?.list ?? []).map { chart in
                ChartRequest(exposure: id, declaration: chart.mapping ?? [:], relations: relations)
            }
        }
    }

    /// Asks every request's query and makes `SiteArtifacts.charts` of the answers.
    /// - Parameters:
    ///   - requests: what `all(in:)` gave.
    ///   - answer: the columns and rows of a query, or the sentence that says why there are none.
    /// - Returns: the charts with their rows, by exposure.
    public static func document(
        _ requests: [ChartRequest],
        answer: (ChartRequest, _ sql: String) -> QueryAnswer
    ) -> DataValue {
        var charts: [String: [DataValue]] = [:]
        for request in requests {
            var chart = request.declaration
            switch request.sql.map({ answer(request, $0) }) ?? .failure(request.problem ?? "The chart has no query.") {
            case .rows(let columns, let rows):
                chart["columns"] = .list(columns.map { .string($0) })
                chart["rows"] = .list(rows.map { .list($0) })
            case .failure(let sentence):
                chart["columns"] = .list([])
                chart["rows"] = .list([])
                chart["error"] = .string(sentence)
            }
            charts[request.exposure, default: []].append(.mapping(chart))
        }
        var document: DataMapping = [:]
        for request in requests { document[request.exposure] = .list(charts[request.exposure] ?? []) }
        return .mapping(document)
    }

    private init(exposure: String, declaration: DataMapping, relations: [String: String]) {
        self.exposure = exposure
        self.declaration = declaration
        if let query = declaration["query"]?.string {
            sql = query
            problem = nil
            return
        }
        guard let model = declaration["model"]?.string ?? declaration["source"]?.string else {
            sql = nil
            problem = "The chart names neither a model, a source nor a query."
            return
        }
        guard let relation = relations[model] else {
            sql = nil
            problem = "The chart is over \"\(model)\", which is no model, seed, snapshot or source with a relation."
            return
        }
        if let aggregate = declaration["aggregate"]?.string, !Self.aggregates.contains(aggregate) {
            sql = nil
            problem = "The chart's aggregate \"\(aggregate)\" is none of sum, avg, min, max and count."
            return
        }
        sql = Self.query(declaration, over: relation)
        problem = nil
    }

    private static func query(_ chart: DataMapping, over relation: String) -> String {
        let kind = chart["kind"]?.string ?? ""
        let aggregate = chart["aggregate"]?.string
        // What is measured is summed up; everything else is a dimension.
        let measureKeys = kind == "heat_map" ? ["value"] : ["y", "value"]
        let dimensionKeys = kind == "heat_map" ? ["x", "y", "series", "label"] : ["x", "series", "label"]
        let dimensions = unique(dimensionKeys.flatMap { names(chart[$0]) } + names(chart["columns"])).map(quoted)
        let measures = unique(measureKeys.flatMap { names(chart[$0]) }).filter { $0 != "*" }.map(quoted)
        var selected = dimensions
        if let aggregate {
            selected += measures.isEmpty ? ["count(*) as count"] : measures.map { "\(aggregate)(\($0)) as \($0)" }
        } else {
            selected += measures.filter { !dimensions.contains($0) }
        }
        var lines = ["select \(selected.isEmpty ? "*" : selected.joined(separator: ", "))", "from \(relation)"]
        if let condition = chart["where"]?.string { lines.append("where \(condition)") }
        if aggregate != nil, !dimensions.isEmpty { lines.append("group by \(dimensions.joined(separator: ", "))") }
        if let order = chart["order_by"]?.string {
            lines.append("order by \(order)")
        } else if let order = defaultOrder(kind, isAggregated: aggregate != nil, dimensions.count, measures.count) {
            lines.append("order by \(order)")
        }
        lines.append("limit \(chart["limit"]?.int ?? limits[kind] ?? mostRows)")
        return lines.joined(separator: "\n")
    }

    /// An order that makes two runs over the same data give the same picture.
    private static func defaultOrder(
        _ kind: String, isAggregated: Bool, _ dimensions: Int, _ measures: Int
    ) -> String? {
        guard kind != "big_number", dimensions + measures > 0 else { return nil }
        if kind == "bar", isAggregated { return "\(dimensions + 1) desc, 1" }
        if kind == "bar" || kind == "heat_map" { return dimensions == 0 ? nil : "1" }
        return (1...min(2, dimensions + measures)).map(String.init).joined(separator: ", ")
    }

    private static func names(_ value: DataValue?) -> [String] {
        if let name = value?.string { return [name] }
        return (value?.list ?? []).compactMap(\.string)
    }

    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }

    private static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}
