internal import Formats
internal import ProjectModel

/// How the freshness of a source combines over the places that may set it.
///
/// Source: dbt-core 1.11, FreshnessThreshold and merge_source_freshness (dbt/parser/sources.py).
enum FreshnessRules {
    /// A threshold set as the manifest shows it, with all keys; nil when it has another shape.
    static func normalized(_ value: DataValue) -> DataValue? {
        guard let entries = value.mapping else { return nil }
        var result: DataMapping = [:]
        for key in ["warn_after", "error_after"] {
            guard let threshold = entries[key] else {
                result[key] = .mapping(["count": .null, "period": .null])
                continue
            }
            if threshold.isNull {
                result[key] = .null
            } else {
                guard let normal = normalizedThreshold(threshold) else { return nil }
                result[key] = normal
            }
        }
        result["filter"] = entries["filter"] ?? .null
        return .mapping(result)
    }

    private static func normalizedThreshold(_ value: DataValue) -> DataValue? {
        guard let entries = value.mapping else { return nil }
        let period = entries["period"] ?? .null
        guard period.isNull || ["minute", "hour", "day"].contains(period.string) else { return nil }
        var count = entries["count"] ?? .null
        if let text = count.string {
            guard let number = Int(text) else { return nil }
            count = .int(number)
        }
        guard count.isNull || count.int != nil else { return nil }
        return .mapping(["count": count, "period": period])
    }

    /// Merges the given places in order; a place that says null takes everything away.
    static func merged(_ places: [DataValue]) -> DataValue {
        var result = places.first ?? .null
        for update in places.dropFirst() {
            guard let new = update.mapping else {
                result = .null
                continue
            }
            guard let old = result.mapping else {
                result = isSet(update) ? update : .null
                continue
            }
            result = .mapping([
                "warn_after": mergedThreshold(old["warn_after"], new["warn_after"]),
                "error_after": mergedThreshold(old["error_after"], new["error_after"]),
                "filter": new["filter"].flatMap { $0.isNull ? nil : $0 } ?? old["filter"] ?? .null,
            ])
        }
        return result
    }

    private static func mergedThreshold(_ old: DataValue?, _ new: DataValue?) -> DataValue {
        guard let new, !new.isNull else { return .null }
        if isComplete(old), isComplete(new) { return new }
        return isComplete(new) ? new : old ?? .null
    }

    /// At least one threshold is complete.
    static func isSet(_ value: DataValue) -> Bool {
        isComplete(value["warn_after"]) || isComplete(value["error_after"])
    }

    private static func isComplete(_ threshold: DataValue?) -> Bool {
        threshold?["count"]?.int != nil && threshold?["period"]?.string != nil
    }

    /// The value for the model; nil for null.
    static func freshness(_ value: DataValue) -> Freshness? {
        guard value.mapping != nil else { return nil }
        func threshold(_ key: String) -> Freshness.Threshold? {
            guard let entries = value[key]?.mapping else { return nil }
            return Freshness.Threshold(count: entries["count"]?.int, period: entries["period"]?.string)
        }
        return Freshness(
            warnAfter: threshold("warn_after"), errorAfter: threshold("error_after"),
            filter: value["filter"]?.string)
    }
}
