{#- The condition of an incremental model that `column`, a time of last change, is not older than the newest in `this`. -#}
{% macro changed_since(column) -%}
    {{ column }} >= (select coalesce(max(loaded.{{ column.split('.')[-1] }}), '-infinity') from {{ this }} as loaded)
{%- endmacro %}
