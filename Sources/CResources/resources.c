// The files of Resources/, compiled in as they are, sorted by path.
// Made by Resources/generate.sh (`make resources`); BuiltinsTests checks that none is missing.
#include "CResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions" // #embed

static const unsigned char file_data_timezones_txt[] = {
#embed "../../Resources/data/timezones.txt" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_alter_columns_sql[] = {
#embed "../../Resources/macros/dbt/adapters/alter_columns.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_columns_sql[] = {
#embed "../../Resources/macros/dbt/adapters/columns.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_comments_sql[] = {
#embed "../../Resources/macros/dbt/adapters/comments.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_freshness_sql[] = {
#embed "../../Resources/macros/dbt/adapters/freshness.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_grants_sql[] = {
#embed "../../Resources/macros/dbt/adapters/grants.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_indexes_sql[] = {
#embed "../../Resources/macros/dbt/adapters/indexes.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_metadata_sql[] = {
#embed "../../Resources/macros/dbt/adapters/metadata.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_relations_sql[] = {
#embed "../../Resources/macros/dbt/adapters/relations.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_schemas_sql[] = {
#embed "../../Resources/macros/dbt/adapters/schemas.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_adapters_timestamps_sql[] = {
#embed "../../Resources/macros/dbt/adapters/timestamps.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_config_flags_sql[] = {
#embed "../../Resources/macros/dbt/config/flags.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_docs_overview_md[] = {
#embed "../../Resources/macros/dbt/docs/overview.md" suffix(,)
0};
static const unsigned char file_macros_dbt_generic_tests_generic_tests_sql[] = {
#embed "../../Resources/macros/dbt/generic_tests/generic_tests.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_functions_aggregate_sql[] = {
#embed "../../Resources/macros/dbt/materializations/functions/aggregate.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_functions_function_sql[] = {
#embed "../../Resources/macros/dbt/materializations/functions/function.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_functions_scalar_sql[] = {
#embed "../../Resources/macros/dbt/materializations/functions/scalar.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_clone_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/clone.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_incremental_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/incremental.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_incremental_merge_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/incremental_merge.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_incremental_schema_changes_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/incremental_schema_changes.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_incremental_strategies_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/incremental_strategies.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_materialized_view_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/materialized_view.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_table_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/table.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_models_view_sql[] = {
#embed "../../Resources/macros/dbt/materializations/models/view.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_seeds_csv_table_sql[] = {
#embed "../../Resources/macros/dbt/materializations/seeds/csv_table.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_seeds_seed_sql[] = {
#embed "../../Resources/macros/dbt/materializations/seeds/seed.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_snapshots_keys_sql[] = {
#embed "../../Resources/macros/dbt/materializations/snapshots/keys.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_snapshots_snapshot_sql[] = {
#embed "../../Resources/macros/dbt/materializations/snapshots/snapshot.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_snapshots_staging_sql[] = {
#embed "../../Resources/macros/dbt/materializations/snapshots/staging.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_snapshots_strategies_sql[] = {
#embed "../../Resources/macros/dbt/materializations/snapshots/strategies.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_tests_test_sql[] = {
#embed "../../Resources/macros/dbt/materializations/tests/test.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_materializations_tests_unit_sql[] = {
#embed "../../Resources/macros/dbt/materializations/tests/unit.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_naming_alias_sql[] = {
#embed "../../Resources/macros/dbt/naming/alias.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_naming_database_sql[] = {
#embed "../../Resources/macros/dbt/naming/database.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_naming_schema_sql[] = {
#embed "../../Resources/macros/dbt/naming/schema.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_python_python_models_sql[] = {
#embed "../../Resources/macros/dbt/python/python_models.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_backup_sql[] = {
#embed "../../Resources/macros/dbt/relations/backup.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_contract_sql[] = {
#embed "../../Resources/macros/dbt/relations/contract.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_create_sql[] = {
#embed "../../Resources/macros/dbt/relations/create.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_drop_sql[] = {
#embed "../../Resources/macros/dbt/relations/drop.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_materialized_view_sql[] = {
#embed "../../Resources/macros/dbt/relations/materialized_view.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_rename_sql[] = {
#embed "../../Resources/macros/dbt/relations/rename.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_replace_sql[] = {
#embed "../../Resources/macros/dbt/relations/replace.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_swap_sql[] = {
#embed "../../Resources/macros/dbt/relations/swap.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_table_sql[] = {
#embed "../../Resources/macros/dbt/relations/table.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_relations_view_sql[] = {
#embed "../../Resources/macros/dbt/relations/view.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_statements_dates_sql[] = {
#embed "../../Resources/macros/dbt/statements/dates.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_statements_hooks_sql[] = {
#embed "../../Resources/macros/dbt/statements/hooks.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_statements_show_sql[] = {
#embed "../../Resources/macros/dbt/statements/show.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_statements_statement_sql[] = {
#embed "../../Resources/macros/dbt/statements/statement.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_unit_tests_fixtures_sql[] = {
#embed "../../Resources/macros/dbt/unit_tests/fixtures.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_utils_arrays_sql[] = {
#embed "../../Resources/macros/dbt/utils/arrays.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_utils_dates_sql[] = {
#embed "../../Resources/macros/dbt/utils/dates.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_utils_expressions_sql[] = {
#embed "../../Resources/macros/dbt/utils/expressions.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_utils_series_sql[] = {
#embed "../../Resources/macros/dbt/utils/series.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_utils_strings_sql[] = {
#embed "../../Resources/macros/dbt/utils/strings.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_utils_types_sql[] = {
#embed "../../Resources/macros/dbt/utils/types.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_catalog_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/catalog.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_comments_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/comments.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_grants_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/grants.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_indexes_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/indexes.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_metadata_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/metadata.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_relations_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/relations.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_adapters_schemas_sql[] = {
#embed "../../Resources/macros/dbt_postgres/adapters/schemas.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_materializations_functions_sql[] = {
#embed "../../Resources/macros/dbt_postgres/materializations/functions.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_materializations_incremental_strategies_sql[] = {
#embed "../../Resources/macros/dbt_postgres/materializations/incremental_strategies.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_materializations_snapshot_merge_sql[] = {
#embed "../../Resources/macros/dbt_postgres/materializations/snapshot_merge.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_partitions_filling_sql[] = {
#embed "../../Resources/macros/dbt_postgres/partitions/filling.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_partitions_index_names_sql[] = {
#embed "../../Resources/macros/dbt_postgres/partitions/index_names.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_partitions_insert_overwrite_sql[] = {
#embed "../../Resources/macros/dbt_postgres/partitions/insert_overwrite.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_partitions_layout_sql[] = {
#embed "../../Resources/macros/dbt_postgres/partitions/layout.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_partitions_partitions_sql[] = {
#embed "../../Resources/macros/dbt_postgres/partitions/partitions.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_relations_materialized_view_sql[] = {
#embed "../../Resources/macros/dbt_postgres/relations/materialized_view.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_relations_table_sql[] = {
#embed "../../Resources/macros/dbt_postgres/relations/table.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_relations_view_sql[] = {
#embed "../../Resources/macros/dbt_postgres/relations/view.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_utils_dates_sql[] = {
#embed "../../Resources/macros/dbt_postgres/utils/dates.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_utils_expressions_sql[] = {
#embed "../../Resources/macros/dbt_postgres/utils/expressions.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_utils_strings_sql[] = {
#embed "../../Resources/macros/dbt_postgres/utils/strings.sql" suffix(,)
0};
static const unsigned char file_macros_dbt_postgres_utils_timestamps_sql[] = {
#embed "../../Resources/macros/dbt_postgres/utils/timestamps.sql" suffix(,)
0};
static const unsigned char file_site_app_js[] = {
#embed "../../Resources/site/app.js" suffix(,)
0};
static const unsigned char file_site_charts_js[] = {
#embed "../../Resources/site/charts.js" suffix(,)
0};
static const unsigned char file_site_code_js[] = {
#embed "../../Resources/site/code.js" suffix(,)
0};
static const unsigned char file_site_columns_page_js[] = {
#embed "../../Resources/site/columns_page.js" suffix(,)
0};
static const unsigned char file_site_coverage_page_js[] = {
#embed "../../Resources/site/coverage_page.js" suffix(,)
0};
static const unsigned char file_site_dom_js[] = {
#embed "../../Resources/site/dom.js" suffix(,)
0};
static const unsigned char file_site_format_js[] = {
#embed "../../Resources/site/format.js" suffix(,)
0};
static const unsigned char file_site_graph_js[] = {
#embed "../../Resources/site/graph.js" suffix(,)
0};
static const unsigned char file_site_home_page_js[] = {
#embed "../../Resources/site/home_page.js" suffix(,)
0};
static const unsigned char file_site_index_html[] = {
#embed "../../Resources/site/index.html" suffix(,)
0};
static const unsigned char file_site_layout_js[] = {
#embed "../../Resources/site/layout.js" suffix(,)
0};
static const unsigned char file_site_lineage_page_js[] = {
#embed "../../Resources/site/lineage_page.js" suffix(,)
0};
static const unsigned char file_site_markdown_js[] = {
#embed "../../Resources/site/markdown.js" suffix(,)
0};
static const unsigned char file_site_node_page_js[] = {
#embed "../../Resources/site/node_page.js" suffix(,)
0};
static const unsigned char file_site_quality_page_js[] = {
#embed "../../Resources/site/quality_page.js" suffix(,)
0};
static const unsigned char file_site_run_page_js[] = {
#embed "../../Resources/site/run_page.js" suffix(,)
0};
static const unsigned char file_site_search_js[] = {
#embed "../../Resources/site/search.js" suffix(,)
0};
static const unsigned char file_site_selector_js[] = {
#embed "../../Resources/site/selector.js" suffix(,)
0};
static const unsigned char file_site_site_css[] = {
#embed "../../Resources/site/site.css" suffix(,)
0};
static const unsigned char file_site_store_js[] = {
#embed "../../Resources/site/store.js" suffix(,)
0};
static const unsigned char file_site_tree_js[] = {
#embed "../../Resources/site/tree.js" suffix(,)
0};

