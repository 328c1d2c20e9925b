{# Gives `intermediate` the target's name, and what bears that name (if anything does) the backup's. One message to the
   server, hence one transaction even where the session commits statement by statement: whoever reads the target
   meanwhile sees the old version or the new one, never none.

   Returns what was moved away, or none. #}
{% macro martlet__swap_relations(intermediate, target, backup, layout=none) %}
  {%- set replaced = load_cached_relation(target) -%}
  {%- if 'postgres__rename_relation' in context -%}
    {#- the project has a way of renaming of its own -#}
    {%- if replaced is not none -%}
      {%- do adapter.rename_relation(replaced, backup) -%}
    {%- endif -%}
    {%- do adapter.rename_relation(intermediate, target) -%}
    {%- set names = martlet__names_after_swap(target, none if replaced is none else backup, layout) -%}
    {%- if names -%}
      {%- do run_query(names | join(';\n')) -%}
    {%- endif -%}
    {{ return(replaced) }}
  {%- endif -%}

  {%- call statement('rename_relation') -%}
    {%- if replaced is not none -%}
    alter table {{ replaced.render() }} rename to {{ adapter.quote_as_configured(backup.identifier, 'identifier') }};
    {% endif -%}
    alter table {{ intermediate.render() }} rename to {{ adapter.quote_as_configured(target.identifier, 'identifier') }}
    {%- for statement in martlet__names_after_swap(target, none if replaced is none else backup, layout) %};
    {{ statement }}
    {%- endfor %}
  {%- endcall -%}
  {%- if replaced is not none -%}
    {%- do adapter.cache_renamed(replaced, backup) -%}
  {%- endif -%}
  {%- do adapter.cache_renamed(intermediate, target) -%}
  {{ return(replaced) }}
{% endmacro %}


{# What goes by names that follow the table's: partitions, and indexes with a configured name. The old table's come first, to
   make room. #}
{% macro martlet__names_after_swap(target, backup, layout) %}
  {%- set statements = [] -%}
  {%- if layout is not none and layout.is_partitioned -%}
    {%- if backup is not none -%}
      {%- do statements.append(martlet__rename_partitions_sql(layout, backup)) -%}
    {%- endif -%}
    {%- do statements.append(martlet__rename_partitions_sql(layout, target)) -%}
  {%- endif -%}
  {{ return(statements + martlet__settle_index_names_sql(target, backup)) }}
{% endmacro %}
