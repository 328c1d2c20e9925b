{#-
  The condition on `column` that picks the daily batches to load: the day or the range given by --vars, else, in an
  incremental run, `otherwise`, or every batch that `this` does not hold yet; everything when the table is built anew.
-#}
{% macro load_window(column, prefix, otherwise=none) -%}
    {%- set day = var(prefix ~ '_load_date', none) -%}
    {%- set from = var(prefix ~ '_load_from', none) -%}
    {%- set to = var(prefix ~ '_load_to', none) -%}
    {%- if day is not none -%}
        {{ column }} = date '{{ day }}'
    {%- elif from is not none and to is not none -%}
        {{ column }} between date '{{ from }}' and date '{{ to }}'
    {%- elif not is_incremental() -%}
        true
    {%- elif otherwise is not none -%}
        {{ otherwise }}
    {%- else -%}
        {{ column }} not in (select distinct loaded.{{ column }} from {{ this }} as loaded)
    {%- endif -%}
{%- endmacro %}
