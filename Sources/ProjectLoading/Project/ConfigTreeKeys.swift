/// The keys with `+` that the schema of dbt-core 1.11 for dbt_project.yml (0.0.110) allows below `models:` and the like.
///
/// It knows the configurations of all adapters.
enum ConfigTreeKeys {
    /// The keys, without `+`, of a section; nil for sections that dbt does not look into.
    static func keys(of section: String) -> Set<String>? {
        switch section {
        case "models": common.union(described).union(models)
        case "seeds": common.union(described).union(["column_types", "delimiter", "quote_columns"])
        case "snapshots": common.union(described).union(snapshots)
        case "sources":
            common.union([
                "event_time", "freshness", "loaded_at_field", "loaded_at_query", "quoting", "schema_origin", "sync",
            ])
        case "tests", "data_tests": common.union(tests)
        case "unit_tests": common
        case "exposures": ["enabled", "meta", "tags"]
        case "metrics": ["enabled", "group", "meta", "tags"]
        default: nil
        }
    }

    /// The keys whose values are mappings of texts.
    static let textMappings: Set = ["column_types", "labels", "resource_tags"]

    private static let common: Set = [
        "adapter_properties", "as_columnstore", "auto_liquid_cluster", "auto_refresh", "automatic_clustering",
        "backup", "base_location_root", "base_location_subpath", "bind", "buckets", "catalog", "catalog_name",
        "cluster_by", "clustered_by", "compression", "copy_grants", "databricks_compute", "databricks_tags", "dist",
        "enable_refresh", "enabled", "external_volume", "file_format", "grant_access_to", "hours_to_expiration",
        "include_full_name_in_path", "indexes", "initialize", "kms_key_name", "labels", "labels_from_meta",
        "liquid_clustered_by", "location_root", "matched_condition", "max_staleness", "merge_with_schema_evolution",
        "meta", "not_matched_by_source_action", "not_matched_by_source_condition", "not_matched_condition",
        "partition_by", "partition_expiration_days", "partitions", "query_tag", "refresh_interval_minutes",
        "refresh_mode", "require_partition_filter", "row_access_policy", "schedule", "secure", "skip_matched_step",
        "skip_not_matched_step", "snowflake_warehouse", "sort", "sort_type", "source_alias", "static_analysis",
        "table_tag", "table_type", "tags", "target_alias", "target_lag", "tblproperties", "tmp_relation_type",
        "transient",
    ]

    /// Of models, seeds and snapshots.
    private static let described: Set = [
        "alias", "database", "docs", "event_time", "full_refresh", "grants", "group", "persist_docs", "post-hook",
        "pre-hook", "quoting", "schema",
    ]

    private static let models: Set = [
        "access", "additional_libs", "batch_id", "batch_size", "begin", "category", "cluster_id", "column_types",
        "concurrent_batches", "contract", "create_notebook", "dataproc_cluster_name", "description",
        "enable_list_inference", "external_access_integrations", "freshness", "http_path", "imports",
        "incremental_predicates", "incremental_strategy", "index_url", "intermediate_format", "jar_file_uri",
        "job_cluster_config", "location", "lookback", "materialized", "merge_exclude_columns",
        "merge_update_columns", "notebook_template_id", "on_configuration_change", "on_schema_change", "packages",
        "predicates", "primary_key", "python_job_config", "python_version", "resource_tags", "secrets", "sql_header",
        "state", "submission_method", "sync", "table_format", "timeout", "unique_key", "use_anonymous_sproc",
        "user_folder_for_python",
    ]

    private static let snapshots: Set = [
        "check_cols", "dbt_valid_to_current", "hard_deletes", "invalidate_hard_deletes", "materialized",
        "quote_columns", "snapshot_meta_column_names", "strategy", "sync", "target_database", "target_schema",
        "unique_key", "updated_at",
    ]

    private static let tests: Set = [
        "alias", "database", "error_if", "fail_calc", "full_refresh", "group", "limit", "quoting", "schema",
        "severity", "store_failures", "store_failures_as", "warn_if", "where",
    ]
}
