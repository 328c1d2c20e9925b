internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Finds the measures behind every metric, and what metrics and saved queries depend on.
///
/// Source: dbt-core 1.11, _process_metric_node (dbt/parser/manifest.py).
struct MetricLinks {
    /// Where a resource stands: package and position among its resources.
    private struct Index: Hashable {
        var package: Int
        var resource: Int
    }

    private var packages: [LoadedPackage]
    private var metrics: [String: [Index]] = [:]
    private var models: [String: [Index]] = [:]
    private var finished: Set<Index> = []
    private var open: Set<Index> = []

    /// The packages with linked resources.
    static func link(_ packages: [LoadedPackage]) throws(Diagnostic) -> [LoadedPackage] {
        var links = MetricLinks(packages)
        guard !links.metrics.isEmpty else { return packages }
        for index in links.metrics.values.flatMap({ $0 }).sorted(by: {
            ($0.package, $0.resource) < ($1.package, $1.resource)
        }) {
            try links.finish(index)
        }
        try links.linkSavedQueries()
        return links.packages
    }

    private init(_ packages: [LoadedPackage]) {
        self.packages = packages
        for (package, loaded) in packages.enumerated() {
            for (position, declaration) in loaded.properties.resources.enumerated() {
                let resource = declaration.resource
                let index = Index(package: package, resource: position)
                switch resource.resourceType {
                case .metric: metrics[resource.name, default: []].append(index)
                case .semanticModel:
                    for measure in resource.fields["measures"]?.list ?? [] {
                        models[measure["name"]?.string ?? "", default: []].append(index)
                    }
                default: break
                }
            }
        }
    }

    private func declaration(_ index: Index) -> ResourceDeclaration {
        packages[index.package].properties.resources[index.resource]
    }

    /// The one of the same package, or else the first of any.
    private func nearest(_ candidates: [Index]?, to package: Int) -> Index? {
        candidates?.first { $0.package == package } ?? candidates?.first
    }

    private mutating func finish(_ index: Index) throws(Diagnostic) {
        guard finished.insert(index).inserted else { return }
        let metric = declaration(index)
        open.insert(index)
        defer { open.remove(index) }
        guard metric.resource.config.isEnabled, var parameters = metric.resource.fields["type_params"]?.mapping else {
            return
        }
        var measures: [DataValue] = []
        var dependsOn = metric.resource.dependsOn
        switch metric.resource.fields["type"]?.string {
        case "derived", "ratio":
            for input in try inputs(parameters, metric) {
                let other = try metricNamed(input, index, metric)
                if open.contains(other) {
                    throw failure("The metric `\(input)` refers to itself through other metrics.", metric)
                }
                try finish(other)
                let inner = declaration(other).resource
                for measure in inner.fields["type_params"]?["input_measures"]?.list ?? []
                where !measures.contains(measure) {
                    measures.append(measure)
                }
                dependsOn.add(node: inner.uniqueID)
            }
        case let type:
            let conversion = parameters["conversion_type_params"] ?? .null
            // dbt ends with an assertion and Python's text of the whole metric.
            let key = type == "conversion" ? "conversion_type_params" : "measure"
            if (parameters[key] ?? .null).isNull {
                throw failure("A metric of type \(type ?? "simple") needs `type_params.\(key)`", metric)
            }
            let own = [parameters["measure"], conversion["base_measure"], conversion["conversion_measure"]]
            for case .mapping(let measure)? in own where !measures.contains(.mapping(measure)) {
                measures.append(.mapping(measure))
                dependsOn.add(node: try modelID(of: measure["name"]?.string ?? "", index, metric))
            }
        }
        parameters["input_measures"] = .list(measures)
        packages[index.package].properties.resources[index.resource].resource.fields["type_params"] = .mapping(
            parameters)
        packages[index.package].properties.resources[index.resource].resource.dependsOn = dependsOn
    }

    private func inputs(_ parameters: DataMapping, _ metric: ResourceDeclaration) throws(Diagnostic) -> [String] {
        guard metric.resource.fields["type"] == "ratio" else {
            return (parameters["metrics"]?.list ?? []).compactMap { $0["name"]?.string }
        }
        guard let top = parameters["numerator"]?["name"]?.string,
            let bottom = parameters["denominator"]?["name"]?.string
        else { throw failure("Invalid ratio metric. Both a numerator and denominator must be specified", metric) }
        return [top, bottom]
    }

    private func metricNamed(
        _ name: String, _ index: Index, _ metric: ResourceDeclaration
    ) throws(Diagnostic) -> Index {
        guard let other = nearest(metrics[name], to: index.package) else {
            var error = failure(
                "The metric `\(name)` does not exist but was referenced by metric `\(metric.resource.name)`.", metric)
            error.hint = Suggestion.hint(for: name, in: metrics.keys.sorted())
            throw error
        }
        guard declaration(other).resource.config.isEnabled else {
            throw failure("The metric `\(name)` is disabled and thus cannot be referenced.", metric)
        }
        return other
    }

    private func modelID(of measure: String, _ index: Index, _ metric: ResourceDeclaration) throws(Diagnostic)
        -> UniqueID
    {
        guard let model = nearest(models[measure], to: index.package).map(declaration) else {
            var error = failure(
                "A semantic model having a measure `\(measure)` does not exist but was referenced.", metric)
            error.hint = Suggestion.hint(for: measure, in: models.keys.sorted())
            throw error
        }
        guard model.resource.config.isEnabled else {
            throw failure(
                "The measure `\(measure)` is referenced on disabled semantic model `\(model.resource.name)`.", metric)
        }
        return model.resource.uniqueID
    }

    private mutating func linkSavedQueries() throws(Diagnostic) {
        for package in packages.indices {
            for position in packages[package].properties.resources.indices {
                let query = packages[package].properties.resources[position]
                guard query.resource.resourceType == .savedQuery, query.resource.config.isEnabled else { continue }
                for call in query.resource.metrics {
                    let metric = nearest(metrics[call.arguments[0]], to: package).map(declaration)?.resource
                    guard let metric, metric.config.isEnabled else {
                        throw unusable(call.arguments[0], isDisabled: metric != nil, query)
                    }
                    let id = metric.uniqueID
                    packages[package].properties.resources[position].resource.dependsOn.add(node: id)
                }
            }
        }
    }

    private func unusable(_ metric: String, isDisabled: Bool, _ query: ResourceDeclaration) -> Diagnostic {
        let (id, path) = (query.resource.uniqueID, query.resource.originalFilePath)
        return Diagnostic(
            .referenceInvalid,
            "Saved_Query '\(id)' (\(path)) depends on a metric named '\(metric)' which "
                + (isDisabled ? "is disabled" : "was not found"),
            at: query.place.range, in: query.place.file.text,
            hint: isDisabled ? nil : Suggestion.hint(for: metric, in: metrics.keys.sorted()))
    }

    private func failure(_ message: String, _ metric: ResourceDeclaration) -> Diagnostic {
        let resource = metric.resource
        return Diagnostic(
            .referenceInvalid, message, family: .parsing,
            subject: "\(resource.resourceType.rawValue) \(resource.name) (\(resource.originalFilePath))",
            at: metric.place.range, in: metric.place.file.text)
    }
}
