{% test odd(model, column_name) %}select 1{% endtest %}
