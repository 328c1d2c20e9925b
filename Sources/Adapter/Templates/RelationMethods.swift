internal import Diagnostics
internal import Jinja
internal import TemplateLibrary

/// The methods of relations in templates; those of the class work on any relation.
///
/// Source: dbt-core 1.11, Relation.
enum RelationMethods {
    static let names: Set<String> = classNames.union([
        "include", "quote", "incorporate", "replace_path", "replace", "matches", "without_identifier",
        "information_schema", "information_schema_only", "render", "render_limited", "render_event_time_filtered",
        "quoted", "get", "relation_max_name_length", "get_function_config", "get_function_macro_name",
        "get_materialized_view_config_change_collection",
    ])

    /// Methods that the class has too.
    static let classNames: Set<String> = [
        "create", "create_from", "create_ephemeral_from", "scd_args", "add_ephemeral_prefix", "get_relation_type",
        "get_default_quote_policy", "get_default_include_policy",
    ]

    static func call(_ name: String, on relation: Relation, _ arguments: Arguments) throws(TemplateError) -> Value {
        switch name {
        case "include", "quote": return try change(name, relation, arguments)
        case "incorporate", "replace": return try incorporate(name, relation, arguments)
        case "replace_path":
            var result = relation
            try setPath(&result, arguments.keyword.map { ($0.name, $0.value) })
            return try checked(result)
        case "matches": return try matches(relation, arguments)
        case "without_identifier": return try checked(relation.withoutIdentifier)
        case "information_schema", "information_schema_only":
            let bound = try Signature(name, optional: ["view_name"]).bind(arguments)
            return .relation(relation.informationSchema(view: bound[0]?.string))
        case "render": return .string(Text(relation.render()))
        case "render_limited": return .string(Text(relation.renderLimited()))
        case "render_event_time_filtered":
            var unlimited = relation
            unlimited.limit = nil
            return .string(Text(unlimited.text))
        case "quoted":
            let bound = try Signature(name, required: ["identifier"]).bind(arguments)
            return .string(Text(Relation.quoted(try (bound[0] ?? .null).str().string)))
        case "get":
            let bound = try Signature(name, required: ["key"], optional: ["default"]).bind(arguments)
            guard let key = bound[0]?.string, key != "metadata" else { return .dict(["type": "PostgresRelation"]) }
            return try RelationObject(relation).attribute(key) ?? bound[1] ?? .null
        case "relation_max_name_length": return .int(Relation.maximumNameLength)
        case "get_function_config": return try functionConfig(arguments)
        case "get_function_macro_name":
            let bound = try Signature(name, required: ["config"]).bind(arguments)
            let type = try (bound[0]?.entry("type") ?? "").str().string
            let language = try (bound[0]?.entry("language") ?? "").str().string
            return .string(Text("\(type)_function_\(language)"))
        case "get_materialized_view_config_change_collection": return try MaterializedViewChanges.find(arguments)
        default: return try callClass(name, arguments, quotePolicy: .init())
        }
    }

    /// - Parameter quotePolicy: what `create` starts from: the project's quoting for `api.Relation`.
    static func callClass(
        _ name: String, _ arguments: Arguments, quotePolicy: Relation.Policy
    ) throws(TemplateError) -> Value {
        switch name {
        case "create": return try create(arguments, quotePolicy)
        case "create_from": return try createFrom(arguments, quotePolicy)
        case "create_ephemeral_from":
            let bound = try Signature(name, required: ["relation_config"], optional: ["limit", "event_time_filter"])
                .bind(arguments)
            var relation = Relation.ephemeral(identifier: try identifier(of: bound[0] ?? .null) ?? "")
            relation.limit = bound[1]?.int
            return .relation(relation)
        case "scd_args":
            let bound = try Signature(name, required: ["primary_key", "updated_at"]).bind(arguments)
            let keys = bound[0]?.list?.items ?? [bound[0] ?? .null]
            return .list(keys + [bound[1] ?? .null])
        case "add_ephemeral_prefix":
            let bound = try Signature(name, required: ["name"]).bind(arguments)
            return .string(Text(Relation.commonTableName(try (bound[0] ?? .null).str().string)))
        case "get_relation_type":
            let bound = try Signature(name, required: ["relation_type"]).bind(arguments)
            return Value(try relationType(bound[0] ?? .null)?.rawValue)
        default: return .object(PartsObject("Policy", RelationObject.policy(.init())))
        }
    }

    // MARK: Making relations

    private static func create(_ arguments: Arguments, _ quotePolicy: Relation.Policy) throws(TemplateError) -> Value {
        let names = ["database", "schema", "identifier", "type"]
        guard arguments.positional.count <= names.count else {
            throw TemplateError(
                .type,
                "create() takes from 1 to 5 positional arguments but \(arguments.positional.count + 1) were given")
        }
        var given = zip(names, arguments.positional).map { ($0, $1) }
        for (name, value) in arguments.keyword { given.append((name, value)) }
        var relation = Relation(quotePolicy: quotePolicy)
        try set(&relation, given)
        return try checked(relation)
    }

