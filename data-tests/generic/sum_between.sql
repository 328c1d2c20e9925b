{#- Fails when the column adds up to less than `at_least` or more than `at_most`; nothing adds up to 0. -#}
{% test sum_between(model, column_name, at_least=none, at_most=none) %}

select sum({{ column_name }}) as sum_found
from {{ model }}
having {{ outside('coalesce(sum(' ~ column_name ~ '), 0)', at_least, at_most) }}

{% endtest %}
