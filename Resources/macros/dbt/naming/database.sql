{# The database of a node: the configured one, or the target's. #}
{% macro generate_database_name(custom_database_name=None, node=None) -%}
  {{ return(adapter.dispatch('generate_database_name', 'dbt')(custom_database_name, node)) }}
{%- endmacro %}

{% macro default__generate_database_name(custom_database_name=None, node=None) -%}
  {{ target.database if custom_database_name is none else custom_database_name }}
{%- endmacro %}
