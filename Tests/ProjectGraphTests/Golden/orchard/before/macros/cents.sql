{% macro cents(column) %}{{ whole(column) }} / 100{% endmacro %}
{% macro whole(column) %}cast({{ column }} as bigint){% endmacro %}
{% test positive(model, column_name) %}select 1 from {{ model }} where {{ column_name }} < 0{% endtest %}
