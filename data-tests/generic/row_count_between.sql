{#- Fails when the relation has fewer rows than `at_least` or more than `at_most`. -#}
{% test row_count_between(model, at_least=none, at_most=none) %}

select count(*) as rows_found
from {{ model }}
having {{ outside('count(*)', at_least, at_most) }}

{% endtest %}
