internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Reads entries of `exposures:`, `groups:`, `metrics:`, `semantic_models:` and `saved_queries:`.
///
/// Source: dbt-core 1.11, dbt/parser/schema_yaml_readers.py.
struct ResourceReader {
    let reader: EntryReader
    let configs: ConfigResolver
    /// `exposures:` of the project: its tags and meta without `+` count twice.
    let exposureTree: DataMapping
    /// `target`: where exports go unless they say otherwise.
    let target: DataMapping

    func read(_ type: ResourceType, _ result: inout FileProperties) throws(Diagnostic) {
        try reader.check(shape(of: type))
        switch type {
        case .exposure: try readExposure(&result)
        case .group: try readGroup(&result)
        case .metric: try readMetric(&result)
        case .semanticModel: try readSemanticModel(&result)
        default: try readSavedQuery(&result)
        }
    }

    private func shape(of type: ResourceType) -> ObjectShape {
        switch type {
        case .exposure: .exposure
        case .group: .group
        case .metric: .metric
        case .semanticModel: .semanticModel
        default: .savedQuery
        }
    }

    private func resource(_ type: ResourceType, _ name: String) -> GraphResource {
        let file = reader.file
        return GraphResource(
            uniqueID: "\(type.rawValue).\(file.packageName).\(name)", resourceType: type, name: name,
            packageName: file.packageName, path: file.path, originalFilePath: file.originalPath, fqn: file.fqn(name))
    }

    /// Puts the resolved configuration into `resource`.
    private func configure(_ resource: inout GraphResource, _ properties: DataMapping) throws(Diagnostic) {
        var request = ConfigResolver.Request(
            type: resource.resourceType, packageName: resource.packageName, fqn: resource.fqn)
        request.properties = properties
        do throws(Diagnostic) {
            let resolved = try configs.resolve(request)
            resource.config = resolved.config
            resource.unrenderedConfig = resolved.unrendered
        } catch {
            throw reader.failure(error.message, error.code, [.key("config")])
        }
    }

    private func add(_ resource: GraphResource, _ result: inout FileProperties) {
        result.resources.append(ResourceDeclaration(resource: resource, place: reader.place))
    }

    // MARK: Exposures and groups

