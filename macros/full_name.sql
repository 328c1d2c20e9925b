{#- A person's name as people write it; a missing middle initial leaves no gap. -#}
{% macro full_name(first_name, middle_initial, last_name) -%}
    concat_ws(' ', {{ first_name }}, {{ middle_initial }} || '.', {{ last_name }})
{%- endmacro %}
