{#-
  The condition on the time `column` that picks the orders to work on: those of the windows from `orders15_window_from` on,
  and before `orders15_window_to`, when --vars gives them; else, in an incremental run, those whose `keys` the model does
  not hold yet; everything when the table is built anew.
-#}
{% macro order_window(column, keys) -%}
    {%- set from = var('orders15_window_from', none) -%}
    {%- set to = var('orders15_window_to', none) -%}
    {%- if from is not none -%}
        {{ column }} >= timestamp '{{ from }}'
        {%- if to is not none %} and {{ column }} < timestamp '{{ to }}'{% endif -%}
    {%- elif is_incremental() -%}
        ({{ keys | join(', ') }}) not in (select {{ keys | join(', ') }} from {{ this }})
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
