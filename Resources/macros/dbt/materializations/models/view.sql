{# Makes the view anew and swaps it with the old relation: `create or replace view` could neither change the columns nor
   take the place of a table. #}
{% materialization view, default %}
  {%- set existing_relation = load_cached_relation(this) -%}
  {%- set target_relation = this.incorporate(type='view') -%}
  {%- set intermediate_relation = make_intermediate_relation(target_relation) -%}
  {%- set backup_relation = make_backup_relation(
      target_relation, 'view' if existing_relation is none else existing_relation.type) -%}
  {%- set new_relation = target_relation if existing_relation is none else intermediate_relation -%}
  {%- set leftovers = [load_cached_relation(intermediate_relation), load_cached_relation(backup_relation)] -%}

  {%- do run_hooks(pre_hooks, inside_transaction=False) -%}
  {%- for leftover in leftovers -%}
    {%- do drop_relation_if_exists(leftover) -%}
  {%- endfor -%}
  {%- do run_hooks(pre_hooks, inside_transaction=True) -%}

  {%- call statement('main') -%}
    {{ get_create_view_as_sql(new_relation, sql) }}
  {%- endcall -%}
  {%- set replaced_relation = none -%}
  {%- if existing_relation is none -%}
    {%- do adapter.cache_added(target_relation) -%}
  {%- else -%}
    {%- set replaced_relation = martlet__swap_relations(intermediate_relation, target_relation, backup_relation) -%}
  {%- endif -%}

  {%- do apply_grants(
      target_relation, config.get('grants'), should_revoke=should_revoke(replaced_relation, full_refresh_mode=True)) -%}
  {%- do persist_docs(target_relation, model) -%}
  {%- do run_hooks(post_hooks, inside_transaction=True) -%}
  {%- do adapter.commit() -%}

  {%- if replaced_relation is not none -%}
    {%- do drop_relation_if_exists(backup_relation) -%}
  {%- endif -%}
  {%- do run_hooks(post_hooks, inside_transaction=False) -%}

  {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
