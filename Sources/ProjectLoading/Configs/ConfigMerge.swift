internal import Diagnostics
internal import Formats

/// How the values of several places combine into one configuration.
///
/// Source: dbt-core 1.11, BaseConfig.update_from and merge_config_dicts (dbt_common/contracts/config/base.py).
enum ConfigMerge {
    /// Merges the keys of one place into `config`.
    ///
    /// Known keys stand where the defaults put them; new keys follow, those of dbt-postgres before others.
    static func apply(
        _ place: DataMapping, to config: inout DataMapping, _ schema: ConfigSchema
    ) throws(Diagnostic) {
        var hasOthers = false
        for (key, value) in place {
            guard let field = schema.field(key) else {
                hasOthers = true
                continue
            }
            config[key] = try merged(config[key] ?? field.initial, value, field)
        }
        guard hasOthers else { return }
        for key in ConfigSchema.adapterKeys {
            if let value = place[key], schema.field(key) == nil { config[key] = value }
        }
        for (key, value) in place where schema.field(key) == nil && !ConfigSchema.adapterKeys.contains(key) {
            config[key] = value
        }
    }

    private static func merged(
        _ old: DataValue, _ new: DataValue, _ field: ConfigField
    ) throws(Diagnostic) -> DataValue {
        switch field.merge {
        case .clobber: new
        case .append:
            if case .hooks = field.kind {
                .list(listified(old) + listified(new).map(hook))
            } else {
                .list(listified(old) + listified(new))
            }
        case .update: .mapping(try mapping(old).merging(try mapping(new)) { $1 })
        case .grants: .mapping(grants(try mapping(old), try mapping(new)))
        }
    }

    static func listified(_ value: DataValue) -> [DataValue] { value.list ?? [value] }

    private static func mapping(_ value: DataValue) throws(Diagnostic) -> DataMapping {
        guard let mapping = value.mapping else {
            throw Diagnostic(.configInvalid, "expected dict, got \(value.pythonText)", family: .parsing)
        }
        return mapping
    }

    private static func grants(_ old: DataMapping, _ new: DataMapping) -> DataMapping {
        var result = old.mapValues { DataValue.list(listified($0)) }
        for (key, value) in new {
            let name = String(key.drop { $0 == "+" })
            let isExtending = key.hasPrefix("+") && result[name] != nil
            result[name] = .list((isExtending ? result[name]?.list ?? [] : []) + listified(value))
        }
        return result
    }

    /// A hook as a mapping with the keys `sql`, `transaction`, `index`: it may be written as text, as a mapping, or as
    /// a mapping in JSON, which `after_commit()` gives.
    private static func hook(_ value: DataValue) -> DataValue {
        var entries: DataMapping
        switch value {
        case .mapping(let mapping): entries = mapping
        case .string(let text): entries = jsonMapping(text) ?? ["sql": value]
        default: return value
        }
        guard let sql = entries["sql"] else { return value }
        entries = [
            "sql": sql, "transaction": entries["transaction"] ?? true, "index": entries["index"] ?? .null,
        ]
        return .mapping(entries)
    }

    private static func jsonMapping(_ text: String) -> DataMapping? {
        guard text.utf8.first(where: { ![9, 10, 13, 32].contains($0) }) == UInt8(ascii: "{") else { return nil }
        return (try? JSON.parse(text))?.mapping
    }

    /// Merges one `config()` call into the calls before it.
    static func addCall(_ call: DataMapping, to calls: inout DataMapping) throws(Diagnostic) {
        if calls.isEmpty {
            calls = call
            return
        }
        for (key, value) in call {
            switch key {
            case "pre-hook", "post-hook", "pre_hook", "post_hook", "tags", "packages":
                calls[key] = .list((calls[key].map(listified) ?? []) + listified(value))
            case "quoting", "column_types", "meta", "docs", "contract":
                calls[key] = .mapping((calls[key]?.mapping ?? [:]).merging(try mapping(value)) { $1 })
            case "grants":
                var all = (calls[key]?.mapping ?? [:]).mapValues { DataValue.list(listified($0)) }
                for (name, roles) in try mapping(value) {
                    let extended = name.hasPrefix("+") ? all[name]?.list ?? [] : []
                    all[name] = .list(extended + listified(roles))
                }
                calls[key] = .mapping(all)
            case "snapshot_meta_column_names":
                calls[key] = .mapping((calls[key]?.mapping ?? [:]).merging(try mapping(value)) { $1 })
            default: calls[key] = value
            }
        }
    }

    /// Merges mappings at every level; lists of `new` come before those of `old`.
    static func deep(_ old: DataMapping, _ new: DataMapping) -> DataMapping {
        var result = old
        for (key, value) in new {
            switch (result[key], value) {
            case (.mapping(let inner)?, .mapping(let update)): result[key] = .mapping(deep(inner, update))
            case (let items?, .list(let update)): result[key] = .list(update + listified(items))
            default: result[key] = value
            }
        }
        return result
    }

    /// The keys under the names that configurations use: dbt-postgres calls the database `dbname` too.
    static func translatingAliases(_ place: DataMapping) throws(Diagnostic) -> DataMapping {
        guard place["dbname"] != nil || place["pass"] != nil else { return place }
        var result: DataMapping = [:]
        for (key, value) in place {
            let name = key == "dbname" ? "database" : key == "pass" ? "password" : key
            if result[name] != nil {
                let names = place.keys.filter {
                    $0 == "dbname" && name == "database" || $0 == "pass" && name == "password"
                }
                throw Diagnostic(
                    .configConflictingKeys,
                    "Got duplicate keys: (\(names.joined(separator: ", "))) all map to \"\(name)\"", family: .parsing)
            }
            result[name] = value
        }
        return result
    }

    /// `pre_hook` and `post_hook` under their names with a hyphen.
    static func renamingHooks(_ place: DataMapping) -> DataMapping {
        guard place["pre_hook"] != nil || place["post_hook"] != nil else { return place }
        var result: DataMapping = [:]
        for (key, value) in place where key != "pre_hook" && key != "post_hook" { result[key] = value }
        if let hooks = place["pre_hook"] { result["pre-hook"] = hooks }
        if let hooks = place["post_hook"] { result["post-hook"] = hooks }
        return result
    }
}
