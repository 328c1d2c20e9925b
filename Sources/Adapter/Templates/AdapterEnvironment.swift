public import Jinja

/// What the `adapter` object of any render must know of the project and the connection.
public struct AdapterEnvironment: Sendable {
    /// The relations known in the run, shared by all threads.
    public var cache: RelationCache
    /// The profile's database, the only one that relations may be in.
    public var database: String
    public var projectName: String
    /// The project's `quoting:`, with dbt-postgres' default of quoting everything.
    public var quotePolicy: Relation.Policy
    /// Behaviour flags of adapters as the project sets them.
    public var behaviorFlags: [String: Bool] = [
        "require_batched_execution_for_custom_microbatch_strategy": false,
        "enable_truthy_nulls_equals_macro": false,
        "postgres_skip_autocommit_transaction_statements": true,
    ]

    public init(
        cache: RelationCache, database: String, projectName: String, quotePolicy: Relation.Policy = .init()
    ) {
        self.cache = cache
        self.database = database
        self.projectName = projectName
        self.quotePolicy = quotePolicy
    }
}

/// What the `adapter` object asks of the render that it belongs to.
public protocol AdapterHost: AnyObject {
    /// Calls the macro that the project has under `name`, as dbt's `execute_macro` finds it: the root project's own
    /// before the built-in one, so that overrides work.
    func callMacro(
        _ name: String, _ arguments: Arguments, _ renderer: Renderer
    ) throws(TemplateError) -> Value

    /// `adapter.dispatch`: the macro that implements `macro_name` for PostgreSQL.
    func dispatch(_ arguments: Arguments, _ renderer: Renderer) throws(TemplateError) -> Value

    /// `adapter.config`: the project's configuration, as far as templates look at it.
    func adapterConfig() throws(TemplateError) -> Value

    /// Writes text for `table.print_table()`.
    func printTable(_ text: String)

    /// A warning about a use of the adapter, in dbt's words.
    func warnAdapter(_ message: String)

    /// What the node says of its table's layout; nil where such configs have no effect.
    func tableLayout() -> TableLayoutConfig?
}
