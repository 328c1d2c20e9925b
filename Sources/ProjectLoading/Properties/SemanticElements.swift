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
                "name": .string(try item.text("name")), "type": .string(try item.text("type")),
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
                    "time_granularity": .string(try part.text("time_granularity")),
                    "validity_params": part.data["validity_params"] ?? .null,
                ])
            }
            return [
                "name": .string(try item.text("name")), "type": .string(try item.text("type")),
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
                    "name": .string(try part.text("name")), "window_choice": .string(try part.text("window_choice")),
                    "window_groupings": .strings(try part.strings("window_groupings")),
                ])
            }
            let expression = item.data["expr"].flatMap { $0.isNull ? nil : $0.pythonText }
            return [
                "name": .string(try item.text("name")), "agg": .string(try item.text("agg")),
                "description": .text(try item.optionalText("description")),
                "label": .text(try item.optionalText("label")), "create_metric": false, "expr": .text(expression),
                "agg_params": item.data["agg_params"] ?? .null, "non_additive_dimension": additive,
                "agg_time_dimension": .text(try item.optionalText("agg_time_dimension")),
                "config": try self.config(item),
            ]
        }
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
