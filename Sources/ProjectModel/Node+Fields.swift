public import Formats

extension Node {
    /// The node as the manifest writes it: dbt's keys in dbt's order.
    ///
    /// Keys of the compile phase are there only when the node was compiled. Source: dbt-core 1.11, node keys.
    public var fields: DataMapping { fields(forTemplates: false) }

    /// - Parameter forTemplates: whether keys are wanted that dbt shows to templates, but does not write.
    func fields(forTemplates: Bool) -> DataMapping {
        var fields: DataMapping = [:]
        fields.reserveCapacity(48)
        if case .function(let function) = details { fields["returns"] = .mapping(function.returns) }
        addIdentity(to: &fields)
        addProperties(to: &fields, forTemplates)
        if resourceType == .seed {
            addSeedFields(to: &fields)
        } else {
            addReferences(to: &fields)
            addCompilation(to: &fields)
            addContract(to: &fields)
            addDetails(to: &fields)
        }
        if forTemplates { addPlaces(to: &fields) }
        return fields
    }

    private func addIdentity(to fields: inout DataMapping) {
        fields["database"] = .string(database)
        fields["schema"] = .string(schema)
        fields["name"] = .string(name)
        fields["resource_type"] = .string(resourceType.rawValue)
        fields["package_name"] = .string(packageName)
        fields["path"] = .string(path)
        fields["original_file_path"] = .string(originalFilePath)
        fields["unique_id"] = .string(uniqueID)
        fields["fqn"] = .strings(fqn)
        fields["alias"] = .string(alias)
        fields["checksum"] = .mapping(["name": .string(checksum.name), "checksum": .string(checksum.value)])
    }

    private func addProperties(to fields: inout DataMapping, _ forTemplates: Bool) {
        fields["config"] = .mapping(config.values)
        fields["tags"] = .strings(tags)
        fields["description"] = .string(description)
        fields["columns"] = columns.fields
        fields["meta"] = .mapping(meta)
        fields["group"] = .text(group)
        fields["docs"] = .mapping(docs)
        fields["patch_path"] = .text(patchPath)
        fields["build_path"] = .text(buildPath)
        fields["unrendered_config"] = .mapping(unrenderedConfig)
        fields["created_at"] = .float(createdAt)
        if forTemplates {
            fields["config_call_dict"] = .mapping(configCalls)
            fields["unrendered_config_call_dict"] = .mapping([:])
        }
        fields["relation_name"] = .text(relationName)
        fields["raw_code"] = .string(rawCode)
        fields["doc_blocks"] = .strings(docBlocks)
    }

    private func addSeedFields(to fields: inout DataMapping) {
        if case .seed(let seed) = details { fields["root_path"] = .string(seed.rootPath) }
        fields["depends_on"] = .mapping(["macros": .strings(dependsOn.macros)])
    }

    private func addReferences(to fields: inout DataMapping) {
        fields["language"] = .string(language)
        fields["refs"] = .list(refs.map(\.fields))
        fields["sources"] = .list(sources.map { .strings([$0.source, $0.table]) })
        fields["metrics"] = .list(metrics.map { .strings($0.arguments) })
        fields["functions"] = .list(functions.map { .strings($0.arguments) })
        fields["depends_on"] = dependsOn.fields
    }

    private func addCompilation(to fields: inout DataMapping) {
        fields["compiled_path"] = .text(compilation?.compiledPath)
        guard let compilation else { return }
        fields["compiled"] = true
        fields["compiled_code"] = .string(compilation.compiledCode)
        fields["extra_ctes_injected"] = true
        fields["extra_ctes"] = .list(
            compilation.extraCTEs.map { .mapping(["id": .string($0.id), "sql": .string($0.sql)]) })
    }

    private func addContract(to fields: inout DataMapping) {
        let contract = config["contract"]
        fields["contract"] = .mapping([
            "enforced": contract?["enforced"] ?? false, "alias_types": contract?["alias_types"] ?? true,
            "checksum": .text(model?.contractChecksum),
        ])
    }

    private func addDetails(to fields: inout DataMapping) {
        switch details {
        case .none, .seed: break
        case .function(let function): fields["arguments"] = .list(function.arguments.map { .mapping($0) })
        case .operation(let index): fields["index"] = .int(index)
        case .model(let model):
            fields["access"] = .string(model.access)
            fields["constraints"] = .list(model.constraints.map(\.fields))
            fields["version"] = model.version.map(\.value) ?? .null
            fields["latest_version"] = model.latestVersion.map(\.value) ?? .null
            fields["deprecation_date"] = .text(model.deprecationDate)
            fields["primary_key"] = .strings(model.primaryKey)
            fields["time_spine"] = model.timeSpine
        case .genericTest(let test):
            fields["column_name"] = .text(test.columnName)
            fields["file_key_name"] = .string(test.fileKeyName)
            fields["attached_node"] = .text(test.attachedNode)
            fields["test_metadata"] = .mapping([
                "name": .string(test.testName), "kwargs": .mapping(test.arguments), "namespace": .text(test.namespace),
            ])
        }
    }
}

extension RefCall {
    /// The call as the manifest lists it.
    public var fields: DataValue {
        .mapping(["name": .string(name), "package": .text(package), "version": version.map(\.value) ?? .null])
    }
}

extension DependsOn {
    /// Both lists as the manifest writes them.
    public var fields: DataValue {
        .mapping(["macros": .list(macros.map { $0.isEmpty ? .null : .string($0) }), "nodes": .strings(nodes)])
    }
}

extension ModelVersion {
    /// The version as it stands in JSON.
    public var value: DataValue {
        switch self {
        case .int(let number): .int(number)
        case .float(let number): .float(number)
        case .text(let text): .string(text)
        }
    }
}

extension Columns {
    /// The columns as the manifest writes them.
    public var fields: DataValue {
        .mapping(DataMapping(uniqueKeysWithValues: lazy.map { ($0.key, .mapping($0.value.fields)) }))
    }
}

extension ColumnInfo {
    /// The column as the manifest writes it; keys that dbt does not know come last.
    public var fields: DataMapping {
        var fields: DataMapping = [
            "name": .string(name), "description": .string(description), "meta": .mapping(meta),
            "data_type": .text(dataType), "constraints": .list(constraints.map(\.fields)),
            "quote": quote.map { .bool($0) } ?? .null,
            "config": .mapping(["meta": .mapping(meta), "tags": .strings(tags)]), "tags": .strings(tags),
            "granularity": .text(granularity), "doc_blocks": .strings(docBlocks),
        ]
        for (key, value) in extra { fields[key] = value }
        return fields
    }
}

extension Constraint {
    /// The constraint as the manifest writes it.
    public var fields: DataValue {
        var fields: DataMapping = [
            "type": .string(kind.rawValue), "name": .text(name), "expression": .text(expression),
            "warn_unenforced": .bool(warnUnenforced), "warn_unsupported": .bool(warnUnsupported), "to": .text(to),
            "to_columns": .strings(toColumns),
        ]
        if let columns { fields["columns"] = .strings(columns) }
        return .mapping(fields)
    }
}
