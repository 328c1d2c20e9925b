{#- Fails for text with blanks at its start or end. -#}
{% test trimmed(model, column_name) %}

select {{ column_name }}
from {{ model }}
where {{ column_name }} <> trim({{ column_name }})

{% endtest %}
