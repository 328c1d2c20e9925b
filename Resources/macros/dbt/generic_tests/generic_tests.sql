{# The generic tests that every project has. Each gives the rows that break its rule. #}

{% test unique(model, column_name) %}
    {% set failing_rows = adapter.dispatch('test_unique', 'dbt') %}
    {{ failing_rows(model, column_name) }}
{% endtest %}

{% macro default__test_unique(model, column_name) %}

select
    {{ column_name }} as unique_field,
    count(*) as n_records

from {{ model }}
where {{ column_name }} is not null
group by {{ column_name }}
having count(*) > 1

{% endmacro %}


{% test not_null(model, column_name) %}
    {% set failing_rows = adapter.dispatch('test_not_null', 'dbt') %}
    {{ failing_rows(model, column_name) }}
{% endtest %}

{# Rows that are kept are kept whole. #}
{% macro default__test_not_null(model, column_name) %}

{% set selected = '*' if should_store_failures() else column_name %}

select {{ selected }}
from {{ model }}
where {{ column_name }} is null

{% endmacro %}


{% test accepted_values(model, column_name, values, quote=True) %}
    {% set failing_rows = adapter.dispatch('test_accepted_values', 'dbt') %}
    {{ failing_rows(model, column_name, values, quote) }}
{% endtest %}

{% macro default__test_accepted_values(model, column_name, values, quote=True) %}
{%- set literals = [] -%}
{%- for value in values -%}
    {%- do literals.append("'" ~ value ~ "'" if quote else value) -%}
{%- endfor %}

with all_values as (

    select
        {{ column_name }} as value_field,
        count(*) as n_records

    from {{ model }}
    group by {{ column_name }}

)

select *
from all_values
where value_field not in (
    {{ literals | join(',') }}
)

{% endmacro %}


{% test relationships(model, column_name, to, field) %}
    {% set failing_rows = adapter.dispatch('test_relationships', 'dbt') %}
    {{ failing_rows(model, column_name, to, field) }}
{% endtest %}

{% macro default__test_relationships(model, column_name, to, field) %}

with child as (
    select {{ column_name }} as from_field
    from {{ model }}
    where {{ column_name }} is not null
),

parent as (
    select {{ field }} as to_field
    from {{ to }}
)

select
    from_field

from child
left join parent
    on child.from_field = parent.to_field

where parent.to_field is null

{% endmacro %}
