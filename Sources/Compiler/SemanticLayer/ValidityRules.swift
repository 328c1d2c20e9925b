/// What must hold for semantic models whose rows are valid for a time only.
///
/// Source: dbt-semantic-interfaces 0.9, validations/semantic_models.py.
enum ValidityRules {
    private static let requirements =
        "Semantic models using dimension validity params to define a validity window must have exactly two time dimensions with validity params specified - one marked `is_start` and the other marked `is_end`."

    static func windows(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.flatMap { model -> [SemanticIssue] in
            let dimensions = model.dimensions.filter { $0.validity != nil }
            guard !dimensions.isEmpty else { return [] }
            let names = dimensions.map(\.name).pythonList
            var issues: [SemanticIssue] = []
            if let issue = check(dimensions, names, model.name) { issues.append(issue) }
            let keys = model.entities.filter { $0.type == "primary" || $0.type == "unique" }.map(\.name)
            if !model.entities.contains(where: { $0.type == "natural" }) {
                issues.append(
                    .error(
                        "Semantic model \(model.name) has validity param dimensions defined, but does not have an entity with type `natural` set. The natural key for this semantic model is what we use to process a validity window join. Primary or unique entities, if any, might be suitable for use as natural keys: (\(keys.pythonList))."
                    ))
            }
            if !keys.isEmpty {
                issues.append(
                    .error(
                        "Semantic model \(model.name) has validity param dimensions defined and also has one or more entities designated as `primary` or `unique`. This is not yet supported, as we do not currently process joins against these key types for semantic models with validity windows specified."
                    ))
            }
            if !model.measures.isEmpty {
                issues.append(
                    .error(
                        "Semantic model \(model.name) has both measures and validity param dimensions defined. This is not currently supported! Please remove either the measures or the validity params. Measure names: \(model.measures.map(\.name).pythonList). Validity param dimension names: \(names)."
                    ))
            }
            return issues
        }
    }

    private static func check(_ dimensions: [SemanticModel.Dimension], _ names: String, _ model: String)
        -> SemanticIssue?
    {
        let starts = dimensions.filter { $0.validity?.isStart ?? false }
        let ends = dimensions.filter { $0.validity?.isEnd ?? false }
        if dimensions.count == 1, starts.count == 1, ends.count == 1 {
            return .error(
                "Semantic model \(model) has a single validity param dimension that defines its window: `\(dimensions[0].name)`. This is not a currently supported configuration! \(requirements) If you have one column defining a window, as in a daily snapshot table, you can define a separate dimension and increment the time value in the `expr` field as a work-around."
            )
        }
        if dimensions.count != 2 {
            return .error(
                "Semantic model \(model) has \(dimensions.count) dimensions defined with validity params. They are: \(names). There must be either zero or two! If you wish to define a validity window for this semantic model, please follow these requirements: \(requirements)"
            )
        }
        guard starts.count != 1 || ends.count != 1 else { return nil }
        // dbt always prints an empty list of starts.
        return .error(
            "Semantic model \(model) has two validity param dimensions defined, but does not have exactly one each marked with is_start and is_end! Dimensions: \(names). is_start dimensions: []. is_end dimensions: \(ends.map(\.name).pythonList). \(requirements)"
        )
    }
}