#define RESOURCE(path, bytes) {path, bytes, sizeof bytes - 1}
static const martlet_resource resources[] = {
    RESOURCE("data/timezones.txt", file_data_timezones_txt),
    RESOURCE("macros/dbt/adapters/alter_columns.sql", file_macros_dbt_adapters_alter_columns_sql),
    RESOURCE("macros/dbt/adapters/columns.sql", file_macros_dbt_adapters_columns_sql),
    RESOURCE("macros/dbt/adapters/comments.sql", file_macros_dbt_adapters_comments_sql),
    RESOURCE("macros/dbt/adapters/freshness.sql", file_macros_dbt_adapters_freshness_sql),
    RESOURCE("macros/dbt/adapters/grants.sql", file_macros_dbt_adapters_grants_sql),
    RESOURCE("macros/dbt/adapters/indexes.sql", file_macros_dbt_adapters_indexes_sql),
    RESOURCE("macros/dbt/adapters/metadata.sql", file_macros_dbt_adapters_metadata_sql),
    RESOURCE("macros/dbt/adapters/relations.sql", file_macros_dbt_adapters_relations_sql),
    RESOURCE("macros/dbt/adapters/schemas.sql", file_macros_dbt_adapters_schemas_sql),
    RESOURCE("macros/dbt/adapters/timestamps.sql", file_macros_dbt_adapters_timestamps_sql),
    RESOURCE("macros/dbt/config/flags.sql", file_macros_dbt_config_flags_sql),
    RESOURCE("macros/dbt/docs/overview.md", file_macros_dbt_docs_overview_md),
    RESOURCE("macros/dbt/generic_tests/generic_tests.sql", file_macros_dbt_generic_tests_generic_tests_sql),
    RESOURCE("macros/dbt/materializations/functions/aggregate.sql", file_macros_dbt_materializations_functions_aggregate_sql),
    RESOURCE("macros/dbt/materializations/functions/function.sql", file_macros_dbt_materializations_functions_function_sql),
    RESOURCE("macros/dbt/materializations/functions/scalar.sql", file_macros_dbt_materializations_functions_scalar_sql),
    RESOURCE("macros/dbt/materializations/models/clone.sql", file_macros_dbt_materializations_models_clone_sql),
    RESOURCE("macros/dbt/materializations/models/incremental.sql", file_macros_dbt_materializations_models_incremental_sql),
    RESOURCE("macros/dbt/materializations/models/incremental_merge.sql", file_macros_dbt_materializations_models_incremental_merge_sql),
    RESOURCE("macros/dbt/materializations/models/incremental_schema_changes.sql", file_macros_dbt_materializations_models_incremental_schema_changes_sql),
    RESOURCE("macros/dbt/materializations/models/incremental_strategies.sql", file_macros_dbt_materializations_models_incremental_strategies_sql),
    RESOURCE("macros/dbt/materializations/models/materialized_view.sql", file_macros_dbt_materializations_models_materialized_view_sql),
    RESOURCE("macros/dbt/materializations/models/table.sql", file_macros_dbt_materializations_models_table_sql),
    RESOURCE("macros/dbt/materializations/models/view.sql", file_macros_dbt_materializations_models_view_sql),
    RESOURCE("macros/dbt/materializations/seeds/csv_table.sql", file_macros_dbt_materializations_seeds_csv_table_sql),
    RESOURCE("macros/dbt/materializations/seeds/seed.sql", file_macros_dbt_materializations_seeds_seed_sql),
    RESOURCE("macros/dbt/materializations/snapshots/keys.sql", file_macros_dbt_materializations_snapshots_keys_sql),
    RESOURCE("macros/dbt/materializations/snapshots/snapshot.sql", file_macros_dbt_materializations_snapshots_snapshot_sql),
    RESOURCE("macros/dbt/materializations/snapshots/staging.sql", file_macros_dbt_materializations_snapshots_staging_sql),
    RESOURCE("macros/dbt/materializations/snapshots/strategies.sql", file_macros_dbt_materializations_snapshots_strategies_sql),
    RESOURCE("macros/dbt/materializations/tests/test.sql", file_macros_dbt_materializations_tests_test_sql),
    RESOURCE("macros/dbt/materializations/tests/unit.sql", file_macros_dbt_materializations_tests_unit_sql),
    RESOURCE("macros/dbt/naming/alias.sql", file_macros_dbt_naming_alias_sql),
    RESOURCE("macros/dbt/naming/database.sql", file_macros_dbt_naming_database_sql),
    RESOURCE("macros/dbt/naming/schema.sql", file_macros_dbt_naming_schema_sql),
    RESOURCE("macros/dbt/python/python_models.sql", file_macros_dbt_python_python_models_sql),
    RESOURCE("macros/dbt/relations/backup.sql", file_macros_dbt_relations_backup_sql),
    RESOURCE("macros/dbt/relations/contract.sql", file_macros_dbt_relations_contract_sql),
    RESOURCE("macros/dbt/relations/create.sql", file_macros_dbt_relations_create_sql),
    RESOURCE("macros/dbt/relations/drop.sql", file_macros_dbt_relations_drop_sql),
    RESOURCE("macros/dbt/relations/materialized_view.sql", file_macros_dbt_relations_materialized_view_sql),
    RESOURCE("macros/dbt/relations/rename.sql", file_macros_dbt_relations_rename_sql),
    RESOURCE("macros/dbt/relations/replace.sql", file_macros_dbt_relations_replace_sql),
    RESOURCE("macros/dbt/relations/swap.sql", file_macros_dbt_relations_swap_sql),
    RESOURCE("macros/dbt/relations/table.sql", file_macros_dbt_relations_table_sql),
    RESOURCE("macros/dbt/relations/view.sql", file_macros_dbt_relations_view_sql),
    RESOURCE("macros/dbt/statements/dates.sql", file_macros_dbt_statements_dates_sql),
    RESOURCE("macros/dbt/statements/hooks.sql", file_macros_dbt_statements_hooks_sql),
    RESOURCE("macros/dbt/statements/show.sql", file_macros_dbt_statements_show_sql),
    RESOURCE("macros/dbt/statements/statement.sql", file_macros_dbt_statements_statement_sql),
    RESOURCE("macros/dbt/unit_tests/fixtures.sql", file_macros_dbt_unit_tests_fixtures_sql),
    RESOURCE("macros/dbt/utils/arrays.sql", file_macros_dbt_utils_arrays_sql),
    RESOURCE("macros/dbt/utils/dates.sql", file_macros_dbt_utils_dates_sql),
    RESOURCE("macros/dbt/utils/expressions.sql", file_macros_dbt_utils_expressions_sql),
    RESOURCE("macros/dbt/utils/series.sql", file_macros_dbt_utils_series_sql),
    RESOURCE("macros/dbt/utils/strings.sql", file_macros_dbt_utils_strings_sql),
    RESOURCE("macros/dbt/utils/types.sql", file_macros_dbt_utils_types_sql),
    RESOURCE("macros/dbt_postgres/adapters/catalog.sql", file_macros_dbt_postgres_adapters_catalog_sql),
    RESOURCE("macros/dbt_postgres/adapters/comments.sql", file_macros_dbt_postgres_adapters_comments_sql),
    RESOURCE("macros/dbt_postgres/adapters/grants.sql", file_macros_dbt_postgres_adapters_grants_sql),
    RESOURCE("macros/dbt_postgres/adapters/indexes.sql", file_macros_dbt_postgres_adapters_indexes_sql),
    RESOURCE("macros/dbt_postgres/adapters/metadata.sql", file_macros_dbt_postgres_adapters_metadata_sql),
    RESOURCE("macros/dbt_postgres/adapters/relations.sql", file_macros_dbt_postgres_adapters_relations_sql),
    RESOURCE("macros/dbt_postgres/adapters/schemas.sql", file_macros_dbt_postgres_adapters_schemas_sql),
    RESOURCE("macros/dbt_postgres/materializations/functions.sql", file_macros_dbt_postgres_materializations_functions_sql),
    RESOURCE("macros/dbt_postgres/materializations/incremental_strategies.sql", file_macros_dbt_postgres_materializations_incremental_strategies_sql),
    RESOURCE("macros/dbt_postgres/materializations/snapshot_merge.sql", file_macros_dbt_postgres_materializations_snapshot_merge_sql),
    RESOURCE("macros/dbt_postgres/partitions/filling.sql", file_macros_dbt_postgres_partitions_filling_sql),
    RESOURCE("macros/dbt_postgres/partitions/index_names.sql", file_macros_dbt_postgres_partitions_index_names_sql),
    RESOURCE("macros/dbt_postgres/partitions/insert_overwrite.sql", file_macros_dbt_postgres_partitions_insert_overwrite_sql),
    RESOURCE("macros/dbt_postgres/partitions/layout.sql", file_macros_dbt_postgres_partitions_layout_sql),
    RESOURCE("macros/dbt_postgres/partitions/partitions.sql", file_macros_dbt_postgres_partitions_partitions_sql),
    RESOURCE("macros/dbt_postgres/relations/materialized_view.sql", file_macros_dbt_postgres_relations_materialized_view_sql),
    RESOURCE("macros/dbt_postgres/relations/table.sql", file_macros_dbt_postgres_relations_table_sql),
    RESOURCE("macros/dbt_postgres/relations/view.sql", file_macros_dbt_postgres_relations_view_sql),
    RESOURCE("macros/dbt_postgres/utils/dates.sql", file_macros_dbt_postgres_utils_dates_sql),
    RESOURCE("macros/dbt_postgres/utils/expressions.sql", file_macros_dbt_postgres_utils_expressions_sql),
    RESOURCE("macros/dbt_postgres/utils/strings.sql", file_macros_dbt_postgres_utils_strings_sql),
    RESOURCE("macros/dbt_postgres/utils/timestamps.sql", file_macros_dbt_postgres_utils_timestamps_sql),
    RESOURCE("site/app.js", file_site_app_js),
    RESOURCE("site/charts.js", file_site_charts_js),
    RESOURCE("site/code.js", file_site_code_js),
    RESOURCE("site/columns_page.js", file_site_columns_page_js),
    RESOURCE("site/coverage_page.js", file_site_coverage_page_js),
    RESOURCE("site/dom.js", file_site_dom_js),
    RESOURCE("site/format.js", file_site_format_js),
    RESOURCE("site/graph.js", file_site_graph_js),
    RESOURCE("site/home_page.js", file_site_home_page_js),
    RESOURCE("site/index.html", file_site_index_html),
    RESOURCE("site/layout.js", file_site_layout_js),
    RESOURCE("site/lineage_page.js", file_site_lineage_page_js),
    RESOURCE("site/markdown.js", file_site_markdown_js),
    RESOURCE("site/node_page.js", file_site_node_page_js),
    RESOURCE("site/quality_page.js", file_site_quality_page_js),
    RESOURCE("site/run_page.js", file_site_run_page_js),
    RESOURCE("site/search.js", file_site_search_js),
    RESOURCE("site/selector.js", file_site_selector_js),
    RESOURCE("site/site.css", file_site_site_css),
    RESOURCE("site/store.js", file_site_store_js),
    RESOURCE("site/tree.js", file_site_tree_js),
};

const martlet_resource *martlet_resources(size_t *count) {
    *count = sizeof resources / sizeof *resources;
    return resources;
}
