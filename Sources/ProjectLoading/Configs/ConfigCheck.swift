internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Checks the types of a merged configuration and brings its values into the shape that the manifest shows.
///
/// Source: dbt-core 1.11, `finalize_and_validate` of its config classes; the messages are those of its JSON schemas.
struct ConfigCheck {
    let schema: ConfigSchema
    let type: ResourceType
    /// How errors call the resource.
    let label: String?

    func finish(_ config: DataMapping) throws(Diagnostic) -> DataMapping {
        var result = config
        for field in schema.fields {
            let value = config[field.key] ?? field.initial
            let finished = try finished(value, field)
            if finished != value { result[field.key] = finished }
        }
        try checkTogether(&result)
        return result
    }

    private func finished(_ value: DataValue, _ field: ConfigField) throws(Diagnostic) -> DataValue {
        switch field.kind {
        case .any: break
        case .bool: if value.bool == nil { throw invalid("is not of type 'boolean'", value, [field.key]) }
        case .string: if value.string == nil { throw invalid("is not of type 'string'", value, [field.key]) }
        case .optionalBool: if value.bool == nil, !value.isNull { throw noSchema(value, [field.key]) }
        case .optionalString: if value.string == nil, !value.isNull { throw noSchema(value, [field.key]) }
        case .staticAnalysis:
            if let flag = value.bool { return flag ? "on" : "off" }
            if value.string == nil, !value.isNull { throw noSchema(value, [field.key]) }
        case .optionalInt: return try integer(value, field)
        case .mapping: if value.mapping == nil { throw wrongField(field.key, "Dict[str, Any]", value) }
        case .tags(let typeName): return try tags(value, field, typeName)
        case .strings: return try strings(value, field)
        case .textOrList: try checkTextOrList(value, field)
        case .hooks: try checkHooks(value, field)
        case .docs:
            let docs = try object(value, field, "Docs", ["show": true, "node_color": .null])
            if docs["show"]?.bool == nil { throw invalid("is not of type 'boolean'", docs["show"], ["docs", "show"]) }
            return docs
        case .contract:
            let contract = try object(value, field, "ContractConfig", ["enforced": false, "alias_types": true])
            for key in ["enforced", "alias_types"] where contract[key]?.bool == nil {
                throw invalid("is not of type 'boolean'", contract[key], ["contract", key])
            }
            return contract
        case .columnNames:
            let empty = DataMapping(uniqueKeysWithValues: ConfigSchema.columnNames.map { ($0, DataValue.null) })
            let names = try object(value, field, "SnapshotMetaColumnNames", empty)
            for (key, name) in names.mapping ?? [:] where name.string == nil && !name.isNull {
                throw noSchema(name, [field.key, key])
            }
            return names
        case .cache:
            let cache = try object(value, field, "SavedQueryCache", ["enabled": false])
            if cache["enabled"]?.bool == nil {
                throw invalid("is not of type 'boolean'", cache["enabled"], ["cache", "enabled"])
            }
            return cache
        case .modelFreshness: return try modelFreshness(value)
        case .sourceFreshness: return try sourceFreshness(value, field)
        case .choice(let values, let typeName, let isOptional):
            let isKnown = value.string.map(values.contains) ?? (isOptional && value.isNull)
            if !isKnown { throw wrongField(field.key, typeName, value) }
        }
        return value
    }

    private func integer(_ value: DataValue, _ field: ConfigField) throws(Diagnostic) -> DataValue {
        switch value {
        case .null, .int: return value
        case .float(let number) where number.magnitude < 9e18: return .int(Int(number))
        case .string(let text):
            if let number = Int(text) { return .int(number) }
        default: break
        }
        throw wrongField(field.key, "Optional[int]", value)
    }

    private func tags(_ value: DataValue, _ field: ConfigField, _ typeName: String) throws(Diagnostic) -> DataValue {
        switch value {
        case .string: return .list([value])
        case .mapping(let entries): return .list(entries.keys.map { .string($0) })
        case .list(let items):
            if items.contains(where: { $0.string == nil }) { throw noSchema(value, [field.key]) }
            return value
        default: throw wrongField(field.key, typeName, value)
        }
    }

    private func strings(_ value: DataValue, _ field: ConfigField) throws(Diagnostic) -> DataValue {
        let items = ConfigMerge.listified(value)
        for (index, item) in items.enumerated() where item.string == nil {
            throw invalid("is not of type 'string'", item, [field.key], index)
        }
        return .list(items)
    }

    private func checkTextOrList(_ value: DataValue, _ field: ConfigField) throws(Diagnostic) {
        switch value {
        case .null, .string: return
        case .list(let items): if items.contains(where: { $0.string == nil }) { throw noSchema(value, [field.key]) }
        default: throw wrongField(field.key, "Union[str, List[str], None]", value)
        }
    }

    private func checkHooks(_ value: DataValue, _ field: ConfigField) throws(Diagnostic) {
        let name = field.key.replacingFirst("-", with: "_")
        for (index, hook) in (value.list ?? []).enumerated() {
            guard let entries = hook.mapping, let sql = entries["sql"] else {
                throw wrongField(name, "List[Hook]", value)
            }
            if sql.string == nil { throw invalid("is not of type 'string'", sql, [field.key], index, "sql") }
            if let flag = entries["transaction"], flag.bool == nil {
                throw invalid("is not of type 'boolean'", flag, [field.key], index, "transaction")
            }
        }
    }