    private func readExposure(_ result: inout FileProperties) throws(Diagnostic) {
        let name = try reader.text("name")
        let isPlain = name.unicodeScalars.allSatisfy {
            $0 == "_" || $0 == "-" || $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        if !isPlain {
            result.warnings.append(
                reader.warning(
                    "Starting in v1.3, the 'name' of an exposure should contain only letters, numbers, and underscores. Exposures support a new property, 'label', which may contain spaces, capital letters, and special characters. \(name) does not follow this pattern. Please update the 'name', and use the 'label' property for a human-friendly title. This will raise an error in a future version of dbt-core.",
                    .exposureName, [.key("name")]))
        }
        let type = try reader.text("type")
        var exposure = resource(.exposure, name)
        exposure.description = try reader.text("description", default: "")
        try configure(&exposure, try reader.mapping("config"))
        let treeTags = exposureTree["tags"]?.list?.compactMap(\.string) ?? []
        let tags = Set(treeTags + (try reader.strings("tags")) + exposure.config.tags)
        exposure.tags = tags.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        exposure.meta = exposureTree["meta"]?.mapping ?? [:]
        exposure.meta.merge(try reader.mapping("meta")) { $1 }
        exposure.meta.merge(exposure.config.meta) { $1 }
        exposure.config["tags"] = .strings(exposure.tags)
        exposure.config["meta"] = .mapping(exposure.meta)
        exposure.fields = [
            "type": .string(type), "owner": try owner("Exposure"), "label": .text(try reader.optionalText("label")),
            "maturity": .text(try reader.optionalText("maturity")),
            "url": .text(try reader.optionalText("url")),
        ]
        for text in try reader.strings("depends_on") {
            switch ReferenceText(text) {
            case .ref(let call)?: exposure.refs.append(call)
            case .source(let call)?: exposure.sources.append(call)
            case .metric(let call)?: exposure.metrics.append(call)
            case nil:
                // dbt renders the text and sees no call.
                result.warnings.append(
                    reader.warning(
                        "exposure '\(name)' depends on '\(text)', which is no call of ref(), source() or metric()",
                        .referenceInvalid, [.key("depends_on")]))
            }
        }
        add(exposure, &result)
    }

    private func readGroup(_ result: inout FileProperties) throws(Diagnostic) {
        var group = resource(.group, try reader.text("name"))
        let description = try reader.optionalText("description")
        group.description = description ?? ""
        group.fields = ["owner": try owner("Group"), "description": .text(description)]
        try configure(&group, try reader.mapping("config"))
        group.meta = group.config.meta
        add(group, &result)
    }

    private func owner(_ what: String) throws(Diagnostic) -> DataValue {
        guard let owner = try reader.part("owner") else { throw reader.invalid("'owner' is a required property") }
        let (name, email) = (owner.data["name"] ?? .null, owner.data["email"] ?? .null)
        if name.isNull, email.isNull {
            throw owner.invalid("\(what) owner must have at least one of 'name' or 'email'.")
        }
        let first: DataMapping = ["email": email, "name": name]
        return .mapping(first.merging(owner.data) { $1 })
    }

    // MARK: Semantic layer

    private func readMetric(_ result: inout FileProperties) throws(Diagnostic) {
        let name = try metricName()
        var metric = resource(.metric, name)
        metric.description = try reader.text("description", default: "")
        try configure(&metric, try reader.mapping("config"))
        metric.meta = metric.config.meta.isEmpty ? try reader.mapping("meta") : metric.config.meta
        metric.tags = try reader.strings("tags")
        let type = try reader.value("type", of: .metric)
        guard let parameters = try reader.part("type_params") else {
            throw reader.invalid("'type_params' is a required property")
        }
        metric.fields = [
            "label": .string(try reader.text("label")), "type": .string(type),
            "type_params": try MetricParameters(reader: parameters, type: type).value(),
            "filter": MetricParameters.filter(reader.data["filter"]), "metadata": .null,
            "time_granularity": .text(try reader.optionalText("time_granularity")), "group": .text(metric.config.group),
        ]
        add(metric, &result)
    }

    private func metricName() throws(Diagnostic) -> String {
        let name = try reader.text("name")
        var errors: [String] = []
        if name.contains(" ") { errors.append("cannot contain spaces") }
        if name.unicodeScalars.count > 250 { errors.append("cannot contain more than 250 characters") }
        if !(name.utf8.first.map { (65...90).contains($0) || (97...122).contains($0) } ?? false) {
            errors.append("must begin with a letter")
        }
        if !name.allSatisfy({ $0 == "_" || $0.isLetter || $0.isNumber }) {
            errors.append("must contain only letters, numbers and underscores")
        }
        if !errors.isEmpty {
            throw reader.invalid(
                "The metric name '\(name)' is invalid.  It \(errors.joined(separator: ", "))", [.key("name")])
        }
        return name
    }

    private func readSemanticModel(_ result: inout FileProperties) throws(Diagnostic) {
        let name = try reader.text("name")
        var model = resource(.semanticModel, name)
        try configure(&model, try reader.mapping("config"))
        model.meta = model.config.meta
        let description = try reader.optionalText("description")
        model.description = description ?? ""
        let call = try reader.text("model")
        guard case .ref(let ref)? = ReferenceText(call) else {
            throw reader.failure(
                "semantic model '\(name)' has the model '\(call)', which is no call of ref()", .referenceInvalid,
                [.key("model")], hint: "write it as ref('model_name')")
        }
        model.refs = [ref]
        let elements = SemanticElements(reader: reader, meta: model.meta)
        model.fields = [
            "description": .text(description), "model": .string(call), "node_relation": .null,
            "label": .text(try reader.optionalText("label")),
            "defaults": try reader.part("defaults").map {
                ["agg_time_dimension": $0.data["agg_time_dimension"] ?? .null]
            }
            .map { .mapping($0) } ?? .null,
            "entities": try elements.entities(), "measures": try elements.measures(),
            "dimensions": try elements.dimensions(), "metadata": .null,
            "primary_entity": .text(try reader.optionalText("primary_entity")), "group": .text(model.config.group),
        ]
        add(model, &result)
        for measure in try reader.items("measures") where measure.data["create_metric"] == true {
            try addMetric(of: measure, model, &result)
        }
    }

    /// The simple metric that `create_metric: true` of a measure asks for.
    private func addMetric(
        of measure: EntryReader, _ model: GraphResource, _ result: inout FileProperties
    ) throws(Diagnostic) {
        let name = try measure.text("name")
        var metric = resource(.metric, name)
        let description = try measure.optionalText("description")
        metric.description = description ?? "Metric created from measure \(name)"
        try configure(&metric, ["enabled": .bool(model.config.isEnabled), "meta": .mapping(model.meta)])
        metric.meta = metric.config.meta
        let expression = measure.data["expr"].flatMap { $0.isNull ? nil : $0.pythonText } ?? name
        var parameters = reader
        parameters.data = ["measure": .string(name), "expr": .string(expression)]
        metric.fields = [
            "label": .string(try measure.optionalText("label") ?? name), "type": "simple",
            "type_params": try MetricParameters(reader: parameters, type: "simple").value(), "filter": .null,
            "metadata": .null, "time_granularity": .null, "group": .text(metric.config.group),
        ]
        add(metric, &result)
    }

    private func readSavedQuery(_ result: inout FileProperties) throws(Diagnostic) {
        var query = resource(.savedQuery, try reader.text("name"))
        try configure(&query, try reader.mapping("config"))
        query.meta = query.config.meta
        let description = try reader.optionalText("description")
        query.description = description ?? ""
        let tags = Set(reader.tags(reader.data["tags"]) + query.config.tags)
        query.tags = tags.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard let parameters = try reader.part("query_params") else {
            throw reader.invalid("'query_params' is a required property")
        }
        query.metrics = try parameters.strings("metrics").map { NamedCall(arguments: [$0]) }
        query.fields = [
            "query_params": .mapping([
                "metrics": .strings(try parameters.strings("metrics")),
                "group_by": .strings(try parameters.strings("group_by")),
                "where": MetricParameters.filter(parameters.data["where"]),
                "order_by": .strings(try parameters.strings("order_by")), "limit": parameters.data["limit"] ?? .null,
            ]),
            "exports": try exports(query.config), "description": .text(description),
            "label": .text(try reader.optionalText("label")), "metadata": .null, "group": .text(query.config.group),
        ]
        add(query, &result)
    }

    private func exports(_ config: NodeConfig) throws(Diagnostic) -> DataValue {
        var exports: [DataValue] = []
        for export in try reader.items("exports") {
            let own = try export.mapping("config")
            let all = config.values.merging(own) { $1 }
            func said(_ keys: String...) -> DataValue? {
                keys.lazy.compactMap { all[$0] }.first { !$0.isNull }
            }
            let name = try export.text("name")
            let destination = all["export_as"] ?? .null
            guard let exportAs = destination.string.flatMap({ SemanticEnumeration.exportDestination[$0] }) else {
                throw export.failure(
                    "Field \"export_as\" of type ExportDestinationType in ExportConfig has invalid value "
                        + destination.pythonRepr, .propertiesInvalid, hint: "use table or view")
            }
            exports.append(
                .mapping([
                    "name": .string(name),
                    "config": .mapping([
                        "export_as": .string(exportAs),
                        "schema_name": said("schema_name", "schema") ?? target["schema"] ?? .null,
                        "alias": said("alias") ?? .string(name),
                        "database": said("database") ?? target["database"] ?? .null,
                    ]),
                    "unrendered_config": .mapping(own),
                ]))
        }
        return .list(exports)
    }
}
