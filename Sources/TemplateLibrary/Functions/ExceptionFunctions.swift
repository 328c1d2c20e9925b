internal import Diagnostics
internal import Jinja

/// `exceptions`: the functions with which templates raise dbt's errors and warn.
/// Source: dbt-core 1.11, messages of the exception classes that `dbt/context/exceptions_jinja.py` raises.
enum ExceptionFunctions {
    private static let names: [(name: String, required: [String], optional: [String])] = [
        ("warn", ["msg"], ["node"]),
        ("missing_config", ["model", "name"], []),
        ("missing_materialization", ["model", "adapter_type"], []),
        ("missing_relation", ["relation"], ["model"]),
        ("raise_ambiguous_alias", ["node_1", "node_2"], ["duped_name"]),
        ("raise_ambiguous_catalog_match", ["unique_id", "match_1", "match_2"], []),
        ("raise_cache_inconsistent", ["message"], []),
        ("raise_dataclass_not_dict", ["obj"], []),
        ("raise_compiler_error", ["msg"], ["node"]),
        ("raise_database_error", ["msg"], ["node"]),
        ("raise_dep_not_found", ["node", "node_description", "required_pkg"], []),
        ("raise_dependency_error", ["msg"], []),
        ("raise_duplicate_patch_name", ["patch_1", "existing_patch_path"], []),
        ("raise_duplicate_resource_name", ["node_1", "node_2"], []),
        ("raise_invalid_property_yml_version", ["path", "issue"], []),
        ("raise_not_implemented", ["msg"], []),
        ("relation_wrong_type", ["relation", "expected_type"], ["model"]),
        ("raise_contract_error", ["yaml_columns", "sql_columns"], []),
        ("column_type_missing", ["column_names"], []),
        ("raise_fail_fast_error", ["msg"], ["node"]),
        ("warn_snapshot_timestamp_data_types", ["snapshot_time_data_type", "updated_at_data_type"], []),
    ]

    static func make(_ host: any TemplateHost) -> Value {
        let dict = DictObject()
        for (name, required, optional) in names {
            let signature = Signature(name, required: required, optional: optional)
            dict[name] = .function(name) { arguments, renderer throws(TemplateError) in
                let bound = try signature.bind(arguments).map { $0 ?? .null }
                switch name {
                case "warn":
                    try host.warn(bound[0].str().string)
                    return ""
                case "warn_snapshot_timestamp_data_types":
                    try host.warn(snapshotType: bound[0].str().string, updatedAtType: bound[1].str().string)
                    return .null
                case "raise_not_implemented":
                    throw TemplateError(.other, "ERROR: \(try bound[0].str())", pythonClass: "NotImplementedError")
                default:
                    throw TemplateError(try diagnostic(name, Reader(renderer: renderer, values: bound)))
                }
            }
        }
        return .dict(dict)
    }

    /// The arguments of a call, read as text and by attribute.
    private struct Reader {
        let renderer: Renderer
        let values: [Value]

        func text(_ index: Int) throws(TemplateError) -> String { try values[index].str().string }

        /// An attribute of an argument, as text.
        func text(_ index: Int, _ path: String...) throws(TemplateError) -> String {
            var value = values[index]
            for name in path { value = try value.attribute(name, renderer) }
            return try value.str().string
        }
    }

    private static func diagnostic(_ name: String, _ reader: Reader) throws(TemplateError) -> Diagnostic {
        switch name {
        case "raise_compiler_error":
            return Diagnostic(.raised, try reader.text(0))
        case "raise_database_error":
            return Diagnostic(.raised, try reader.text(0), family: .database)
        case "raise_dependency_error":
            return Diagnostic(.raised, try reader.text(0), family: .dependency)
        case "raise_fail_fast_error":
            return Diagnostic(.raised, try reader.text(0), family: .failFast)
        case "raise_cache_inconsistent":
            return Diagnostic(.raised, "Cache inconsistency detected: \(try reader.text(0))", family: .internal)
        case "raise_contract_error":
            return Diagnostic(.contractFailed, try ContractError.message(reader.values[0], reader.values[1]))
        default:
            return Diagnostic(.raised, try message(name, reader))
        }
    }

