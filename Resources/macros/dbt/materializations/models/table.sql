{# Builds the table beside the old one and swaps the two; the old one is dropped once the new one is committed. Where there
   is nothing to replace, the table has its name from the start. #}
{% materialization table, default %}
  {%- set existing_relation = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='table') -%}
  {%- set intermediate_relation = make_intermediate_relation(target_relation) -%}
  {%- set backup_relation = make_backup_relation(
      target_relation, 'table' if existing_relation is none else existing_relation.type) -%}
  {%- set new_relation = target_relation if existing_relation is none else intermediate_relation -%}

  {#- what a run that was interrupted may have left -#}
  {%- do drop_relation_if_exists(load_cached_relation(intermediate_relation)) -%}
  {%- do drop_relation_if_exists(load_cached_relation(backup_relation)) -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- set layout = martlet__table_layout(sql) -%}
  {%- set tells_rows = martlet__fills_partitions(layout) -%}
  {%- call statement('main', fetch_result=tells_rows) -%}
    {{ martlet__create_table_sql(layout, new_relation, sql) }}
  {%- endcall -%}
  {%- if tells_rows -%}
    {%- do martlet__store_told_rows() -%}
  {%- endif -%}
  {%- do martlet__create_indexes(layout, new_relation) -%}
  {%- set replaced_relation = none -%}
  {%- if existing_relation is none -%}
    {%- do adapter.cache_added(target_relation) -%}
  {%- else -%}
    {%- set replaced_relation = martlet__swap_relations(
        intermediate_relation, target_relation, backup_relation, layout) -%}
  {%- endif -%}

  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do apply_grants(
      target_relation, config.get('grants'), should_revoke=should_revoke(replaced_relation, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do adapter.commit() -%}

  {%- if replaced_relation is not none -%}
    {%- do drop_relation_if_exists(backup_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
