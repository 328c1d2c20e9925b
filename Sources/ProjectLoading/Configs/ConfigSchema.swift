internal import Formats
internal import ProjectModel

/// The keys that a resource type's configuration has, in dbt's order.
struct ConfigSchema: Sendable {
    /// The name of dbt's class, which its messages mention.
    let className: String
    let fields: [ConfigField]
    /// The defaults of all fields.
    let initial: DataMapping
    private let indexes: [String: Int]

    private init(_ className: String, _ fields: [ConfigField]) {
        self.className = className
        self.fields = fields
        initial = DataMapping(uniqueKeysWithValues: fields.map { ($0.key, $0.initial) })
        indexes = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.key, $0) })
    }

    func field(_ key: String) -> ConfigField? { indexes[key].map { fields[$0] } }

    /// Keys of dbt-postgres: they precede other keys that dbt-core does not know.
    static let adapterKeys = ["unlogged", "indexes"]

    /// Keys that only Martlet understands; dbt keeps them as it keeps any.
    static let ownKeys: [ResourceType: [String]] = [
        .model: ["partition_by", "cluster_by"] + retryKeys, .seed: retryKeys, .snapshot: retryKeys,
        .function: retryKeys, .test: ["on_fail"] + retryKeys, .unitTest: ["on_fail"] + retryKeys,
    ]
    private static let retryKeys = ["retries", "retry_delay"]

    static func of(_ type: ResourceType) -> ConfigSchema {
        switch type {
        case .model: model
        case .seed: seed
        case .snapshot: snapshot
        case .test: test
        case .source: source
        case .exposure: exposure
        case .metric, .semanticModel: type == .metric ? metric : semanticModel
        case .savedQuery: savedQuery
        case .unitTest: unitTest
        case .function: function
        case .group: group
        default: node
        }
    }

    private static let node = ConfigSchema("NodeConfig", nodeFields())
    private static let model = ConfigSchema(
        "ModelConfig",
        nodeFields() + [
            ConfigField(
                "access", .choice(["private", "protected", "public"], type: "AccessType", isOptional: false),
                "protected"),
            ConfigField("freshness", .modelFreshness),
        ])
    private static let seed = ConfigSchema(
        "SeedConfig",
        nodeFields(materialized: "seed") + [
            ConfigField("delimiter", .string, ","), ConfigField("quote_columns", .optionalBool),
        ])
    private static let snapshot = ConfigSchema(
        "SnapshotConfig",
        nodeFields(materialized: "snapshot") + [
            ConfigField("strategy", .optionalString), ConfigField("target_schema", .optionalString),
            ConfigField("target_database", .optionalString), ConfigField("updated_at", .optionalString),
            ConfigField("check_cols", .textOrList),
            ConfigField(
                "snapshot_meta_column_names", .columnNames,
                .mapping(DataMapping(uniqueKeysWithValues: columnNames.map { ($0, .null) }))),
            ConfigField("dbt_valid_to_current", .optionalString),
        ])
    private static let function = ConfigSchema(
        "FunctionConfig",
        nodeFields(materialized: "function") + [
            ConfigField(
                "type", .choice(["scalar", "aggregate", "table"], type: "FunctionType", isOptional: false), "scalar"),
            ConfigField(
                "volatility",
                .choice(
                    ["deterministic", "stable", "non-deterministic"], type: "Optional[FunctionVolatility]",
                    isOptional: true)),
            ConfigField("runtime_version", .optionalString), ConfigField("entry_point", .optionalString),
        ])
    private static let test = ConfigSchema(
        "TestConfig",
        commonFields(schema: "dbt_test__audit") + [
            ConfigField("materialized", .string, "test"), ConfigField("severity", .string, "ERROR"),
            ConfigField("store_failures", .optionalBool), ConfigField("store_failures_as", .optionalString),
            ConfigField("where", .optionalString), ConfigField("limit", .optionalInt),
            ConfigField("fail_calc", .string, "count(*)"), ConfigField("warn_if", .string, "!= 0"),
            ConfigField("error_if", .string, "!= 0"),
        ])
    private static let source = ConfigSchema(
        "SourceConfig",
        [
            enabled, ConfigField("event_time", .any), ConfigField("freshness", .sourceFreshness, emptyFreshness),
            ConfigField("loaded_at_field", .optionalString), ConfigField("loaded_at_query", .optionalString), meta,
            ConfigField("tags", .tags("List[str]"), .list([])), ConfigField("static_analysis", .staticAnalysis),
        ])
    private static let exposure = ConfigSchema(
        "ExposureConfig",
        [
            enabled, ConfigField("tags", .tags("List[str]"), .list([])), ConfigField("meta", .mapping, .mapping([:])),
        ])
    private static let metric = ConfigSchema("MetricConfig", [enabled, groupField, meta])
    private static let semanticModel = ConfigSchema("SemanticModelConfig", [enabled, groupField, meta])
    private static let savedQuery = ConfigSchema(
        "SavedQueryConfig",
        [
            enabled, groupField, meta,
            ConfigField(
                "export_as",
                .choice(["table", "view"], type: "Optional[ExportDestinationType]", isOptional: true)),
            ConfigField("schema", .optionalString), ConfigField("cache", .cache, .mapping(["enabled": false])),
        ])
    private static let unitTest = ConfigSchema(
        "UnitTestConfig",
        [
            ConfigField("tags", .tags("Union[str, List[str]]"), .list([]), .append), meta, enabled,
            ConfigField("static_analysis", .staticAnalysis),
        ])
    private static let group = ConfigSchema("GroupConfig", [meta])

    static let columnNames = ["dbt_valid_to", "dbt_valid_from", "dbt_scd_id", "dbt_updated_at", "dbt_is_deleted"]
    private static let emptyThreshold: DataValue = .mapping(["count": .null, "period": .null])
    static let emptyFreshness: DataValue = .mapping([
        "warn_after": emptyThreshold, "error_after": emptyThreshold, "filter": .null,
    ])

    private static let enabled = ConfigField("enabled", .bool, true)
    private static let meta = ConfigField("meta", .mapping, .mapping([:]), .update)
    private static let groupField = ConfigField("group", .optionalString)

    private static func commonFields(schema: DataValue = .null) -> [ConfigField] {
        [
            enabled, ConfigField("alias", .optionalString), ConfigField("schema", .optionalString, schema),
            ConfigField("database", .optionalString),
            ConfigField("tags", .tags("Union[List[str], str]"), .list([]), .append), meta, groupField,
            ConfigField("static_analysis", .staticAnalysis),
        ]
    }

    private static func nodeFields(materialized: DataValue = "view") -> [ConfigField] {
        commonFields() + [
            ConfigField("materialized", .string, materialized), ConfigField("incremental_strategy", .optionalString),
            ConfigField("batch_size", .any), ConfigField("lookback", .any, 1), ConfigField("begin", .any),
            ConfigField("persist_docs", .mapping, .mapping([:])),
            ConfigField("post-hook", .hooks, .list([]), .append), ConfigField("pre-hook", .hooks, .list([]), .append),
            ConfigField("quoting", .mapping, .mapping([:]), .update),
            ConfigField("column_types", .mapping, .mapping([:]), .update),
            ConfigField("full_refresh", .optionalBool), ConfigField("unique_key", .textOrList),
            ConfigField("on_schema_change", .optionalString, "ignore"),
            ConfigField(
                "on_configuration_change",
                .choice(["apply", "continue", "fail"], type: "OnConfigurationChangeOption", isOptional: false),
                "apply"),
            ConfigField("grants", .mapping, .mapping([:]), .grants),
            ConfigField("packages", .strings, .list([]), .append),
            ConfigField("docs", .docs, .mapping(["show": true, "node_color": .null]), .update),
            ConfigField("contract", .contract, .mapping(["enforced": false, "alias_types": true]), .update),
            ConfigField("event_time", .any), ConfigField("concurrent_batches", .any),
        ]
    }
}
