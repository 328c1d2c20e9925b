{#- Such events are left out of stg_events. -#}
{{ config(severity='warn', on_fail='warn') }}

select
    file_name,
    line_number
from {{ source('events', 'raw_events') }}
where event_data ->> 'event_id' is null
