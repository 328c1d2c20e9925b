internal import Formats
internal import ProjectModel

/// What must hold for metrics.
///
/// Source: dbt-semantic-interfaces 0.9, validations/metrics.py and non_empty.py.
enum MetricRules {
    private static let customNotSupported = "Custom granularities are not supported for this field yet."

    // MARK: Derived metrics

    static func derived(_ layer: SemanticLayer) -> [SemanticIssue] {
        inputsExist(layer)
            + layer.metrics.flatMap { metric in
                aliases(of: metric) + offsets(of: metric, layer) + expression(of: metric)
            }
    }

    private static func inputsExist(_ layer: SemanticLayer) -> [SemanticIssue] {
        let names = Set(layer.metrics.map(\.name))
        return layer.metrics.filter { $0.type == "derived" }.flatMap { metric -> [SemanticIssue] in
            if metric.metrics.isEmpty {
                return [
                    .error(
                        "No input metrics found for derived metric '\(metric.name)'. Please add metrics to type_params.metrics."
                    )
                ]
            }
            return metric.metrics.filter { !names.contains($0.name) }.map { input in
                .error(
                    "For metric: \(metric.name), input metric: '\(input.name)' does not exist as a configured metric in the model."
                )
            }
        }
    }

    private static func aliases(of metric: SemanticMetric) -> [SemanticIssue] {
        guard metric.type == "derived" else { return [] }
        let names = Set(metric.metrics.map(\.name))
        return metric.metrics.flatMap { input -> [SemanticIssue] in
            guard let alias = input.alias, !alias.isEmpty else { return [] }
            guard names.contains(alias) else { return NameRules.check(alias) }
            return NameRules.check(alias) + [
                .error(
                    "Alias '\(alias)' for input metric: '\(input.name)' is already being used. Please choose another alias."
                )
            ]
        }
    }

    private static func offsets(of metric: SemanticMetric, _ layer: SemanticLayer) -> [SemanticIssue] {
        metric.metrics.flatMap { input -> [SemanticIssue] in
            var issues: [SemanticIssue] = []
            if let offset = input.offset { issues += check(offset, layer, allowsCustom: true) }
            if let grain = input.offsetToGrain, !TimeGranularity.names.contains(grain) {
                issues.append(
                    .error("Invalid time granularity found in `offset_to_grain`: '\(grain)'. \(customNotSupported)"))
            }
            if input.offset != nil, input.offsetToGrain != nil {
                issues.append(
                    .error(
                        "Both offset_window and offset_to_grain set for derived metric '\(metric.name)' on input metric '\(input.name)'. Please set one or the other."
                    ))
            }
            return issues
        }
    }

    private static func expression(of metric: SemanticMetric) -> [SemanticIssue] {
        guard metric.type == "derived" else { return [] }
        guard let expression = metric.expression, !expression.isEmpty else {
            return [
                .warning(
                    "No `expr` set for derived metric \(metric.name). Please add an `expr` that references all input metrics."
                )
            ]
        }
        return metric.metrics.map { $0.alias ?? $0.name }.filter { !expression.contains($0) }.map { name in
            .warning(
                "Input metric '\(name)' is not used in `expr`: '\(expression)' for derived metric '\(metric.name)'. Please update the `expr` or remove the input metric."
            )
        }
    }

    // MARK: Cumulative metrics

    static func cumulative(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.metrics.filter { $0.type == "cumulative" }.flatMap { metric -> [SemanticIssue] in
            var issues: [SemanticIssue] = []
            if let old = metric.oldWindow, let window = metric.window, old != window {
                issues.append(
                    .error(
                        "Got differing values for `window` on cumulative metric '\(metric.name)'. In `type_params.window`, got '\(old.pythonText)'. In `type_params.cumulative_type_params.window`, got '\(window.pythonText)'. Please remove the value from `type_params.window`."
                    ))
            }
            if let grain = metric.grainToDate, !TimeGranularity.names.contains(grain) {
                issues.append(
                    .error("Invalid time granularity found in `grain_to_date`: '\(grain)'. \(customNotSupported)"))
            }
            if metric.window != nil, metric.grainToDate != nil {
                issues.append(
                    .error("Both window and grain_to_date set for cumulative metric. Please set one or the other."))
            }
            return issues + (metric.window.map { check($0, layer) } ?? [])
        }
    }

    /// Whether a span counts in granularities that there are.
    static func check(_ window: SemanticMetric.Window, _ layer: SemanticLayer, allowsCustom: Bool = false)
        -> [SemanticIssue]
    {
        let singular = String(window.granularity.dropLast())
        let isPlural = window.granularity.hasSuffix("s") && layer.granularities.contains(singular)
        let granularity = isPlural ? singular : window.granularity
        let sentence = "Invalid time granularity '\(granularity)' in window: '\(window)'"
        if !layer.granularities.contains(granularity) { return [.error(sentence)] }
        guard !allowsCustom, !TimeGranularity.names.contains(granularity) else { return [] }
        return [.error("\(sentence) \(customNotSupported)")]
    }

    // MARK: Measures of metrics

    static func measuresExist(_ layer: SemanticLayer) -> [SemanticIssue] {
        let names = layer.measureNames
        return layer.metrics.flatMap { metric in
            metric.inputMeasures.filter { !names.contains($0.name) }.map { measure in
                .error("Measure \(measure.name) referenced in metric \(metric.name) is not defined in the model!")
            }
        }
    }

    static func measureAliases(_ layer: SemanticLayer) -> [SemanticIssue] {
        let names = layer.measureNames
        var users: [String: [String]] = [:]
        var issues: [SemanticIssue] = []
        for metric in layer.metrics {
            issues += requiredAliases(of: metric)
            for measure in metric.inputMeasures {
                guard let alias = measure.alias else { continue }
                issues += NameRules.check(alias)
                if names.contains(alias) {
                    issues.append(
                        .error(
                            "Alias `\(alias)` for measure `\(measure.name)` conflicts with measure names defined elsewhere in the model! This can cause ambiguity for certain types of query. Please choose another alias."
                        ))
                }
                if let others = users[alias] {
                    issues.append(
                        .error(
                            "Measure alias \(alias) conflicts with a measure alias used elsewhere in the model! This can cause ambiguity for certain types of query. Please choose another alias, or, if the measures are constrained in the same way, consider centralizing that definition in a new semantic model. Measure specification: \(measure.pythonText). Existing metrics with that measure alias used: \(others.pythonList)"
                        ))
                }
                users[alias, default: []].append(metric.name)
            }
        }
        return issues
    }

    /// Several versions of one measure in one metric need names of their own.
    private static func requiredAliases(of metric: SemanticMetric) -> [SemanticIssue] {
        var told: Set<String> = []
        return metric.inputMeasures.compactMap { measure in
            guard told.insert(measure.name).inserted else { return nil }
            let versions = metric.inputMeasures.filter { $0.name == measure.name }
            guard versions.count > 1 else { return nil }
            if Set(versions).count == 1 {
                return .warning(
                    "PydanticMetric \(metric.name) has multiple identical input measures specifications for measure \(measure.name). This might be hiding a semantic error. Input measure specification: \(measure.pythonText)."
                )
            }
            let unnamed = versions.filter { $0.filters != nil && $0.alias == nil }
            guard !unnamed.isEmpty else { return nil }
            let list = unnamed.map(\.pythonRepr).joined(separator: ", ")
            return .error(
                "PydanticMetric \(metric.name) depends on multiple different constrained versions of measure \(measure.name). In such cases, aliases must be provided, but the following input measures have constraints specified without an alias: [\(list)]."
            )
        }
    }
}
