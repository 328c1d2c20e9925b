{#- Fails when the column has fewer distinct values than `at_least` or more than `at_most`; null is no value. -#}
{% test distinct_count_between(model, column_name, at_least=none, at_most=none) %}

select count(distinct {{ column_name }}) as values_found
from {{ model }}
having {{ outside('count(distinct ' ~ column_name ~ ')', at_least, at_most) }}

{% endtest %}
