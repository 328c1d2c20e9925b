{# `min` also before PostgreSQL 16, which brought any_value. #}
{% macro postgres__any_value(expression) -%}
    min({{ expression }})
{%- endmacro %}


{% macro postgres__equals(expr1, expr2) -%}
{%- if adapter.behavior.enable_truthy_nulls_equals_macro.no_warn %}
    ({{ expr1 }} IS NOT DISTINCT FROM {{ expr2 }})
{%- else -%}
    ({{ expr1 }} = {{ expr2 }})
{%- endif %}
{%- endmacro %}
