{#- Fails when the column does not add up to what the column `field` of the relation `to` adds up to. -#}
{% test equal_sums(model, column_name, to, field=none) %}

with sums as (
    select
        (select sum({{ column_name }}) from {{ model }}) as own,
        (select sum({{ field or column_name }}) from {{ to }}) as others
)

select *
from sums
where own is distinct from others

{% endtest %}
