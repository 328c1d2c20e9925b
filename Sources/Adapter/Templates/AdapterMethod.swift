/// The methods of `adapter` in templates.
///
/// Source: dbt-core 1.11, adapter.
enum AdapterMethod: String, CaseIterable {
    case type, commit, dispatch, execute, quote
    case addQuery = "add_query"
    case getRelation = "get_relation"
    case getColumnsInRelation = "get_columns_in_relation"
    case getColumnsInTable = "get_columns_in_table"
    case getColumnSchemaFromQuery = "get_column_schema_from_query"
    case getMissingColumns = "get_missing_columns"
    case expandTargetColumnTypes = "expand_target_column_types"
    case createSchema = "create_schema"
    case dropSchema = "drop_schema"
    case checkSchemaExists = "check_schema_exists"
    case dropRelation = "drop_relation"
    case truncateRelation = "truncate_relation"
    case renameRelation = "rename_relation"
    case cacheAdded = "cache_added"
    case cacheDropped = "cache_dropped"
    case cacheRenamed = "cache_renamed"
    case quoteAsConfigured = "quote_as_configured"
    case quoteSeedColumn = "quote_seed_column"
    case convertType = "convert_type"
    case standardizeGrantsDict = "standardize_grants_dict"
    case getIncrementalStrategyMacro = "get_incremental_strategy_macro"
    case renderRawColumnsConstraints = "render_raw_columns_constraints"
    case renderRawModelConstraints = "render_raw_model_constraints"
    case validSnapshotTarget = "valid_snapshot_target"
    case assertValidSnapshotTarget = "assert_valid_snapshot_target_given_strategy"
    case getHardDeletesBehavior = "get_hard_deletes_behavior"
    case verifyDatabase = "verify_database"
    case parseIndex = "parse_index"
    case runSQLForTests = "run_sql_for_tests"
    case getPartitionsMetadata = "get_partitions_metadata"
    case buildCatalogRelation = "build_catalog_relation"
    case getCatalogIntegration = "get_catalog_integration"
    case alreadyExists = "already_exists"
    /// Ours: what the built-in macro `load_csv_rows` uses instead of inserts of bound values.
    case loadSeedRows = "load_seed_rows"
    /// Ours: `partition_by` and `cluster_by` of the node, for the built-in materializations.
    case tableLayout = "table_layout"

    static let names = Set(allCases.map(\.rawValue))
}
