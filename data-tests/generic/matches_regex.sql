{#- Fails for text that the regular expression does not match; a null is no text. -#}
{% test matches_regex(model, column_name, regex) %}

select {{ column_name }}
from {{ model }}
where {{ column_name }}::text !~ '{{ regex | replace("'", "''") }}'

{% endtest %}
