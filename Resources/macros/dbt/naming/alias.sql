{# The name of a node's relation: the configured alias, or the node's name (with its version). #}
{% macro generate_alias_name(custom_alias_name=None, node=None) -%}
  {{ return(adapter.dispatch('generate_alias_name', 'dbt')(custom_alias_name, node)) }}
{%- endmacro %}

{% macro default__generate_alias_name(custom_alias_name=None, node=None) -%}
  {%- if custom_alias_name -%}
    {{ custom_alias_name | trim }}
  {%- elif node.version -%}
    {{ return(node.name ~ '_v' ~ (node.version | replace('.', '_'))) }}
  {%- else -%}
    {{ node.name }}
  {%- endif -%}
{%- endmacro %}


{# The name under which the latest version of a versioned model can be had. #}
{% macro generate_latest_version_pointer_alias(custom_alias_name=None, node=None) -%}
  {{ return(adapter.dispatch('generate_latest_version_pointer_alias', 'dbt')(custom_alias_name, node)) }}
{%- endmacro %}

{% macro default__generate_latest_version_pointer_alias(custom_alias_name=None, node=None) -%}
  {{ custom_alias_name | trim if custom_alias_name else node.name }}
{%- endmacro %}