    private static func createFrom(
        _ arguments: Arguments, _ quotePolicy: Relation.Policy
    ) throws(TemplateError) -> Value {
        guard arguments.positional.count == 2 else {
            throw TemplateError(.type, "create_from() takes a configuration and a node")
        }
        let node = arguments.positional[1]
        var relation = Relation(
            database: try node.entry("database")?.string, schema: try node.entry("schema")?.string,
            identifier: try identifier(of: node), quotePolicy: quotePolicy)
        for holder in [node, try node.entry("config") ?? .null] {
            if let quoting = try holder.entry("quoting") { try setPolicy(&relation.quotePolicy, quoting) }
        }
        try set(&relation, arguments.keyword.map { ($0.name, $0.value) })
        return try checked(relation)
    }

    private static func identifier(of node: Value) throws(TemplateError) -> String? {
        for key in ["identifier", "alias", "name"] {
            if let name = try node.entry(key)?.string { return name }
        }
        return nil
    }

    private static func change(
        _ name: String, _ relation: Relation, _ arguments: Arguments
    ) throws(TemplateError) -> Value {
        let bound = try Signature(name, optional: ["database", "schema", "identifier"]).bind(arguments)
        var result = relation
        func apply(_ policy: inout Relation.Policy) throws(TemplateError) {
            if let flag = bound[0], !flag.isMissing { policy.database = try flag.isTrue() }
            if let flag = bound[1], !flag.isMissing { policy.schema = try flag.isTrue() }
            if let flag = bound[2], !flag.isMissing { policy.identifier = try flag.isTrue() }
        }
        if name == "include" { try apply(&result.includePolicy) } else { try apply(&result.quotePolicy) }
        return try checked(result)
    }

    private static func incorporate(
        _ name: String, _ relation: Relation, _ arguments: Arguments
    ) throws(TemplateError) -> Value {
        guard arguments.positional.isEmpty else {
            throw TemplateError(
                .type, "\(name)() takes 1 positional argument but \(arguments.positional.count + 1) were given")
        }
        var result = relation
        try set(&result, arguments.keyword.map { ($0.name, $0.value) })
        return try checked(result)
    }

    private static func set(_ relation: inout Relation, _ values: [(String, Value)]) throws(TemplateError) {
        for (name, value) in values {
            switch name {
            case "database", "schema", "identifier": try setPath(&relation, [(name, value)])
            case "path": try setPath(&relation, try entries(value))
            case "type": relation.type = value.isMissing ? nil : try relationType(value)
            case "quote_policy": try setPolicy(&relation.quotePolicy, value)
            case "include_policy": try setPolicy(&relation.includePolicy, value)
            case "limit": relation.limit = value.int
            case "dbt_created": relation.isCreatedByDbt = try value.isTrue()
            // Quote character, catalogue and the like mean nothing on PostgreSQL.
            default: break
            }
        }
    }

    private static func setPath(_ relation: inout Relation, _ values: [(String, Value)]) throws(TemplateError) {
        for (name, value) in values {
            guard value.isNone || value.text != nil else {
                throw TemplateError(
                    Diagnostic(.relationInvalid, "Got an invalid path \(name): \(try value.str().string)"))
            }
            switch name {
            case "database": relation.database = value.string
            case "schema": relation.schema = value.string
            case "identifier": relation.identifier = value.string
            // Like dbt, for which a name that a path does not have is not worth an error.
            default: break
            }
        }
    }

    static func setPolicy(_ policy: inout Relation.Policy, _ value: Value) throws(TemplateError) {
        for (name, flag) in try entries(value) where !flag.isMissing {
            switch name {
            case "database": policy.database = try flag.isTrue()
            case "schema": policy.schema = try flag.isTrue()
            case "identifier": policy.identifier = try flag.isTrue()
            default: break
            }
        }
    }

    private static func entries(_ value: Value) throws(TemplateError) -> [(String, Value)] {
        switch value {
        case .dict(let dict):
            var result: [(String, Value)] = []
            for (key, item) in dict.items { result.append((try key.str().string, item)) }
            return result
        case .object(let object as PartsObject): return object.parts.map { ($0.name, $0.value) }
        default: return []
        }
    }

    private static func relationType(_ value: Value) throws(TemplateError) -> RelationType? {
        let name = try value.str().string
        guard let type = RelationType(rawValue: name) else {
            throw TemplateError(.value, "'\(name)' is not a valid RelationType")
        }
        return type
    }

    /// The relation for the template, unless its name is too long.
    private static func checked(_ relation: Relation) throws(TemplateError) -> Value {
        try carrying { () throws(Diagnostic) in try relation.checkNameLength() }
        return .relation(relation)
    }

    // MARK: Asking

    private static func matches(_ relation: Relation, _ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("matches", optional: ["database", "schema", "identifier"]).bind(arguments)
        return .bool(
            try carrying { () throws(Diagnostic) in
                try relation.matches(database: bound[0]?.string, schema: bound[1]?.string, identifier: bound[2]?.string)
            })
    }

    private static func functionConfig(_ arguments: Arguments) throws(TemplateError) -> Value {
        let bound = try Signature("get_function_config", required: ["model"]).bind(arguments)
        let model = bound[0] ?? .null
        guard try model.entry("resource_type")?.string == "function" else { return .null }
        let config = try model.entry("config") ?? .null
        return .object(
            PartsObject(
                "FunctionConfig",
                [
                    ("language", try model.entry("language") ?? ""), ("type", try config.entry("type") ?? ""),
                    ("runtime_version", try config.entry("runtime_version") ?? .null),
                    ("entry_point", try config.entry("entry_point") ?? .null),
                ]))
    }
}
