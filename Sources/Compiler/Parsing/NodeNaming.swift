internal import Diagnostics
internal import Formats
internal import ProjectModel

/// Gives a node its database, schema, alias and relation name.
///
/// What the built-in `generate_*_name` macros say is computed here; macros are rendered only where a project replaces
/// them. Source: dbt-core 1.11, node name, alias and schema generation.
struct NodeNaming {
    let library: MacroLibrary
    let profile: Profile
    /// `quoting:` of the root project.
    let quoting: DataMapping
    /// Calls a naming macro with the custom name and the node.
    let callMacro: (ProjectMacro, String?, Node) throws(Diagnostic) -> String

    func name(_ node: inout Node) throws(Diagnostic) {
        let config = node.config
        node.alias = try name("generate_alias_name", config.alias, node) { Self.defaultAlias(config.alias, node) }
        if node.resourceType == .snapshot, let schema = config["target_schema"]?.string {
            node.schema = schema
        } else {
            node.schema = try name("generate_schema_name", config.schema, node) {
                guard let custom = config.schema else { return profile.credentials.schema }
                return "\(profile.credentials.schema)_\(custom.trimmedBlanks)"
            }
        }
        if node.resourceType == .snapshot, let database = config["target_database"]?.string {
            node.database = database
        } else {
            node.database = try name("generate_database_name", config.database, node) {
                config.database?.trimmedBlanks ?? profile.credentials.database
            }
        }
        node.relationName = relationName(of: node)
    }

    private func name(
        _ macro: String, _ custom: String?, _ node: Node, default value: () -> String
    ) throws(Diagnostic) -> String {
        if library.isDefaultNaming(macro, for: node.packageName) { return value() }
        guard let definition = library.naming(macro, for: node.packageName) else { return value() }
        return try callMacro(definition, custom, node).trimmedBlanks
    }

    private static func defaultAlias(_ custom: String?, _ node: Node) -> String {
        if let custom { return custom.trimmedBlanks }
        guard let version = node.model?.version else { return node.name }
        return "\(node.name)_v\(version.text.replacing(".", with: "_"))"
    }

    /// The relation as SQL names it; nil for what has none.
    private func relationName(of node: Node) -> String? {
        switch node.resourceType {
        case .model, .seed, .snapshot:
            guard !node.isEphemeral else { return nil }
        case .test:
            guard node.config["store_failures"]?.bool == true else { return nil }
        default: return nil
        }
        return Self.relationName(
            database: node.database, schema: node.schema, identifier: node.alias,
            quoting: [quoting, node.config["quoting"]?.mapping ?? [:]])
    }

    /// `"database"."schema"."identifier"`; the later of `quoting` wins, everything is quoted by default.
    static func relationName(database: String, schema: String, identifier: String, quoting: [DataMapping]) -> String {
        func part(_ name: String, _ key: String) -> String {
            let isQuoted = quoting.reversed().lazy.compactMap { $0[key]?.bool }.first ?? true
            return isQuoted ? "\"\(name)\"" : name
        }
        return [part(database, "database"), part(schema, "schema"), part(identifier, "identifier")]
            .joined(separator: ".")
    }
}

extension StringProtocol {
    /// The text without ASCII white space at both ends, as Python's `strip()` takes it.
    var trimmedBlanks: String {
        let isBlank: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) || (28...31).contains($0) }
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { !isBlank($0) }),
            let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