    private static func message(_ name: String, _ reader: Reader) throws(TemplateError) -> String {
        switch name {
        case "missing_config":
            return "Model '\(try reader.text(0, "unique_id"))' does not define a required config parameter "
                + "'\(try reader.text(1))'."
        case "missing_materialization":
            let adapter = try reader.text(1)
            let types = adapter == "default" ? "'default'" : "'default' and '\(adapter)'"
            return "No materialization '\(try reader.text(0, "config", "materialized"))' was found for adapter "
                + "\(adapter)! (searched types \(types))"
        case "missing_relation":
            return "Relation \(try reader.text(0)) not found!"
        case "raise_ambiguous_alias":
            let name =
                if reader.values[2].isNone {
                    "\(try reader.text(0, "database")).\(try reader.text(0, "schema")).\(try reader.text(0, "alias"))"
                } else {
                    try reader.text(2)
                }
            return
                "dbt found two resources with the database representation \"\(name)\".\ndbt cannot create two resources "
                + "with identical database representations. To fix this,\nchange the configuration of one of these "
                + "resources:\n- \(try resource(0, reader))\n- \(try resource(1, reader))"
        case "raise_ambiguous_catalog_match":
            func relation(_ index: Int) throws(TemplateError) -> String {
                "\(try reader.text(index, "metadata", "schema")).\(try reader.text(index, "metadata", "name"))"
            }
            return "dbt found two relations in your warehouse with similar database identifiers. dbt\nis unable to "
                + "determine which of these relations was created by the model \"\(try reader.text(0))\".\nIn order for "
                + "dbt to correctly generate the catalog, one of the following relations must be deleted or renamed:\n\n"
                + " - \(try relation(1))\n - \(try relation(2))"
        case "raise_dataclass_not_dict":
            return
                "The object (\"\(try reader.text(0))\") was used as a dictionary. This capability has been removed from "
                + "objects of this type."
        case "raise_dep_not_found":
            return "Error while parsing \(try reader.text(1)).\nThe required package \"\(try reader.text(2))\" was not "
                + "found. Is the package installed?\nHint: You may need to run `dbt deps`."
        case "raise_duplicate_patch_name":
            let (name, path, other) = (
                try reader.text(0, "name"), try reader.text(0, "original_file_path"), try reader.text(1)
            )
            let fix =
                path == other
                ? "remove one of the resource entries for \(name) in this file:\n - \(path)\n"
                : "remove the resource entry for \(name) in one of these files:\n - \(path)\n\(other)"
            return
                "dbt found two schema.yml entries for the same resource named \(name). Resources and their associated "
                + "columns may only be described a single time. To fix this, \(fix)"
        case "raise_duplicate_resource_name":
            return try duplicateName(reader)
        case "raise_invalid_property_yml_version":
            return
                "The yml property file at \(try reader.text(0)) is invalid because \(try reader.text(1)). Please consult "
                + "the documentation for more information on yml property file syntax:\n\n"
                + "https://docs.getdbt.com/reference/configs-and-properties"
        case "relation_wrong_type":
            let relation = try reader.text(0)
            return "Trying to create \(try reader.text(1)) \(relation), but it currently exists as a "
                + "\(try reader.text(0, "type")). Either drop \(relation) manually, or run dbt with `--full-refresh` and "
                + "dbt will drop it for you."
        default:
            return
                "Contracted models require data_type to be defined for each column. Please ensure that the column name "
                + "and data_type are defined within the YAML configuration for the \(try reader.text(0)) column(s)."
        }
    }

    private static func resource(_ index: Int, _ reader: Reader) throws(TemplateError) -> String {
        "\(try reader.text(index, "unique_id")) (\(try reader.text(index, "original_file_path")))"
    }

    private static func duplicateName(_ reader: Reader) throws(TemplateError) -> String {
        let (type, other) = (try reader.text(0, "resource_type"), try reader.text(1, "resource_type"))
        let name = try reader.text(0, "name")
        let plural = type != other ? "resources" : type == "analysis" ? "analyses" : "\(type)s"
        let shown =
            switch type {
            case "model", "seed", "snapshot": "ref(\"\(name)\")"
            case "doc": "doc(\"\(name)\")"
            default: name
            }
        return
            "dbt found two \(plural) with the name \"\(name)\".\n\nSince these resources have the same name, dbt will be "
            + "unable to find the correct resource\nwhen looking for \(shown).\n\nTo fix this, change the name of one of "
            + "these resources:\n- \(try resource(0, reader))\n- \(try resource(1, reader))"
    }
}
