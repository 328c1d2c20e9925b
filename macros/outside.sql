{#- The condition that `value`, an SQL expression, is below `at_least` or above `at_most`; either may be missing. -#}
{% macro outside(value, at_least=none, at_most=none) -%}
    (
        false
        {%- if at_least is not none %} or {{ value }} < {{ at_least }}{% endif %}
        {%- if at_most is not none %} or {{ value }} > {{ at_most }}{% endif %}
    )
{%- endmacro %}
