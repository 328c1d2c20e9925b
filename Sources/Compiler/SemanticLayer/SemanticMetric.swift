internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// A metric as the rules of the semantic layer read it.
struct SemanticMetric {
    /// A measure that a metric uses, and how.
    struct InputMeasure: Hashable {
        let name: String
        let filters: [String]?
        let alias: String?
        let joinsTimeSpine: Bool
        let nullValue: DataValue
    }

    /// A metric that a ratio or a derived metric uses, and how.
    struct InputMetric {
        let name: String
        let filters: [String]?
        let alias: String?
        let offset: Window?
        let offsetToGrain: String?
    }

    /// A span such as `7 day`.
    struct Window: Hashable {
        let count: Int
        let granularity: String
    }

    struct Conversion {
        let base: InputMeasure
        let conversion: InputMeasure
        let entity: String
        let window: Window?
        let constants: [(base: String, conversion: String)]
    }

    let name: String
    let label: String?
    let type: String
    let filters: [String]?
    let expression: String?
    let measure: InputMeasure?
    let numerator: InputMetric?
    let denominator: InputMetric?
    let metrics: [InputMetric]
    /// The measures behind the metric, also those of the metrics that it uses.
    let inputMeasures: [InputMeasure]
    /// As it stands directly in `type_params`.
    let oldWindow: Window?
    let oldGrainToDate: String?
    let window: Window?
    let grainToDate: String?
    let conversion: Conversion?

    init(_ resource: GraphResource) {
        let parameters = resource.fields["type_params"] ?? .null
        name = resource.name
        label = resource.fields["label"]?.string
        type = resource.fields["type"]?.string ?? ""
        filters = resource.fields["filter"]?.filters
        expression = parameters["expr"]?.string
        measure = parameters["measure"].flatMap(InputMeasure.init)
        numerator = parameters["numerator"].flatMap(InputMetric.init)
        denominator = parameters["denominator"].flatMap(InputMetric.init)
        metrics = (parameters["metrics"]?.list ?? []).compactMap(InputMetric.init)
        inputMeasures = (parameters["input_measures"]?.list ?? []).compactMap(InputMeasure.init)
        oldWindow = parameters["window"].flatMap(Window.init)
        oldGrainToDate = parameters["grain_to_date"]?.string
        let cumulative = parameters["cumulative_type_params"] ?? .null
        window = cumulative["window"].flatMap(Window.init) ?? oldWindow
        grainToDate = cumulative["grain_to_date"]?.string?.lowercased() ?? oldGrainToDate
        conversion = parameters["conversion_type_params"].flatMap(Conversion.init)
    }
}

extension SemanticMetric.Window: CustomStringConvertible {
    init?(_ value: DataValue) {
        guard let count = value["count"]?.int, let granularity = value["granularity"]?.string else { return nil }
        self.init(count: count, granularity: granularity)
    }

    var description: String { "\(count) \(granularity)" }

    /// As pydantic prints it.
    var pythonText: String { "count=\(count) granularity=\(DataValue.string(granularity).pythonRepr)" }
}

extension SemanticMetric.InputMeasure {
    init?(_ value: DataValue) {
        guard let name = value["name"]?.string else { return nil }
        self.init(
            name: name, filters: value["filter"]?.filters, alias: value["alias"]?.string,
            joinsTimeSpine: value["join_to_timespine"] == true, nullValue: value["fill_nulls_with"] ?? .null)
    }

    /// The fields as pydantic prints them, with what stands between them.
    private func fields(_ separator: String) -> String {
        let templates = filters.map { filters in
            filters.map { "PydanticWhereFilter(where_sql_template=\(DataValue.string($0).pythonRepr))" }
        }
        let filter = templates.map { "PydanticWhereFilterIntersection(where_filters=[\($0.joined(separator: ", "))])" }
        return [
            "name=\(DataValue.string(name).pythonRepr)", "filter=\(filter ?? "None")",
            "alias=\(DataValue.text(alias).pythonRepr)", "join_to_timespine=\(joinsTimeSpine ? "True" : "False")",
            "fill_nulls_with=\(nullValue.pythonRepr)",
        ].joined(separator: separator)
    }

    /// As Python's `str` prints it.
    var pythonText: String { fields(" ") }
    /// As Python prints it in a list.
    var pythonRepr: String { "PydanticMetricInputMeasure(\(fields(", ")))" }
}

extension SemanticMetric.InputMetric {
    init?(_ value: DataValue) {
        guard let name = value["name"]?.string else { return nil }
        self.init(
            name: name, filters: value["filter"]?.filters, alias: value["alias"]?.string,
            offset: value["offset_window"].flatMap(SemanticMetric.Window.init),
            offsetToGrain: value["offset_to_grain"]?.string?.lowercased())
    }
}

extension SemanticMetric.Conversion {
    init?(_ value: DataValue) {
        guard let base = value["base_measure"].flatMap(SemanticMetric.InputMeasure.init),
            let conversion = value["conversion_measure"].flatMap(SemanticMetric.InputMeasure.init)
        else { return nil }
        self.init(
            base: base, conversion: conversion, entity: value.text("entity"),
            window: value["window"].flatMap(SemanticMetric.Window.init),
            constants: (value["constant_properties"]?.list ?? []).map {
                (base: $0.text("base_property"), conversion: $0.text("conversion_property"))
            })
    }
}
