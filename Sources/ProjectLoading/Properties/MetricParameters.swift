internal import Diagnostics
internal import Formats
internal import ProjectModel

/// `type_params` of a metric, in the shape of the manifest.
///
/// Source: dbt-core 1.11, MetricParser (dbt/parser/schema_yaml_readers.py).
struct MetricParameters {
    let reader: EntryReader
    /// `simple`, `ratio`, `derived`, `cumulative` or `conversion`.
    let type: String

    func value() throws(Diagnostic) -> DataValue {
        let expression = reader.data["expr"].flatMap { $0.isNull ? nil : $0.pythonText }
        return .mapping([
            "measure": try measure(reader.data["measure"]), "input_measures": .list([]),
            "numerator": try input(reader.data["numerator"]), "denominator": try input(reader.data["denominator"]),
            "expr": .text(expression), "window": try window(reader.data["window"]),
            "grain_to_date": .text(try reader.optionalValue("grain_to_date", of: .granularity)),
            "metrics": try inputs(reader.list("metrics")),
            "conversion_type_params": try conversion(), "cumulative_type_params": try cumulative(),
            "metric_aggregation_params": .null,
        ])
    }

    /// One filter or several, as templates that are never rendered here.
    static func filter(_ value: DataValue?) -> DataValue {
        guard let value, !value.isNull else { return .null }
        let filters = ConfigMerge.listified(value).map { DataValue.mapping(["where_sql_template": $0]) }
        return .mapping(["where_filters": .list(filters)])
    }

    private func measure(_ value: DataValue?) throws(Diagnostic) -> DataValue {
        guard let value, !value.isNull else { return .null }
        let entries = value.mapping ?? ["name": value]
        guard entries["name"]?.string != nil else { throw reader.noSchema(value, "measure") }
        return .mapping([
            "name": entries["name"] ?? .null, "filter": Self.filter(entries["filter"]),
            "alias": entries["alias"] ?? .null, "join_to_timespine": entries["join_to_timespine"] ?? false,
            "fill_nulls_with": entries["fill_nulls_with"] ?? .null,
        ])
    }

    private func input(_ value: DataValue?) throws(Diagnostic) -> DataValue {
        guard let value, !value.isNull else { return .null }
        let entries = value.mapping ?? ["name": value]
        guard entries["name"]?.string != nil else { throw reader.noSchema(value, "metrics") }
        return .mapping([
            "name": entries["name"] ?? .null, "filter": Self.filter(entries["filter"]),
            "alias": entries["alias"] ?? .null, "offset_window": try window(entries["offset_window"]),
            "offset_to_grain": entries["offset_to_grain"] ?? .null,
        ])
    }

    private func inputs(_ values: [DataValue]) throws(Diagnostic) -> DataValue {
        var inputs: [DataValue] = []
        for value in values { inputs.append(try input(value)) }
        return .list(inputs)
    }

    /// `28 days` as a count and a grain.
    private func window(_ value: DataValue?) throws(Diagnostic) -> DataValue {
        guard let value, !value.isNull else { return .null }
        let text = value.pythonText
        let parts = text.lowercased().split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw reader.invalid(
                "Invalid window (\(text)) in cumulative/conversion metric. Should be of the form `<count> <granularity>`, e.g., `28 days`",
                [.key("window")])
        }
        guard let count = Int(parts[0]), count >= 0 else {
            throw reader.invalid(
                "Invalid count (\(parts[0])) in cumulative/conversion metric window string: (\(text))", [.key("window")]
            )
        }
        let singular = String(parts[1].dropLast())
        let grain = parts[1].hasSuffix("s") && TimeGranularity.names.contains(singular) ? singular : String(parts[1])
        return .mapping(["count": .int(count), "granularity": .string(grain)])
    }

    private func conversion() throws(Diagnostic) -> DataValue {
        guard let part = try reader.part("conversion_type_params") else { return .null }
        return .mapping([
            "base_measure": try measure(part.data["base_measure"]),
            "conversion_measure": try measure(part.data["conversion_measure"]),
            "entity": .string(try part.text("entity")),
            "calculation": .string(try part.value("calculation", of: .calculation, default: "conversion_rate")),
            "window": try window(part.data["window"]), "constant_properties": part.data["constant_properties"] ?? .null,
        ])
    }

    private func cumulative() throws(Diagnostic) -> DataValue {
        guard type == "cumulative" else { return .null }
        let part = try reader.part("cumulative_type_params")
        let data = part?.data ?? [:]
        return .mapping([
            "window": try window(data["window"] ?? reader.data["window"]),
            "grain_to_date": data["grain_to_date"] ?? reader.data["grain_to_date"] ?? .null,
            "period_agg": .string(try part?.value("period_agg", of: .periodAggregation, default: "first") ?? "first"),
            "metric": .null,
        ])
    }
}
