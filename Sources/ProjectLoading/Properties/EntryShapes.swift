/// The shapes of the entries whose properties dbt checks strictly.
///
/// Source: dbt-core 1.11, dbt/contracts/graph/unparsed.py.
extension ObjectShape {
    static let exposure = Self(
        properties: [
            "name": .text, "type": .oneOf(["dashboard", "notebook", "analysis", "ml", "application"]),
            "owner": .object(owner), "description": .text, "label": .optionalText,
            "maturity": .optional(.oneOf(["low", "medium", "high"])), "meta": .mapping, "tags": .list(.text),
            "url": .optionalText, "depends_on": .list(.text), "config": .mapping,
        ], required: ["name", "type", "owner"])

    static let group = Self(
        properties: ["name": .text, "owner": .object(owner), "description": .optionalText, "config": .mapping],
        required: ["name", "owner"])

    private static let owner = Self(
        properties: ["email": .any([.text, .list(.text), .null]), "name": .optionalText], isOpen: true)

    // MARK: Semantic models

    static let semanticModel = Self(
        properties: [
            "name": .text, "model": .text, "config": .mapping, "description": .optionalText, "label": .optionalText,
            "defaults": .optional(.object(Self(properties: ["agg_time_dimension": .optionalText]))),
            "entities": .list(.object(entity)), "measures": .list(.object(measure)),
            "dimensions": .list(.object(dimension)), "primary_entity": .optionalText,
        ], required: ["name", "model"])

    private static let entity = Self(
        properties: [
            "name": .text, "type": .text, "description": .optionalText, "label": .optionalText,
            "role": .optionalText, "expr": .optionalText, "config": .mapping,
        ], required: ["name", "type"])

    private static let measure = Self(
        properties: [
            "name": .text, "agg": .text, "description": .optionalText, "label": .optionalText,
            "expr": .any([.text, .flag, .integer, .null]), "agg_params": .optional(.object(aggregation)),
            "non_additive_dimension": .optional(.object(nonAdditiveDimension)), "agg_time_dimension": .optionalText,
            "create_metric": .flag, "config": .mapping,
        ], required: ["name", "agg"])

    private static let aggregation = Self(
        properties: [
            "percentile": .optional(.number), "use_discrete_percentile": .flag, "use_approximate_percentile": .flag,
        ])

    private static let nonAdditiveDimension = Self(
        properties: ["name": .text, "window_choice": .text, "window_groupings": .list(.text)],
        required: ["name", "window_choice"])

    private static let dimension = Self(
        properties: [
            "name": .text, "type": .text, "description": .optionalText, "label": .optionalText,
            "is_partition": .flag, "type_params": .optional(.object(dimensionParameters)), "expr": .optionalText,
            "config": .mapping,
        ], required: ["name", "type"])

    private static let dimensionParameters = Self(
        properties: [
            "time_granularity": .text,
            "validity_params": .optional(.object(Self(properties: ["is_start": .flag, "is_end": .flag]))),
        ], required: ["time_granularity"])

    // MARK: Metrics

    static let metric = Self(
        properties: [
            "name": .text, "label": .text, "type": .text, "type_params": .object(metricParameters),
            "description": .text, "filter": .filter, "time_granularity": .optionalText, "meta": .mapping,
            "tags": .list(.text), "config": .mapping,
        ], required: ["name", "label", "type", "type_params"])

    private static let metricParameters = Self(
        properties: [
            "measure": .any([.object(inputMeasure), .text, .null]),
            "numerator": .any([.object(inputMetric), .text, .null]),
            "denominator": .any([.object(inputMetric), .text, .null]), "expr": .any([.text, .flag, .null]),
            "window": .optionalText, "grain_to_date": .optionalText,
            "metrics": .optional(.list(.any([.object(inputMetric), .text]))),
            "conversion_type_params": .optional(.object(conversion)),
            "cumulative_type_params": .optional(
                .object(
                    Self(properties: ["window": .optionalText, "grain_to_date": .optionalText, "period_agg": .text]))),
        ])

    private static let inputMeasure = Self(
        properties: [
            "name": .text, "filter": .filter, "alias": .optionalText, "join_to_timespine": .flag,
            "fill_nulls_with": .optional(.integer),
        ], required: ["name"])

    private static let inputMetric = Self(
        properties: [
            "name": .text, "filter": .filter, "alias": .optionalText, "offset_window": .optionalText,
            "offset_to_grain": .optionalText,
        ], required: ["name"])

    private static let conversion = Self(
        properties: [
            "base_measure": .any([.object(inputMeasure), .text]),
            "conversion_measure": .any([.object(inputMeasure), .text]), "entity": .text, "calculation": .text,
            "window": .optionalText,
            "constant_properties": .optional(
                .list(
                    .object(
                        Self(
                            properties: ["base_property": .text, "conversion_property": .text],
                            required: ["base_property", "conversion_property"])))),
        ], required: ["base_measure", "conversion_measure", "entity"])

    // MARK: Saved queries and unit tests

    static let savedQuery = Self(
        properties: [
            "name": .text,
            "query_params": .object(
                Self(
                    properties: [
                        "metrics": .list(.text), "group_by": .list(.text), "where": .filter, "order_by": .list(.text),
                        "limit": .optional(.integer),
                    ])),
            "description": .optionalText, "label": .optionalText,
            "exports": .list(.object(Self(properties: ["name": .text, "config": .mapping], required: ["name"]))),
            "config": .mapping, "tags": .any([.text, .list(.text)]),
        ], required: ["name", "query_params"])

    static let unitTest = Self(
        properties: [
            "name": .text, "model": .text,
            "given": .list(
                .object(
                    Self(
                        properties: [
                            "input": .text, "rows": rows, "format": format, "fixture": .optionalText,
                        ], required: ["input"]))),
            "expect": .object(Self(properties: ["rows": rows, "format": format, "fixture": .optionalText])),
            "description": .text,
            "overrides": .optional(
                .object(Self(properties: ["macros": .mapping, "vars": .mapping, "env_vars": .mapping]))),
            "config": .mapping,
            "versions": .optional(.object(Self(properties: ["include": versions, "exclude": versions]))),
        ], required: ["name", "model", "given", "expect"])

    private static let rows = EntryShape.any([.text, .list(.mapping), .null])
    private static let format = EntryShape.oneOf(["csv", "dict", "sql"])
    private static let versions = EntryShape.optional(.list(.any([.text, .number])))
}
