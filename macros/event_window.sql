{#-
  The condition on the time `column` that picks the events to work on: those from `events_load_from` on, and before
  `events_load_to`, when --vars gives them; else, in an incremental run, those of the days before the newest that `this`
  holds in its column `newest`; everything when the table is built anew. With `type='date'` the column is a day in which
  an event was delivered, which has no upper bound.
-#}
{% macro event_window(column, newest, type='timestamp') -%}
    {%- set from = var('events_load_from', none) -%}
    {%- set to = var('events_load_to', none) -%}
    {%- if from is not none -%}
        {{ column }} >= timestamp '{{ from }}'::{{ type }}
        {%- if to is not none and type == 'timestamp' %} and {{ column }} < timestamp '{{ to }}'{% endif -%}
    {%- elif is_incremental() -%}
        {{ column }} >= (
            select coalesce(max(loaded.{{ newest }}), '-infinity') - interval '{{ var("events_lookback_days") }} days'
            from {{ this }} as loaded
        )::{{ type }}
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro %}
