{# Keeps the history of a query's rows: each version of a row with the time from which and until which it was the one. #}
{% materialization snapshot, default %}
  {%- set target_relation_exists, target_relation = get_or_create_relation(
      database=model.database, schema=model.schema, identifier=model.get('alias', model.get('name')), type='table') -%}
  {%- if not target_relation.is_table -%}
    {%- do exceptions.relation_wrong_type(target_relation, 'table') -%}
  {%- endif -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- set strategy = strategy_dispatch(config.get('strategy'))(
      model, 'snapshotted_data', 'source_data', model['config'], target_relation_exists) -%}
  {%- if target_relation_exists -%}
    {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
    {%- do adapter.assert_valid_snapshot_target_given_strategy(target_relation, columns, strategy) -%}
    {%- set staging_relation = build_snapshot_staging_table(strategy, sql, target_relation) -%}
    {%- set build_sql = snapshot_merge_sql(
        target=target_relation,
        source=staging_relation,
        insert_cols=martlet__match_snapshot_columns(strategy, staging_relation, target_relation)) -%}
    {%- do check_time_data_types('select * from ' ~ staging_relation) -%}
  {%- else -%}
    {%- set first_rows = build_snapshot_table(strategy, model['compiled_code']) -%}
    {%- set build_sql = create_table_as(False, target_relation, first_rows) -%}
    {%- do check_time_data_types(first_rows) -%}
  {%- endif -%}

  {%- call statement('main') -%}
    {{ build_sql }}
  {%- endcall -%}

  {%- do apply_grants(
      target_relation, config.get('grants'), should_revoke=should_revoke(target_relation_exists, full_refresh_mode=False)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- if not target_relation_exists -%}
    {%- do create_indexes(target_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}

  {%- if staging_relation is defined -%}
    {%- do post_snapshot(staging_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# Widens and adds columns of the history table where the query has grown; returns the columns to insert, quoted. #}
{% macro martlet__match_snapshot_columns(strategy, staging_relation, target_relation) %}
  {%- set bookkeeping = ['dbt_change_type', 'dbt_unique_key'] -%}
  {%- if strategy.unique_key | is_list -%}
    {%- for key in strategy.unique_key -%}
      {%- do bookkeeping.append('dbt_unique_key_' ~ loop.index) -%}
    {%- endfor -%}
  {%- endif -%}
  {%- set kept_columns = adapter.get_columns_in_relation(target_relation) -%}
  {%- set staged_columns = [] -%}
  {%- for column in adapter.get_columns_in_relation(staging_relation) if column.name | lower not in bookkeeping -%}
    {%- do staged_columns.append(column) -%}
  {%- endfor -%}

  {%- if martlet__any_string_grows(staged_columns, kept_columns) -%}
    {%- do adapter.expand_target_column_types(from_relation=staging_relation, to_relation=target_relation) -%}
  {%- endif -%}
  {%- set new_columns = diff_columns(staged_columns, kept_columns) -%}
  {%- if new_columns -%}
    {%- do create_columns(target_relation, new_columns) -%}
  {%- endif -%}

  {%- set quoted = [] -%}
  {%- for column in staged_columns -%}
    {%- do quoted.append(adapter.quote(column.name)) -%}
  {%- endfor -%}
  {{ return(quoted) }}
{% endmacro %}


{# A warning where the times of the source and the time of the run have different types: rows would be compared wrongly. #}
{% macro check_time_data_types(sql) %}
  {%- set updated_at_type = get_updated_at_column_data_type(sql) -%}
  {%- if updated_at_type is not none -%}
    {%- set run_time_type = get_snapshot_get_time_data_type() -%}
    {%- if run_time_type is not none and run_time_type != updated_at_type -%}
      {%- do exceptions.warn_snapshot_timestamp_data_types(run_time_type, updated_at_type) -%}
    {%- endif -%}
  {%- endif -%}
{% endmacro %}

{% macro get_updated_at_column_data_type(snapshot_sql) %}
  {%- for column in get_column_schema_from_query(snapshot_sql) if column.column in ('dbt_updated_at', 'DBT_UPDATED_AT') -%}
    {{ return(column.dtype or none) }}
  {%- endfor -%}
  {{ return(none) }}
{% endmacro %}


{% macro create_columns(relation, columns) %}
  {{ adapter.dispatch('create_columns', 'dbt')(relation, columns) }}
{% endmacro %}

{% macro default__create_columns(relation, columns) %}
  {%- set additions = [] -%}
  {%- for column in columns -%}
    {%- do additions.append('add column ' ~ adapter.quote(column.name) ~ ' ' ~ column.expanded_data_type) -%}
  {%- endfor -%}
  {%- if additions -%}
    {%- call statement() -%}
      alter table {{ relation.render() }} {{ additions | join(', ') }}
    {%- endcall -%}
  {%- endif -%}
{% endmacro %}


{# For projects that keep something of the staging table. #}
{% macro post_snapshot(staging_relation) %}
  {{ adapter.dispatch('post_snapshot', 'dbt')(staging_relation) }}
{% endmacro %}

{% macro default__post_snapshot(staging_relation) %}
{% endmacro %}
