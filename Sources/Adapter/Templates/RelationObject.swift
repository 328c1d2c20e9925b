internal import Diagnostics
public import Jinja
public import TemplateLibrary

/// A relation as templates see it: prints as its name in SQL, and never changes; its methods give new ones.
public final class RelationObject: MethodObject {
    public let relation: Relation

    public init(_ relation: Relation) { self.relation = relation }

    public override var typeName: String { "dbt.adapters.postgres.relation.PostgresRelation" }
    public override var isMapping: Bool { true }
    public override var methodNames: Set<String> { RelationMethods.names }

    public override func detached() -> (@Sendable () -> Value)? { { [relation] in .object(RelationObject(relation)) } }
    public override func isTrue() throws(TemplateError) -> Bool { true }
    public override func str() throws(TemplateError) -> Text { Text(relation.text) }
    public override func repr() throws(TemplateError) -> Text { Text("<PostgresRelation \(relation.render())>") }

    public override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        (other.object as? RelationObject)?.relation == relation
    }

    public override func hash() throws(TemplateError) -> Int { relation.render().hashValue }

    public override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try attribute(name)
    }

    public override func contains(_ value: Value) throws(TemplateError) -> Bool? { try item(value) != nil }

    public override func makeIterator() throws(TemplateError) -> ValueIterator? {
        throw TemplateError(
            .compilation,
            "The object (\"\(relation.text)\") was used as a dictionary. This capability has been removed from objects "
                + "of this type.", pythonClass: "DataclassNotDictError")
    }

    public override func property(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "database": Value(relation.database)
        case "schema": Value(relation.schema)
        case "identifier", "name", "table": Value(relation.identifier)
        case "type": Value(relation.type?.rawValue)
        case "path": .object(PartsObject("Path", Self.path(relation)))
        case "include_policy": .object(PartsObject("Policy", Self.policy(relation.includePolicy)))
        case "quote_policy": .object(PartsObject("Policy", Self.policy(relation.quotePolicy)))
        case "quote_character": "\""
        case "dbt_created": .bool(relation.isCreatedByDbt)
        case "limit": Value(relation.limit)
        case "require_alias": true
        case "catalog": .null
        case "event_time_filter":
            relation.eventTimeFilter.map {
                .object(
                    PartsObject(
                        "EventTimeFilter",
                        [
                            ("field_name", Value($0.column)), ("start", Value($0.start)), ("end", Value($0.end)),
                        ]))
            } ?? .null
        case "information_schema_view" where relation.isInformationSchema: Value(relation.informationSchemaView)
        case "is_table": .bool(relation.type == .table)
        case "is_view": .bool(relation.type == .view)
        case "is_cte": .bool(relation.type == .cte)
        case "is_materialized_view": .bool(relation.type == .materializedView)
        case "is_pointer": .bool(relation.type == .pointerTable)
        case "is_function": .bool(relation.type == .function)
        case "can_be_renamed": .bool(relation.canBeRenamed)
        case "can_be_replaced": .bool(relation.canBeReplaced)
        case "renameable_relations", "replaceable_relations":
            .set(try SetObject([.string("table"), .string("view")], isFrozen: true))
        default: Self.typeConstant(name)
        }
    }

    /// A class attribute such as `MaterializedView`, whose value is the type's name.
    static func typeConstant(_ name: String) -> Value? {
        RelationType.allCases.first { $0.attributeName == name }.map { .string(Text($0.rawValue)) }
    }

    private static func path(_ relation: Relation) -> [(String, Value)] {
        [
            ("database", Value(relation.database)), ("schema", Value(relation.schema)),
            ("identifier", Value(relation.identifier)),
        ]
    }

    static func policy(_ policy: Relation.Policy) -> [(String, Value)] {
        [
            ("database", .bool(policy.database)), ("schema", .bool(policy.schema)),
            ("identifier", .bool(policy.identifier)),
        ]
    }

    public override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        try RelationMethods.call(name, on: relation, arguments)
    }
}

extension Value {
    /// A relation for templates.
    public static func relation(_ relation: Relation) -> Value { .object(RelationObject(relation)) }

    /// The relation behind the value; nil for everything else.
    public var relation: Relation? { (object as? RelationObject)?.relation }
}

/// A small object of named parts: a relation's path, a policy.
final class PartsObject: MethodObject {
    private let className: String
    let parts: [(name: String, value: Value)]

    init(_ className: String, _ parts: [(String, Value)]) {
        self.className = className
        self.parts = parts.map { (name: $0.0, value: $0.1) }
    }

    override var typeName: String { className }
    override var isMapping: Bool { true }
    override var methodNames: Set<String> { ["get", "get_part", "to_dict"] }

    override func property(_ name: String) throws(TemplateError) -> Value? { parts.first { $0.name == name }?.value }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try property(name)
    }

    override func invoke(_ name: String, _ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value {
        if name == "to_dict" { return .dict(DictObject(parts.map { ($0.name, $0.value) })) }
        let bound = try Signature(name, required: ["key"], optional: ["default"]).bind(arguments)
        return try item(bound[0] ?? .null) ?? bound[1] ?? .null
    }

    override func isEqual(to other: Value) throws(TemplateError) -> Bool {
        guard let other = other.object as? PartsObject, other.parts.count == parts.count else { return false }
        for (left, right) in zip(parts, other.parts) {
            guard left.name == right.name, try left.value.isEqual(to: right.value) else { return false }
        }
        return true
    }

    override func repr() throws(TemplateError) -> Text {
        var texts: [String] = []
        for part in parts { texts.append("\(part.name)=\(try part.value.repr().string)") }
        return Text("\(className)(\(texts.joined(separator: ", ")))")
    }
}
