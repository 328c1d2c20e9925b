/// What must hold for conversion metrics.
///
/// Source: dbt-semantic-interfaces 0.9, validations/metrics.py, ConversionMetricRule.
enum ConversionRules {
    static func conversions(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.metrics.filter { $0.type == "conversion" }.flatMap { metric -> [SemanticIssue] in
            guard let conversion = metric.conversion, let base = model(of: conversion.base, layer),
                let other = model(of: conversion.conversion, layer)
            else {
                return [.error("For metric '\(metric.name)', conversion measures specified was not found.")]
            }
            return entity(conversion.entity, base, other) + check(conversion.base, base)
                + check(conversion.conversion, other, isBase: false)
                + (conversion.window.map { MetricRules.check($0, layer) } ?? [])
                + constants(conversion.constants.map(\.base), base)
                + constants(conversion.constants.map(\.conversion), other)
        }
    }

    private static func model(of measure: SemanticMetric.InputMeasure, _ layer: SemanticLayer) -> SemanticModel? {
        layer.models.first { $0.measures.contains { $0.name == measure.name } }
    }

    private static func entity(_ entity: String, _ base: SemanticModel, _ other: SemanticModel) -> [SemanticIssue] {
        [("base", base), ("conversion", other)].filter { !$1.entities.contains { $0.name == entity } }.map {
            role, model in
            .error("Entity: \(entity) not found in \(role) semantic model: \(model.name).")
        }
    }

    private static func check(
        _ input: SemanticMetric.InputMeasure, _ model: SemanticModel, isBase: Bool = true
    ) -> [SemanticIssue] {
        guard let measure = model.measures.first(where: { $0.name == input.name }) else { return [] }
        var issues: [SemanticIssue] = []
        let counts = measure.aggregation == "count" || measure.aggregation == "count_distinct"
        if !counts, measure.aggregation != "sum" || measure.expression != "1" {
            issues.append(
                .error(
                    "For conversion metrics, the measure must be COUNT/SUM(1)/COUNT_DISTINCT. Measure: \(measure.name) is agg type: AggregationType.\(measure.aggregation.uppercased())"
                ))
        }
        if !isBase, input.filters != nil {
            issues.append(
                .warning(
                    "Measure input \(measure.name) has a filter. For conversion metrics, filtering on a conversion input measure is not fully supported yet."
                ))
        }
        return issues
    }

    private static func constants(_ names: [String], _ model: SemanticModel) -> [SemanticIssue] {
        let known = Set(model.entities.map(\.name) + model.dimensions.map(\.name))
        return names.filter { !known.contains($0) }.map { name in
            .error("The provided constant property: \(name), cannot be found in semantic model \(model.name)")
        }
    }
}
