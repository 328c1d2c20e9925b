internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// What should hold for time spines.
///
/// Source: dbt-semantic-interfaces 0.9, validations/time_spines.py.
enum TimeSpineRules {
    static func timeSpines(_ layer: SemanticLayer) -> [SemanticIssue] {
        guard let finest = layer.timeSpines.map(\.granularity).min() else { return [] }
        var issues: [SemanticIssue] = []
        let names = Dictionary(grouping: layer.timeSpines, by: \.granularity).filter { $0.value.count > 1 }
        if !names.isEmpty {
            let lists = names.sorted { $0.key < $1.key }.map { granularity, spines in
                "'\(granularity.rawValue.uppercased())': \(spines.map { $0.relationName ?? "" }.pythonList)"
            }
            issues.append(
                .warning(
                    "Only one time spine is supported per granularity. Got duplicates: {\(lists.joined(separator: ", "))}"
                ))
        }
        guard let dimension = layer.models.flatMap(\.dimensions).compactMap(\.granularity).min() else {
            let task = "running model validation to ensure that time spines are valid"
            return [.exception(while: task, "ValueError: min() arg is an empty sequence")]
        }
        if dimension < finest {
            issues.append(
                .warning(
                    "To avoid unexpected query errors, configuring a time spine at or below the smallest time dimension granularity is recommended. Smallest time dimension granularity: \(dimension.rawValue.uppercased()); Smallest time spine granularity: TimeGranularity.\(finest.rawValue.uppercased())"
                ))
        }
        return issues
    }
}
