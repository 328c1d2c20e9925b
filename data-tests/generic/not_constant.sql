{#- Fails when all rows have one and the same value, or none: a column that nobody fills any more. -#}
{% test not_constant(model, column_name) %}

select count(distinct {{ column_name }}) as values_found
from {{ model }}
having count(distinct {{ column_name }}) < 2

{% endtest %}
