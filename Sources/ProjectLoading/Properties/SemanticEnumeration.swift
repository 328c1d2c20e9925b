internal import Diagnostics
internal import ProjectModel

/// The values that one of the enumerations of the semantic layer has; upper and lower case mean the same.
///
/// Source: dbt-semantic-interfaces 0.9, type_enums.
struct SemanticEnumeration {
    /// As dbt's messages call it.
    let name: String
    let values: [String]

    static let aggregation = Self(
        name: "AggregationType",
        values: [
            "sum", "min", "max", "count_distinct", "sum_boolean", "average", "percentile", "median", "count",
        ])
    static let dimension = Self(name: "DimensionType", values: ["categorical", "time"])
    static let entity = Self(name: "EntityType", values: ["foreign", "natural", "primary", "unique"])
    static let metric = Self(
        name: "MetricType", values: ["simple", "ratio", "cumulative", "derived", "conversion"])
    static let granularity = Self(name: "TimeGranularity", values: TimeGranularity.names)
    static let periodAggregation = Self(name: "PeriodAggregation", values: ["first", "last", "average"])
    static let calculation = Self(name: "ConversionCalculationType", values: ["conversions", "conversion_rate"])
    static let exportDestination = Self(name: "ExportDestinationType", values: ["table", "view"])

    /// The value that `text` means; nil when it means none.
    subscript(text: String) -> String? {
        let lower = text.lowercased()
        return values.contains(lower) ? lower : nil
    }
}

extension EntryReader {
    /// The value of `key`, which must be one of `enumeration`.
    /// - Throws: dbt's error for another one.
    func value(
        _ key: String, of enumeration: SemanticEnumeration, default standard: String? = nil
    ) throws(Diagnostic) -> String {
        try member(try text(key, default: standard), of: enumeration, key)
    }

    /// As `value(_:of:)`, nil when there is none.
    func optionalValue(_ key: String, of enumeration: SemanticEnumeration) throws(Diagnostic) -> String? {
        guard let text = try optionalText(key) else { return nil }
        return try member(text, of: enumeration, key)
    }

    private func member(_ text: String, of enumeration: SemanticEnumeration, _ key: String) throws(Diagnostic) -> String
    {
        if let value = enumeration[text] { return value }
        throw failure(
            "Invalid enum value: `\(text)` in enum \(enumeration.name)", .propertiesInvalid, [.key(key)],
            hint: Suggestion.hint(for: text.lowercased(), in: enumeration.values)
                ?? "use one of \(enumeration.values.joined(separator: ", "))")
    }
}