    /// A mapping with exactly the keys of `defaults`.
    private func object(
        _ value: DataValue, _ field: ConfigField, _ typeName: String, _ defaults: DataMapping
    ) throws(Diagnostic) -> DataValue {
        guard let entries = value.mapping else { throw wrongField(field.key, typeName, value) }
        return .mapping(DataMapping(uniqueKeysWithValues: defaults.map { ($0, entries[$0] ?? $1) }))
    }

    private func modelFreshness(_ value: DataValue) throws(Diagnostic) -> DataValue {
        guard let build = value["build_after"] else { return .null }
        let entries = build.mapping
        let count = entries?["count"] ?? .null
        let period = entries?["period"] ?? .null
        let updates = entries?["updates_on"] ?? "any"
        let isKnown = period.isNull || ["minute", "hour", "day"].contains(period.string)
        guard entries != nil, isKnown, count.isNull || count.int != nil, ["any", "all"].contains(updates.string) else {
            throw wrongField("build_after", "ModelBuildAfter", build, className: "ModelFreshness")
        }
        if count.isNull != period.isNull {
            let (missing, given) = count.isNull ? ("count", "period") : ("period", "count")
            throw failure("`freshness.build_after` must have a value for `\(missing)` if a `\(given)` is provided")
        }
        return .mapping(["build_after": .mapping(["count": count, "period": period, "updates_on": updates])])
    }

    private func sourceFreshness(_ value: DataValue, _ field: ConfigField) throws(Diagnostic) -> DataValue {
        if value.isNull { return .null }
        guard let normal = FreshnessRules.normalized(value) else {
            throw wrongField(field.key, "Optional[FreshnessThreshold]", value)
        }
        return normal
    }

    /// What concerns several keys.
    private func checkTogether(_ config: inout DataMapping) throws(Diagnostic) {
        if let color = config["docs"]?["node_color"]?.string, !color.isEmpty, !HTMLColors.contain(color) {
            throw failure(
                "Invalid color name for docs.node_color: \(color). It is neither a valid HTML color name nor a valid HEX code."
            )
        }
        if config["contract"]?["enforced"] == true, config["materialized"] == "incremental",
            config["on_schema_change"] != "append_new_columns", config["on_schema_change"] != "fail"
        {
            throw failure(
                "Invalid value for on_schema_change: \(config["on_schema_change"]?.pythonText ?? "None"). Models materialized as incremental with contracts enabled must set on_schema_change to 'append_new_columns' or 'fail'"
            )
        }
        switch type {
        case .seed where config["materialized"] != "seed":
            throw failure("A seed must have a materialized value of 'seed'")
        case .test: try checkTest(&config)
        case .snapshot where config["enabled"] == true: try checkSnapshot(config)
        default: break
        }
    }

    private func checkTest(_ config: inout DataMapping) throws(Diagnostic) {
        if let severity = config["severity"]?.string, !["warn", "error"].contains(severity.lowercased()) {
            throw failure("Severity must be either 'warn' or 'error'. Got '\(severity)'")
        }
        if config["materialized"] != "test" { throw failure("A test must have a materialized value of 'test'") }
        // Either key decides the other; `store_failures_as` wins, and what it does not know fails when the test runs.
        if let kind = config["store_failures_as"]?.string {
            config["store_failures"] = .bool(kind != "ephemeral")
        } else if let stores = config["store_failures"]?.bool {
            config["store_failures_as"] = stores ? "table" : "ephemeral"
        }
    }

    private func checkSnapshot(_ config: DataMapping) throws(Diagnostic) {
        func isMissing(_ key: String) -> Bool {
            switch config[key] {
            case nil, .null?, .string("")?, .list([])?: true
            default: false
            }
        }
        if isMissing("strategy") || isMissing("unique_key") {
            throw failure("Snapshots must be configured with a 'strategy' and 'unique_key'.")
        }
        if config["strategy"] == "check" {
            if isMissing("check_cols") {
                throw failure(
                    "A snapshot configured with the check strategy must specify a check_cols configuration.")
            }
            if let text = config["check_cols"]?.string, text != "all" {
                throw failure("Invalid value for 'check_cols': \(text). Expected 'all' or a list of strings.")
            }
        } else if config["strategy"] == "timestamp" {
            if isMissing("updated_at") {
                throw failure(
                    "A snapshot configured with the timestamp strategy must specify an updated_at configuration.")
            }
            if !isMissing("check_cols") { throw failure("A 'timestamp' snapshot should not have 'check_cols'") }
        }
        if config["materialized"] != "snapshot" {
            throw failure("A snapshot must have a materialized value of 'snapshot'")
        }
    }

    // MARK: Messages

    private func invalid(
        _ claim: String, _ value: DataValue?, _ path: [String], _ index: Int? = nil, _ key: String? = nil
    ) -> Diagnostic {
        let steps = path.map { "['\($0)']" } + (index.map { ["[\($0)]"] } ?? []) + (key.map { ["['\($0)']"] } ?? [])
        return failure("at path \(steps.joined()): \((value ?? .null).pythonRepr) \(claim)", withPath: false)
    }

    private func noSchema(_ value: DataValue, _ path: [String]) -> Diagnostic {
        invalid("is not valid under any of the given schemas", value, path)
    }

    private func wrongField(
        _ key: String, _ typeName: String, _ value: DataValue, className: String? = nil
    ) -> Diagnostic {
        failure(
            "Field \"\(key)\" of type \(typeName) in \(className ?? schema.className) has invalid value \(value.pythonRepr)",
            withPath: false)
    }

    private func failure(_ message: String, withPath: Bool = true) -> Diagnostic {
        Diagnostic(.configInvalid, withPath ? "at path []: \(message)" : message, family: .parsing, subject: label)
    }
}
