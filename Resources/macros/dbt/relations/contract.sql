{# Enforced contracts: the columns a properties file promises, compared with those of the query, and the DDL with their
   types and constraints. #}

{% macro get_table_columns_and_constraints() -%}
  {{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}
{%- endmacro %}

{% macro default__get_table_columns_and_constraints() -%}
  {{ return(table_columns_and_constraints()) }}
{%- endmacro %}

{% macro table_columns_and_constraints() %}
  {%- set definitions = adapter.render_raw_columns_constraints(raw_columns=model['columns'])
                      + adapter.render_raw_model_constraints(raw_constraints=model['constraints']) %}
    (
      {{ definitions | join(',\n      ') }}
    )
{% endmacro %}


{% macro get_assert_columns_equivalent(sql) -%}
  {{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}
{%- endmacro %}

{% macro default__get_assert_columns_equivalent(sql) -%}
  {{ return(assert_columns_equivalent(sql)) }}
{%- endmacro %}

{# Raises a contract error unless both sides have the same columns, in any order, with the same types. #}
{% macro assert_columns_equivalent(sql) -%}
  {%- if not model['columns'] -%}
    {%- do exceptions.raise_contract_error([], []) -%}
  {%- endif -%}
  {%- set actual = format_columns(get_column_schema_from_query(sql, config.get('sql_header', none))) -%}
  {%- set promised = format_columns(get_column_schema_from_query(get_empty_schema_sql(model['columns']))) -%}

  {%- set promised_by_name = {} -%}
  {%- for column in promised -%}
    {%- do promised_by_name.setdefault(column['name'], column['formatted']) -%}
  {%- endfor -%}
  {%- if actual | length != promised | length -%}
    {%- do exceptions.raise_contract_error(promised, actual) -%}
  {%- endif -%}
  {%- for column in actual if promised_by_name.get(column['name']) != column['formatted'] -%}
    {%- do exceptions.raise_contract_error(promised, actual) -%}
  {%- endfor -%}
{%- endmacro %}

{% macro format_columns(columns) %}
  {%- set formatted = [] -%}
  {%- for column in columns -%}
    {%- do formatted.append(adapter.dispatch('format_column', 'dbt')(column)) -%}
  {%- endfor -%}
  {{ return(formatted) }}
{% endmacro %}

{% macro default__format_column(column) -%}
  {{ return({
      'name': column.name,
      'data_type': column.dtype,
      'formatted': column.column.lower() ~ ' ' ~ column.dtype}) }}
{%- endmacro %}
