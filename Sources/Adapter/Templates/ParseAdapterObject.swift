internal import Diagnostics
public import Jinja
public import TemplateLibrary

/// `adapter` in the parse phase: methods that would ask the database give the fixed values that dbt gives.
public final class ParseAdapterObject: MethodObject {
    private let environment: AdapterEnvironment
    private unowned let host: any AdapterHost

    public init(_ environment: AdapterEnvironment, host: any AdapterHost) {
        self.environment = environment
        self.host = host
    }

    public override var typeName: String { "dbt.context.providers.ParseDatabaseWrapper" }
    public override var methodNames: Set<String> { AdapterMethod.names }

    public override func property(_ name: String) throws(TemplateError) -> Value? {
        name == "config" ? try host.adapterConfig() : AdapterProperties.value(name, environment)
    }

    public override func invoke(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value {
        guard let method = AdapterMethod(rawValue: name) else { return .null }
        switch method {
        case .dispatch: return try host.dispatch(arguments, renderer)
        case .commit, .cacheAdded, .cacheDropped, .cacheRenamed: return ""
        case .execute, .getPartitionsMetadata: return .tuple(["", .object(TableObject(.empty))])
        case .addQuery: return .tuple([.null, .null])
        case .getColumnsInRelation, .getColumnsInTable, .getMissingColumns, .getColumnSchemaFromQuery: return .list([])
        case .checkSchemaExists, .alreadyExists: return false
        case .standardizeGrantsDict:
            return .dict(DictObject())
        case .getRelation, .createSchema, .dropSchema, .dropRelation, .truncateRelation, .renameRelation,
            .expandTargetColumnTypes, .validSnapshotTarget, .assertValidSnapshotTarget, .getIncrementalStrategyMacro,
            .getHardDeletesBehavior, .runSQLForTests, .loadSeedRows, .tableLayout:
            return .null
        default: return try PureAdapterMethods.call(method, arguments, environment)
        }
    }
}

/// The attributes of `adapter` that are no methods.
enum AdapterProperties {
    static func value(_ name: String, _ environment: AdapterEnvironment) -> Value? {
        switch name {
        case "Relation": .object(RelationClassObject(quotePolicy: environment.quotePolicy))
        case "Column": APIObject.column
        case "behavior": .object(BehaviorObject(environment.behaviorFlags))
        default: nil
        }
    }
}

/// `adapter.behavior`: flags by name.
final class BehaviorObject: Object {
    private let flags: [String: Bool]

    init(_ flags: [String: Bool]) { self.flags = flags }

    override var typeName: String { "Behavior" }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        guard let setting = flags[name] else {
            throw TemplateError(.compilation, "The flag \(name) has not been registered.")
        }
        return .object(BehaviorFlagObject(setting))
    }
}

/// One flag: true when it is set.
final class BehaviorFlagObject: Object {
    private let setting: Bool

    init(_ setting: Bool) { self.setting = setting }

    override var typeName: String { "BehaviorFlagRendered" }
    override func isTrue() throws(TemplateError) -> Bool { setting }

    override func attribute(_ name: String) throws(TemplateError) -> Value? {
        name == "setting" || name == "no_warn" ? .bool(setting) : nil
    }
}
