{#- Fails for each combination of values of `columns` that stands in several rows. -#}
{% test unique_together(model, columns) %}

select
    {{ columns | join(', ') }},
    count(*) as rows_found
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
