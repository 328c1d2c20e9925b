{# Adds what the query gives to the table there is, by the configured strategy; or builds the table anew when there is
   none, when a view is in its place, or in a full refresh. #}
{% materialization incremental, default %}
  {%- set existing_relation = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set temp_relation = make_temp_relation(target_relation) -%}
  {%- set intermediate_relation = make_intermediate_relation(target_relation) -%}
  {%- set backup_relation = make_backup_relation(
      target_relation, 'table' if existing_relation is none else existing_relation.type) -%}
  {%- set is_new = existing_relation is none -%}
  {%- set full_refresh_mode = should_full_refresh() or (not is_new and existing_relation.is_view) -%}

  {%- do drop_relation_if_exists(load_cached_relation(intermediate_relation)) -%}
  {%- do drop_relation_if_exists(load_cached_relation(backup_relation)) -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {#- before anything is built, so that a wrong name costs nothing -#}
  {%- set layout = martlet__table_layout(sql) -%}
  {%- set overwrites = layout is not none and config.get('incremental_strategy') == 'insert_overwrite' -%}
  {%- if overwrites -%}
    {%- do layout.check_overwrite() -%}
  {%- else -%}
    {%- set strategy = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy') or 'default') -%}
  {%- endif -%}

  {%- if is_new -%}
    {%- set build_sql = martlet__create_table_sql(layout, target_relation, sql) -%}
  {%- elif full_refresh_mode -%}
    {%- set build_sql = martlet__create_table_sql(layout, intermediate_relation, sql) -%}
  {%- else -%}
    {%- if layout is not none -%}
      {%- do martlet__check_partitions(layout, existing_relation) -%}
    {%- endif -%}
    {%- set room_sql = martlet__room_for_sorting() if layout is not none and layout.order else '' -%}
    {%- do run_query(room_sql ~ get_create_table_as_sql(True, temp_relation, martlet__ordered(layout, sql))) -%}
    {%- if layout is not none and layout.is_partitioned and not layout.modulus and not overwrites -%}
      {%- set partitions_sql = martlet__add_partitions_sql(layout, target_relation, temp_relation) ~ ';\n' -%}
    {%- endif -%}
    {%- set build_sql = (partitions_sql or '') ~ (martlet__overwrite_strategy if overwrites else strategy)({
        'layout': layout,
        'shadow_relation': intermediate_relation,
        'target_relation': target_relation,
        'temp_relation': temp_relation,
        'unique_key': config.get('unique_key'),
        'dest_columns': martlet__match_columns(temp_relation, existing_relation, target_relation),
        'incremental_predicates': config.get('predicates', none) or config.get('incremental_predicates', none)}) -%}
  {%- endif -%}

  {%- set tells_rows = martlet__fills_partitions(layout) if is_new or full_refresh_mode else overwrites -%}
  {%- call statement('main', fetch_result=tells_rows) -%}
    {{ build_sql }}
  {%- endcall -%}
  {%- if tells_rows -%}
    {%- do martlet__store_told_rows() -%}
  {%- endif -%}

  {%- if is_new -%}
    {%- do martlet__create_indexes(layout, target_relation) -%}
  {%- elif full_refresh_mode -%}
    {%- do martlet__create_indexes(layout, intermediate_relation) -%}
    {%- set replaced_relation = martlet__swap_relations(
        intermediate_relation, target_relation, backup_relation, layout) -%}
  {%- elif layout is not none and layout.is_partitioned -%}
    {%- do martlet__after_adding_partitions(layout, target_relation) -%}
  {%- endif -%}

  {%- do apply_grants(
      target_relation, config.get('grants'), should_revoke=should_revoke(existing_relation, full_refresh_mode)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}

  {%- if replaced_relation -%}
    {%- do adapter.drop_relation(backup_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# Fits the existing table to the rows that arrive (wider strings, and what `on_schema_change` asks for), and returns the
   columns to insert. #}
{% macro martlet__match_columns(temp_relation, existing_relation, target_relation) %}
  {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
  {%- set existing_columns = adapter.get_columns_in_relation(existing_relation) -%}
  {%- set contract = config.get('contract') -%}
  {%- if not contract or not contract.enforced -%}
    {%- set arriving_columns = adapter.get_columns_in_relation(temp_relation) -%}
    {%- if martlet__any_string_grows(arriving_columns, existing_columns) -%}
      {%- do adapter.expand_target_column_types(from_relation=temp_relation, to_relation=target_relation) -%}
    {%- endif -%}
  {%- endif -%}
  {{ return(process_schema_changes(on_schema_change, temp_relation, existing_relation) or existing_columns) }}
{% endmacro %}

{% macro martlet__any_string_grows(arriving_columns, existing_columns) %}
  {%- set arriving = {} -%}
  {%- for column in arriving_columns -%}
    {%- do arriving.update({column.name: column}) -%}
  {%- endfor -%}
  {%- for column in existing_columns if column.name in arriving and column.can_expand_to(arriving[column.name]) -%}
    {{ return(True) }}
  {%- endfor -%}
  {{ return(False) }}
{% endmacro %}
