internal import ProjectModel

/// What must hold for the dimensions and entities of semantic models.
///
/// Source: dbt-semantic-interfaces 0.9, validations/dimension_const.py, element_const.py, entities.py,
/// primary_entity.py, semantic_models.py and unique_valid_name.py.
enum ElementRules {
    static func consistentDimensions(_ layer: SemanticLayer) -> [SemanticIssue] {
        var known: [String: (type: String, isPartition: Bool)] = [:]
        var issues: [SemanticIssue] = []
        for model in layer.models {
            for dimension in model.dimensions {
                guard let first = known[dimension.name] else {
                    known[dimension.name] = (dimension.type, dimension.isPartition)
                    continue
                }
                if first.type != dimension.type {
                    issues.append(
                        .error(
                            "In semantic model `\(model.name)`, type conflict for dimension `\(dimension.name)` - already in model as type `DimensionType.\(first.type.uppercased())` but got `DimensionType.\(dimension.type.uppercased())`"
                        ))
                }
                if first.isPartition != dimension.isPartition {
                    let flags = [first.isPartition, dimension.isPartition].map { $0 ? "True" : "False" }
                    issues.append(
                        .error(
                            "In semantic model `\(model.name), conflicting is_partition attribute for dimension `DimensionReference(element_name='\(dimension.name)')` - already in model with is_partition as `\(flags[0])` but got `\(flags[1])``"
                        ))
                }
            }
        }
        return issues
    }

    /// A name means a measure, a dimension or an entity in all semantic models.
    static func consistentElements(_ layer: SemanticLayer) -> [SemanticIssue] {
        // Names in the order in which they are met; for each type of element the models that have it.
        var names: [String] = []
        var owners: [String: [String: [String]]] = [:]
        for model in layer.models {
            let elements =
                model.measures.map { ($0.name, "measure") } + model.dimensions.map { ($0.name, "dimension") }
                + model.entities.map { ($0.name, "entity") }
            for (name, type) in elements {
                if owners[name] == nil { names.append(name) }
                owners[name, default: [:]][type, default: []].append(model.name)
            }
        }
        return names.flatMap { name -> [SemanticIssue] in
            let types = owners[name] ?? [:]
            guard types.count > 1 else { return [] }
            let used = types.keys.sorted()
            let list = used.map { "<SemanticModelElementType.\($0.uppercased()): '\($0)'>" }.joined(separator: ", ")
            return used.map { type in
                .error(
                    "In semantic models \((types[type] ?? []).pythonSet), element `\(name)` is of type SemanticModelElementType.\(type.uppercased()), but it is used as types [\(list)] across the model."
                )
            }
        }
    }

    static func naturalEntities(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.flatMap { model -> [SemanticIssue] in
            let names = Set(model.entities.filter { $0.type == "natural" }.map(\.name))
            guard !names.isEmpty else { return [] }
            let list = Array(names).pythonSet
            var issues: [SemanticIssue] = []
            if names.count > 1 {
                issues.append(
                    .error(
                        "Semantic models can have at most one natural entity, but semantic model `\(model.name)` has \(names.count) distinct natural entities set! \(list)."
                    ))
            }
            if !model.dimensions.contains(where: { $0.validity != nil }) {
                issues.append(
                    .error(
                        "The use of `natural` entities is currently supported only in conjunction with a validity window defined in the set of time dimensions associated with the semantic model. Semantic model `\(model.name)` uses a natural entity (\(list)) but does not define a validity window!"
                    ))
            }
            return issues
        }
    }

    static func primaryEntities(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.compactMap { model in
            let primary = model.entities.filter { $0.type == "primary" }.map(\.name)
            if primary.count > 1 {
                return .error(
                    "Semantic models can have only one primary entity. The semantic model `\(model.name)` has \(primary.count): \(primary.joined(separator: ", "))"
                )
            }
            if let entity = primary.first, let other = model.primaryEntity {
                return .error(
                    "The semantic model `\(model.name)` has an entity named `\(entity)` with type primary but it also has the `primary_entity` field set to `\(other)`. Both should not be present in the model."
                )
            }
            if primary.isEmpty, model.primaryEntity == nil, !model.dimensions.isEmpty {
                return .error(
                    "The semantic model \(model.name) contains dimensions, but it does not define a primary entity. Either add an entity with type PRIMARY or set a value for the primary_entity key."
                )
            }
            return nil
        }
    }

    /// A dimension and the primary entity of its model tell it from all others.
    static func primaryEntityDimensionPairs(_ layer: SemanticLayer) -> [SemanticIssue] {
        var pairs: [String: [String: String]] = [:]
        var issues: [SemanticIssue] = []
        for model in layer.models {
            guard let entity = model.primaryEntity ?? model.entities.first(where: { $0.type == "primary" })?.name else {
                continue
            }
            let isFirst = pairs[entity] == nil
            for dimension in model.dimensions {
                if !isFirst, let owner = pairs[entity]?[dimension.name] {
                    issues.append(
                        .error(
                            "Duplicate dimension + primary entity pairing detected, dimension + primary entity pairings must be unique. Semantic model `\(model.name)` has a primary entity of `\(entity)` and dimension `\(dimension.name)`, but this pairing is already in use on semantic model `\(owner)`."
                        ))
                } else {
                    pairs[entity, default: [:]][dimension.name] = model.name
                }
            }
            if isFirst, model.dimensions.isEmpty { pairs[entity] = [:] }
        }
        return issues
    }

    static func defaults(_ layer: SemanticLayer) -> [SemanticIssue] {
        layer.models.compactMap { model in
            guard let dimension = model.defaultTimeDimension, !model.hasTimeDimension(dimension) else { return nil }
            return .error(
                "Default aggregation time dimension was specified as '\(dimension)' which doesn't exist as a time dimension in semantic model named '\(model.name)'."
            )
        }
    }
}
