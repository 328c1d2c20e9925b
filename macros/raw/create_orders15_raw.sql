{% macro create_orders15_raw() %}{% endmacro %}
