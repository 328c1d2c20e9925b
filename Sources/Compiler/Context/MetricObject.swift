internal import Formats
internal import Jinja
internal import ProjectGraph
internal import ProjectModel
internal import TemplateLibrary

/// What `metric()` gives: it prints as the name of the metric. In the parse phase there is nothing but the name.
///
/// Source: dbt-core 1.11, dbt/contracts/graph/metrics.py.
final class MetricObject: MethodObject {
    private let name: String
    private let package: String?
    private let metric: GraphResource?
    private let manifest: Manifest?

    /// A reference whose metric is not known yet.
    init(_ call: NamedCall) {
        name = call.arguments.last ?? ""
        package = call.arguments.count == 2 ? call.arguments[0] : nil
        metric = nil
        manifest = nil
    }

    init(_ metric: GraphResource, in manifest: Manifest) {
        name = metric.name
        package = metric.packageName
        self.metric = metric
        self.manifest = manifest
    }

    override var typeName: String { metric == nil ? "MetricReference" : "ResolvedMetricReference" }

    override var methodNames: Set<String> {
        guard metric != nil else { return [] }
        return [
            "full_metric_dependency", "base_metric_dependency", "derived_metric_dependency",
            "derived_metric_dependency_depth",
        ]
    }

    override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "metric_name": .string(self.name)
        case "package_name": package.map { .string($0) } ?? .null
        default: metric?.manifestFields[name].map { Value($0) }
        }
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        guard let metric else { return try super.invoke(name, arguments, renderer) }
        switch name {
        case "full_metric_dependency": return names(upstream(of: metric))
        case "base_metric_dependency": return names(upstream(of: metric).filter { !Self.isDerived($0) })
        case "derived_metric_dependency": return names(upstream(of: metric).filter(Self.isDerived))
        case "derived_metric_dependency_depth": return .list(depths(of: metric, 1))
        default: return try super.invoke(name, arguments, renderer)
        }
    }

    override func str() throws(TemplateError) -> Text { Text(name) }

    private static func isDerived(_ metric: GraphResource) -> Bool {
        metric.fields["type"] == "derived" || metric.fields["type"] == "ratio"
    }

    private func parents(of metric: GraphResource) -> [GraphResource] {
        let ids = Set(metric.dependsOn.nodes)
        return manifest?.resources(of: .metric).filter { ids.contains($0.uniqueID) } ?? []
    }

    /// The metric and all that it is made of.
    private func upstream(of metric: GraphResource) -> [GraphResource] {
        [metric] + parents(of: metric).flatMap(upstream)
    }

    private func names(_ metrics: [GraphResource]) -> Value {
        var seen: Set<String> = []
        return .list(metrics.map(\.name).filter { seen.insert($0).inserted }.map { .string($0) })
    }

    private func depths(of metric: GraphResource, _ depth: Int) -> [Value] {
        guard Self.isDerived(metric) else { return [] }
        let own = Value.dict(DictObject([(metric.name, .int(depth))]))
        return [own] + parents(of: metric).flatMap { depths(of: $0, depth + 1) }
    }
}
