{#- Fails for rows where the column is less than `other`, a column or an expression; with `strictly` also when they are equal. -#}
{% test no_less_than(model, column_name, other, strictly=false) %}

select
    {{ column_name }},
    {{ other }} as other
from {{ model }}
where {{ column_name }} {{ '<=' if strictly else '<' }} {{ other }}

{% endtest %}
