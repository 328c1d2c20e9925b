public import Formats
internal import Jinja
public import Platform
public import ProjectModel
internal import TemplateLibrary

/// What on-run-end hooks see of the command.
public struct HookContext {
    /// One entry of `results`.
    public struct Result {
        /// What the result has, in dbt's order; `node` is the place of the node.
        public var fields: DataMapping
        /// `RunStatus`, `TestStatus` or `FreshnessStatus`: the enumeration that the status is a member of.
        public var statusClass: String
        public var timings: [(name: String, startedAt: Timestamp, completedAt: Timestamp)]
        public var node: HookNode

        public init(
            fields: DataMapping, statusClass: String,
            timings: [(name: String, startedAt: Timestamp, completedAt: Timestamp)], node: HookNode
        ) {
            self.fields = fields
            self.statusClass = statusClass
            self.timings = timings
            self.node = node
        }
    }

    /// What a result is about.
    public enum HookNode {
        case node(Node)
        case other(type: ResourceType, fields: DataMapping)
    }

    public var results: [Result]
    public var schemas: [String]
    public var databaseSchemas: [(database: String, schema: String)]

    public init(results: [Result], schemas: [String], databaseSchemas: [(database: String, schema: String)]) {
        self.results = results
        self.schemas = schemas
        self.databaseSchemas = databaseSchemas
    }

    func apply(to context: RuntimeContext) {
        context.set("results", .list(results.map { .object(ResultObject($0)) }))
        context.set("schemas", .list(schemas.map { .string($0) }))
        context.set(
            "database_schemas", .list(databaseSchemas.map { .tuple([.string($0.database), .string($0.schema)]) }))
    }
}

/// One entry of `results`: keys as attributes, the node as an object, the status as a member of an enumeration.
final class ResultObject: Object {
    private let result: HookContext.Result
    private lazy var node = NodeObject(result.node)
    private lazy var values = Value(result.fields)

    init(_ result: HookContext.Result) { self.result = result }

    override var typeName: String { "RunResult" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "node": return .object(node)
        case "status": return status
        case "skipped": return .bool(result.fields["status"]?.string == "skipped")
        case "timing": return .list(result.timings.map { .object(TimingObject($0.name, $0.startedAt, $0.completedAt)) })
        case "to_dict":
            return .function(name) { [values, node] _, _ throws(TemplateError) in
                guard let dict = values.dict?.copy() else { return values }
                dict["node"] = node.fields
                return .dict(dict)
            }
        default: return values.dict?[name]
        }
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string else { return nil }
        return try attribute(name)
    }

    private var status: Value {
        let text = result.fields["status"]?.string ?? ""
        let name =
            switch text {
            case "runtime error": "RuntimeErr"
            default: text.split { $0 == " " || $0 == "-" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            }
        return .object(EnumText(result.statusClass, name, value: text))
    }
}

/// When one phase of a node began and ended.
private final class TimingObject: Object {
    private let name: String
    private let startedAt: Timestamp
    private let completedAt: Timestamp

    init(_ name: String, _ startedAt: Timestamp, _ completedAt: Timestamp) {
        self.name = name
        self.startedAt = startedAt
        self.completedAt = completedAt
    }

    override var typeName: String { "TimingInfo" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "name": .string(Text(self.name))
        case "started_at": Self.time(startedAt)
        case "completed_at": Self.time(completedAt)
        case "to_dict":
            .function(name) { [self] _, _ in
                .dict([
                    "name": .string(Text(self.name)), "started_at": .string(Text(startedAt.iso)),
                    "completed_at": .string(Text(completedAt.iso)),
                ])
            }
        default: nil
        }
    }

    override func item(_ key: Value) throws(TemplateError) -> Value? {
        guard let name = key.string, name != "to_dict" else { return nil }
        return try attribute(name)
    }

    /// A `datetime` without a time zone, as dbt keeps it.
    private static func time(_ time: Timestamp) -> Value {
        Value.isoDateTime(String(time.iso.dropLast())) ?? .string(Text(time.iso))
    }
}
