internal import Formats
internal import ProjectLoading
internal import ProjectModel

/// What must hold for measures.
///
/// Source: dbt-semantic-interfaces 0.9, validations/measures.py and agg_time_dimension.py.
enum MeasureRules {
    static func percentiles(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.flatMap(\.measures).flatMap { measure in
            let parameters = measure.parameters ?? [:]
            let percentile = parameters["percentile"] ?? .null
            let isDiscrete = parameters["use_discrete_percentile"] == true
            switch measure.aggregation {
            case "percentile": return self.percentile(of: measure.name, percentile)
            case "median":
                var issues: [SemanticIssue] = []
                if !percentile.isNull, percentile.number != 0.5 {
                    issues.append(
                        .error(
                            "Measure '\(measure.name)' uses a MEDIAN aggregation, while percentile is set to '\(percentile.pythonText)', a conflicting value. Please remove the parameter or set to '0.5'."
                        ))
                }
                if isDiscrete {
                    issues.append(
                        .error(
                            "Measure '\(measure.name)' uses a MEDIAN aggregation, while use_discrete_percentile is set to true. Please remove the parameter or set to False."
                        ))
                }
                return issues
            default:
                let keys = ["percentile", "use_discrete_percentile", "use_approximate_percentile"]
                let wrong = keys.filter { parameters[$0]?.isTruthy ?? false }
                guard !wrong.isEmpty else { return [] }
                return [
                    .error(
                        "Measure '\(measure.name)' with aggregation '\(measure.aggregation)' uses agg_params (\(wrong.joined(separator: ", "))) only relevant to Percentile measures."
                    )
                ]
            }
        }
    }

    private static func percentile(of measure: String, _ value: DataValue) -> [SemanticIssue] {
        guard let number = value.number else {
            return [
                .error(
                    "Measure '\(measure)' uses a PERCENTILE aggregation, which requires agg_params.percentile to be provided."
                )
            ]
        }
        guard number <= 0 || number >= 1 else { return [] }
        return [
            .error(
                "Percentile aggregation parameter for measure '\(measure)' is '\(PythonFloat.repr(number))', but must be between 0 and 1 (non-inclusive). For example, to indicate the 65th percentile value, set 'percentile: 0.65'. For percentile values of 0, please use MIN, for percentile values of 1, please use MAX."
            )
        ]
    }

    static func counts(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.flatMap(\.measures).filter { $0.aggregation == "count" }.compactMap { measure in
            guard let expression = measure.expression else {
                return .error(
                    "Measure '\(measure.name)' uses a COUNT aggregation, which requires an expr to be provided. Provide 'expr: 1' if a count of all rows is desired."
                )
            }
            guard expression.lowercased().hasPrefix("distinct ") else { return nil }
            return .error(
                "Measure '\(measure.name)' uses a 'count' aggregation with a DISTINCT expr: '\(expression). This is not supported as it effectively converts an additive measure into a non-additive one, and this could cause certain queries to return incorrect results. Please use the count_distinct aggregation type."
            )
        }
    }

    static func uniqueNames(_ layer: SemanticLayer) -> [SemanticIssue] {
        var owners: [String: [String]] = [:]
        var issues: [SemanticIssue] = []
        for model in layer.models {
            for measure in model.measures {
                if let others = owners[measure.name] {
                    issues.append(
                        .error(
                            "Found measure with name \(measure.name) in multiple semantic models with names (\(others.pythonList))"
                        ))
                }
                owners[measure.name, default: []].append(model.name)
            }
        }
        return issues
    }

    // MARK: Time

    static func timeDimensions(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.flatMap { model -> [SemanticIssue] in
            var issues: [SemanticIssue] = []
            for measure in model.measures {
                guard let dimension = model.timeDimension(of: measure) else {
                    let task = "checking aggregation time dimension for a semantic model"
                    return [.exception(while: task, missingTimeDimension(of: measure.name))]
                }
                if model.hasTimeDimension(dimension) { continue }
                issues.append(
                    .error(
                        "In semantic model '\(model.name)', measure '\(measure.name)' has the aggregation time dimension set to '\(dimension)', which is not a valid time dimension in the semantic model"
                    ))
            }
            return issues
        }
    }

    private static func missingTimeDimension(of measure: String) -> String {
        "AssertionError: Aggregation time dimension for measure \(measure) is not set! This should either be set directly on the measure specification in the model, or else defaulted to the primary time dimension in the data source containing the measure."
    }

    static func nonAdditiveDimensions(_ layer: SemanticLayer) -> [SemanticIssue] {
        var issues: [SemanticIssue] = []
        for model in layer.models {
            for measure in model.measures {
                guard let nonAdditive = measure.nonAdditive else { continue }
                guard let time = model.timeDimension(of: measure) else {
                    let task = "ensuring that a measure's non_additive_dimensions is valid"
                    return [.exception(while: task, missingTimeDimension(of: measure.name))]
                }
                guard let timeDimension = model.dimensions.first(where: { $0.name == time }) else {
                    issues.append(
                        .error(
                            "Measure '\(measure.name)' has a agg_time_dimension of \(time) that is not defined as a dimension in semantic model '\(model.name)'."
                        ))
                    continue
                }
                issues += check(nonAdditive, of: measure.name, timeDimension, model)
            }
        }
        return issues
    }

    private static func check(
        _ nonAdditive: (dimension: String, choice: String, groupings: [String]), of measure: String,
        _ time: SemanticModel.Dimension, _ model: SemanticModel
    ) -> [SemanticIssue] {
        var issues: [SemanticIssue] = []
        let subject = "Measure '\(measure)' has a non_additive_dimension with"
        let name = nonAdditive.dimension
        if let dimension = model.dimensions.first(where: { $0.name == name }) {
            if dimension.type != "time" {
                issues.append(
                    .error(
                        "\(subject) name'\(name)' that is defined as a categorical dimension which is not supported."))
            }
            if let own = dimension.granularity, let other = time.granularity, own != other {
                issues.append(
                    .error(
                        "\(subject) name '\(name)' that has a base time granularity (\(own.rawValue.uppercased())) that is not equal to the measure's agg_time_dimension \(time.name) with a base granularity of (\(other.rawValue.uppercased()))."
                    ))
            }
        } else {
            issues.append(
                .error(
                    "\(subject) name '\(name)' that is not defined as a dimension in semantic model '\(model.name)'."))
        }
        if nonAdditive.choice != "min", nonAdditive.choice != "max" {
            issues.append(
                .error(
                    "\(subject) an invalid 'window_choice' of '\(nonAdditive.choice)'. Only choices supported are 'min' or 'max'."
                ))
        }
        let unknown = Set(nonAdditive.groupings).subtracting(model.entities.map(\.name))
        if !unknown.isEmpty {
            issues.append(
                .error(
                    "\(subject) an invalid 'window_groupings'. These entities \(Array(unknown).pythonSet) do not exist in the semantic model."
                ))
        }
        return issues
    }
}

extension DataValue {
    /// An int or a float.
    fileprivate var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .float(let value): value
        default: nil
        }
    }
}
