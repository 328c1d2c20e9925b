{# Indexes with a configured name. The name belongs to one index of a schema: while a table is built beside the old one, the
   new index has another, and gets it when the tables have been exchanged. #}

{# Statements that give them their names; `replaced` is the old relation under its new name, if there is one. #}
{% macro martlet__settle_index_names_sql(relation, replaced=none) %}
  {%- set statements = [] -%}
  {%- for entry in config.get('indexes', default=[]) -%}
    {%- set index = adapter.parse_index(entry) -%}
    {%- if index.name -%}
      {%- if replaced is not none -%}
        {%- do statements.append(martlet__move_index_sql(relation.schema, index, replaced)) -%}
      {%- endif -%}
      {%- do statements.append(
          'alter index if exists ' ~ adapter.quote(relation.schema) ~ '.' ~ adapter.quote(index.temporary_name)
          ~ ' rename to ' ~ adapter.quote(index.name)) -%}
    {%- endif -%}
  {%- endfor -%}
  {{ return(statements) }}
{% endmacro %}

{# The old table's index makes room; one of another table keeps its name, and the rename that follows fails. #}
{% macro martlet__move_index_sql(schema, index, replaced) %}
  {%- set name = "'" ~ (adapter.quote(schema) ~ '.' ~ adapter.quote(index.name)) | replace("'", "''") ~ "'" -%}
  {{ return(
      'do $martlet$ begin if exists (select from pg_index where indexrelid = to_regclass(' ~ name
      ~ ") and indrelid = '" ~ replaced.render() | replace("'", "''") ~ "'::regclass) then alter index "
      ~ adapter.quote(schema) ~ '.' ~ adapter.quote(index.name) ~ ' rename to ' ~ adapter.quote(index.render(replaced))
      ~ '; end if; end $martlet$') }}
{% endmacro %}
