{#-
  Fails when the column's newest value is more than `days` days older than `as_of`, an SQL expression: today, unless the
  data have a present of their own. Without a value it fails too.
-#}
{% test recent(model, column_name, days, as_of='current_date') %}

select max({{ column_name }}) as newest
from {{ model }}
having max({{ column_name }}) is null or max({{ column_name }})::date < ({{ as_of }})::date - {{ days }}

{% endtest %}
