{#- Fails for each day between the column's first and last that no row has: a batch that never came. -#}
{% test every_day(model, column_name) %}

with days as (
    select distinct {{ column_name }}::date as day
    from {{ model }}
)

select missing::date as day
from generate_series((select min(day) from days), (select max(day) from days), interval '1 day') as missing
where missing::date not in (select day from days)

{% endtest %}
