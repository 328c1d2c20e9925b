{#- Fails when the column's mean is below `at_least` or above `at_most`, or when there is none. -#}
{% test mean_between(model, column_name, at_least=none, at_most=none) %}

select avg({{ column_name }}) as mean_found
from {{ model }}
having avg({{ column_name }}) is null or {{ outside('avg(' ~ column_name ~ ')', at_least, at_most) }}

{% endtest %}
