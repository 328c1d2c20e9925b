{# The queries of a snapshot: its first rows, and later what has changed since. #}

{% macro build_snapshot_table(strategy, sql) -%}
  {{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}
{%- endmacro %}

{% macro default__build_snapshot_table(strategy, sql) %}
  {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() %}
    select *,
        {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
        {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
        {{ get_dbt_valid_to_current(strategy, columns) }}
        {%- if strategy.hard_deletes == 'new_record' %},
        'False' as {{ columns.dbt_is_deleted }}
        {%- endif %}
    from (
        {{ sql }}
    ) sbq
{% endmacro %}


{% macro build_snapshot_staging_table(strategy, sql, target_relation) %}
  {%- set staging_relation = make_temp_relation(target_relation) -%}
  {%- set changes = snapshot_staging_table(strategy, sql, target_relation) -%}
  {%- call statement('build_snapshot_staging_relation') -%}
    {{ create_table_as(True, staging_relation, changes) }}
  {%- endcall -%}
  {{ return(staging_relation) }}
{% endmacro %}


{% macro snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {{ adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation) }}
{%- endmacro %}

{# One row for each version to insert and for each open version to close. The names snapshotted_data and source_data are
   those that a strategy's `row_changed` is written with. #}
{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
  {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
  {%- set keys = unique_key_fields(strategy.unique_key) | trim -%}
  {%- set same_key = unique_key_join_on(strategy.unique_key, 'snapshotted_data', 'source_data') | trim -%}
  {%- set is_new = unique_key_is_null(strategy.unique_key, 'snapshotted_data') | trim -%}
  {%- set is_gone = unique_key_is_null(strategy.unique_key, 'source_data') | trim -%}
  {%- set closes_deleted = strategy.hard_deletes in ('invalidate', 'new_record') -%}
  {%- set records_deleted = strategy.hard_deletes == 'new_record' -%}
  {%- set valid_to_current = config.get('dbt_valid_to_current') -%}
  {%- set now = snapshot_get_time() | trim -%}
  {%- set changed = strategy.row_changed -%}
  {%- if records_deleted -%}
    {#- a row that comes back ends its record of deletion -#}
    {%- set is_recorded = 'snapshotted_data.' ~ columns.dbt_is_deleted ~ " = 'True'" -%}
    {%- set changed = changed ~ ' or ' ~ is_recorded -%}
    {%- set is_gone_unrecorded = is_gone ~ ' and not (' ~ is_recorded ~ ' and snapshotted_data.' ~ columns.dbt_valid_to
        ~ (' = ' ~ valid_to_current if valid_to_current else ' is null') ~ ')' -%}
  {%- else -%}
    {%- set is_gone_unrecorded = is_gone -%}
  {%- endif -%}

    with snapshot_query as (
        {{ source_sql }}
    ),

    snapshotted_data as (
        select *, {{ keys }}
        from {{ target_relation }}
        where {{ columns.dbt_valid_to }} is null
        {%- if valid_to_current %}
           or {{ equals(columns.dbt_valid_to | trim, valid_to_current | trim) }}
        {%- endif %}
    ),

    new_versions as (
        select *, {{ keys }},
            {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
            {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
            {{ get_dbt_valid_to_current(strategy, columns) }},
            {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
        from snapshot_query
    ),

    current_rows as (
        select *, {{ keys }},
            {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
            {{ strategy.updated_at }} as {{ columns.dbt_valid_from }}
        from snapshot_query
    ),

    insertions as (
        select
            'insert' as dbt_change_type,
            source_data.*
            {%- if records_deleted %},
            'False' as {{ columns.dbt_is_deleted }}
            {%- endif %}
        from new_versions as source_data
        left join snapshotted_data on {{ same_key }}
        where {{ is_new }}
           or ({{ unique_key_is_not_null(strategy.unique_key, 'snapshotted_data') | trim }} and ({{ changed }}))
    ),

    closings as (
        select
            case when {{ is_gone }} then 'delete' else 'update' end as dbt_change_type,
            source_data.*,
            case when {{ is_gone }} then {{ now }} else source_data.{{ columns.dbt_updated_at }} end as {{ columns.dbt_valid_to }},
            snapshotted_data.{{ columns.dbt_scd_id }}
            {%- if records_deleted %},
            snapshotted_data.{{ columns.dbt_is_deleted }}
            {%- endif %}
        from snapshotted_data
        {{ 'left ' if closes_deleted }}join current_rows as source_data on {{ same_key }}
        {%- if closes_deleted %}
        where ({{ is_gone_unrecorded }})
           or ({{ unique_key_is_not_null(strategy.unique_key, 'source_data') | trim }} and ({{ changed }}))
        {%- else %}
        where ({{ changed }})
        {%- endif %}
    )

    {%- if records_deleted %},

    deletions as (
        select
            'insert' as dbt_change_type,
            {{ martlet__last_known_columns(source_sql, target_relation) }},
            {%- if strategy.unique_key | is_list %}
              {%- for key in strategy.unique_key %}
            snapshotted_data.dbt_unique_key_{{ loop.index }},
              {%- endfor %}
            {%- else %}
            snapshotted_data.dbt_unique_key,
            {%- endif %}
            {{ now }} as {{ columns.dbt_updated_at }},
            {{ now }} as {{ columns.dbt_valid_from }},
            snapshotted_data.{{ columns.dbt_valid_to }},
            {{ snapshot_hash_arguments(['snapshotted_data.' ~ columns.dbt_scd_id, now]) }} as {{ columns.dbt_scd_id }},
            'True' as {{ columns.dbt_is_deleted }}
        from snapshotted_data
        left join current_rows as source_data on {{ same_key }}
        where {{ is_gone_unrecorded }}
    )
    {%- endif %}

    select * from insertions
    union all
    select * from closings
    {%- if records_deleted %}
    union all
    select * from deletions
    {%- endif %}
{%- endmacro %}

{# The columns of the source as the history has them; a column that it does not have yet is null. #}
{% macro martlet__last_known_columns(source_sql, target_relation) %}
  {%- set kept = get_list_of_column_names(get_columns_in_relation(target_relation)) -%}
  {%- set qualified = [] -%}
  {%- for name in get_columns_in_query(source_sql) -%}
    {%- do qualified.append(('snapshotted_data.' if name in kept else 'source_data.') ~ adapter.quote(name)) -%}
  {%- endfor -%}
  {{ return(qualified | join(', ')) }}
{% endmacro %}


{# Closes versions and inserts new ones. #}
{% macro snapshot_merge_sql(target, source, insert_cols) -%}
  {{ adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols) }}
{%- endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
  {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
  {%- set valid_to = 'DBT_INTERNAL_DEST.' ~ columns.dbt_valid_to -%}
  {%- set valid_to_current = config.get('dbt_valid_to_current') %}
    merge into {{ target.render() }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on DBT_INTERNAL_SOURCE.{{ columns.dbt_scd_id }} = DBT_INTERNAL_DEST.{{ columns.dbt_scd_id }}
    when matched
        and ({{ valid_to }} is null {{ 'or ' ~ equals(valid_to, valid_to_current | trim) if valid_to_current }})
        and DBT_INTERNAL_SOURCE.dbt_change_type in ('update', 'delete')
    then update set {{ columns.dbt_valid_to }} = DBT_INTERNAL_SOURCE.{{ columns.dbt_valid_to }}
    when not matched and DBT_INTERNAL_SOURCE.dbt_change_type = 'insert'
    then insert ({{ insert_cols | join(', ') }})
    values ({{ insert_cols | join(', ') }})
{%- endmacro %}
