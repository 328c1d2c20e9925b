{# With an enforced contract the table is made from the properties file, then filled: only so can it have constraints. #}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
  {%- set enforced = config.get('contract').enforced -%}
  {{ config.get('sql_header', '') or '' }}
  {%- if enforced -%}
    {{ get_assert_columns_equivalent(sql) }}
  {%- endif %}
  create {{ 'temporary ' if temporary else 'unlogged ' if config.get('unlogged', default=False) }}table {{ relation }}
  {%- if enforced and not temporary %}
    {{ get_table_columns_and_constraints() }};
  insert into {{ relation }} ({{ adapter.dispatch('get_column_names', 'dbt')() }})
    {%- set sql = get_select_subquery(sql) %}
  {%- else %} as
  {%- endif %}
  (
    {{ sql }}
  );
{%- endmacro %}

{% macro postgres__drop_table(relation) -%}
  drop table if exists {{ relation }} cascade
{%- endmacro %}

{% macro postgres__get_rename_table_sql(relation, new_name) -%}
  alter table {{ relation }} rename to {{ new_name }}
{%- endmacro %}

{# PostgreSQL has no such statement; projects that dispatch to it get dbt's answer, and the server's. #}
{% macro postgres__get_replace_table_sql(relation, sql) -%}
  {{ config.get('sql_header', '') or '' }}
  create or replace table {{ relation }}
  {%- if config.get('contract').enforced %}
    {{ get_assert_columns_equivalent(sql) }}
    {{ get_table_columns_and_constraints() }}
    {%- set sql = get_select_subquery(sql) %}
  {%- endif %}
  as (
    {{ sql }}
  );
{%- endmacro %}
