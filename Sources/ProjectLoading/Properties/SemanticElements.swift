internal import Diagnostics
internal import Formats

/// Entities, measures and dimensions of a semantic model, in the shape of the manifest.
struct SemanticElements {
    let reader: EntryReader
    /// Of the semantic model: every element inherits it.
    let meta: DataMapping

    func entities() throws(Diagnostic) -> DataValue {
        try list("entities") { (item) throws(Diagnostic) in
            [
                "name": .string(try item.text("name")), "type": .string(try item.value("type", of: .entity)),
                "description": .text(try item.optionalText("description")),
                "label": .text(try item.optionalText("label")), "role": .text(try item.optionalText("role")),
                "expr": .text(try item.optionalText("expr")), "config": try self.config(item),
            ]
        }
    }

    func dimensions() throws(Diagnostic) -> DataValue {
        try list("dimensions") { (item) throws(Diagnostic) in
            var parameters: DataValue = .null
            if let part = try item.part("type_params") {
                parameters = .mapping([
                    "time_granularity": .string(try part.value("time_granularity", of: .granularity)),
                    "validity_params": try self.validity(part.part("validity_params")),
                ])
            }
            return [
                "name": .string(try item.text("name")), "type": .string(try item.value("type", of: .dimension)),
                "description": .text(try item.optionalText("description")),
                "label": .text(try item.optionalText("label")), "is_partition": item.data["is_partition"] ?? false,
                "type_params": parameters, "expr": .text(try item.optionalText("expr")), "metadata": .null,
                "config": try self.config(item),
            ]
        }
    }

    func measures() throws(Diagnostic) -> DataValue {
        try list("measures") { (item) throws(Diagnostic) in
            var additive: DataValue = .null
            if let part = try item.part("non_additive_dimension") {
                additive = .mapping([
                    "name": .string(try part.text("name")),
                    "window_choice": .string(try part.value("window_choice", of: .aggregation)),
                    "window_groupings": .strings(try part.strings("window_groupings")),
                ])
            }
            let expression = item.data["expr"].flatMap { $0.isNull ? nil : $0.pythonText }
            return [
                "name": .string(try item.text("name")), "agg": .string(try item.value("agg", of: .aggregation)),
                "description": .text(try item.optionalText("description")),
                "label": .text(try item.optionalText("label")), "create_metric": false, "expr": .text(expression),
                "agg_params": try self.aggregation(item.part("agg_params")), "non_additive_dimension": additive,
                "agg_time_dimension": .text(try item.optionalText("agg_time_dimension")),
                "config": try self.config(item),
            ]
        }
    }

    /// When a row of a slowly changing dimension is valid: with what is left out.
    private func validity(_ part: EntryReader?) throws(Diagnostic) -> DataValue {
        guard let part else { return .null }
        return .mapping([
            "is_start": .bool(try part.optionalFlag("is_start") ?? false),
            "is_end": .bool(try part.optionalFlag("is_end") ?? false),
        ])
    }

    /// How a percentile is computed: with what is left out, and the percentile as a number with a fraction.
    private func aggregation(_ part: EntryReader?) throws(Diagnostic) -> DataValue {
        guard let part else { return .null }
        return .mapping([
            "percentile": part.data["percentile"].map { $0.int.map { .float(Double($0)) } ?? $0 } ?? .null,
            "use_discrete_percentile": .bool(try part.optionalFlag("use_discrete_percentile") ?? false),
            "use_approximate_percentile": .bool(try part.optionalFlag("use_approximate_percentile") ?? false),
        ])
    }

    private func config(_ item: EntryReader) throws(Diagnostic) -> DataValue {
        let own = try item.mapping("config")["meta"]?.mapping ?? [:]
        return .mapping(["meta": .mapping(meta.merging(own) { $1 })])
    }

    private func list(
        _ key: String, _ element: (EntryReader) throws(Diagnostic) -> DataMapping
    ) throws(Diagnostic) -> DataValue {
        var elements: [DataValue] = []
        for item in try reader.items(key) { elements.append(.mapping(try element(item))) }
        return .list(elements)
    }
}
