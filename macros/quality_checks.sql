{#- The rows of a quality log: one for each of `checks`, which say what to count over which relation. -#}
{% macro quality_checks(checks) %}
{%- for check in checks %}
select
    '{{ check.name }}' as check_name,
    '{{ check.relation }}' as checked_relation,
    '{{ check.severity }}' as severity,
    '{{ check.consequence }}' as consequence,
    count(*) as rows_checked,
    {{ check.failures }} as rows_failed
from {{ check.rows }}
{%- if not loop.last %}
union all
{%- endif %}
{%- endfor %}
{% endmacro %}


{#- What the items of an order add up to; `items` is its JSON array. -#}
{% macro items_total(items) -%}
    (
        select sum((item ->> 'quantity')::int * (item ->> 'unit_price')::numeric)
        from jsonb_array_elements({{ items }}) as item
    )
{%- endmacro %}
