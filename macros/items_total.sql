{#- What the items of an order add up to; `items` is its JSON array. -#}
{% macro items_total(items) -%}
    (
        select sum((item ->> 'quantity')::int * (item ->> 'unit_price')::numeric)
        from jsonb_array_elements({{ items }}) as item
    )
{%- endmacro %}
