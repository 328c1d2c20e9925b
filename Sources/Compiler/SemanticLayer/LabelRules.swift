/// What must hold for labels.
///
/// Source: dbt-semantic-interfaces 0.9, validations/labels.py.
enum LabelRules {
    static func metrics(_ layer: SemanticLayer) -> [SemanticIssue] {
        unique(layer.metrics.map { ($0.name, $0.label) }, "metric")
    }

    static func models(_ layer: SemanticLayer) -> [SemanticIssue] {
        var owners: [String: String] = [:]
        return layer.models.flatMap { model in
            collision(model.name, model.label, "semantic model", &owners)
                + repeated(model.dimensions.map(\.label), "Dimension", "dimensions", model)
                + repeated(model.entities.map(\.label), "Entity", "entities", model)
                + repeated(model.measures.map(\.label), "Measure", "measures", model)
        }
    }

    private static func unique(_ resources: [(name: String, label: String?)], _ type: String) -> [SemanticIssue] {
        var owners: [String: String] = [:]
        return resources.flatMap { collision($0.name, $0.label, type, &owners) }
    }

    private static func collision(
        _ name: String, _ label: String?, _ type: String, _ owners: inout [String: String]
    ) -> [SemanticIssue] {
        guard let label else { return [] }
        if let owner = owners[label] {
            return [
                .error("Can't use label `\(label)` for  \(type) `\(name)` as it's already used for \(type) `\(owner)`")
            ]
        }
        owners[label] = name
        return []
    }

    private static func repeated(
        _ labels: [String?], _ title: String, _ plural: String, _ model: SemanticModel
    ) -> [SemanticIssue] {
        let labels = labels.compactMap(\.self)
        var told: Set<String> = []
        return labels.compactMap { label in
            let count = labels.count { $0 == label }
            guard count > 1, told.insert(label).inserted else { return nil }
            return .error(
                "\(title) labels must be unique within a semantic model. The label `\(label)` was used for \(count) \(plural) on semantic model `\(model.name)"
            )
        }
    }

    /// Entities of one name have one label in all semantic models.
    static func entities(_ layer: SemanticLayer) -> [SemanticIssue] {
        var known: [String: (model: String, label: String)] = [:]
        var issues: [SemanticIssue] = []
        for model in layer.models {
            for entity in model.entities {
                guard let label = entity.label else { continue }
                guard let first = known[entity.name] else {
                    known[entity.name] = (model.name, label)
                    continue
                }
                guard first.label != label else { continue }
                issues.append(
                    .error(
                        "Entities with the same name must have the same label or the label must be `None`. Entity `\(entity.name)` on semantic model `\(model.name)` has label `\(label)` but the same entity on semantic model `\(first.model)`"
                    ))
            }
        }
        return issues
    }
}
