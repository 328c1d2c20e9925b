{#-
  Fails when the column's newest value is more than `days` days older than today, or, for data with a present of their
  own, than the newest value of the column `field` of the relation `to`. Without a value it fails too.
-#}
{% test recent(model, column_name, days, to=none, field=none) %}

{%- set present = 'current_date' if to is none else '(select max(' ~ field ~ ')::date from ' ~ to ~ ')' %}

select max({{ column_name }}) as newest
from {{ model }}
having max({{ column_name }}) is null or max({{ column_name }})::date < {{ present }} - {{ days }}

{% endtest %}
