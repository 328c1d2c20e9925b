{#- Events that came later than the lookback reaches, so that no run took them in. -#}
{{ config(severity='warn', on_fail='warn') }}

select
    raw.event_data ->> 'event_id' as event_id,
    raw.event_data ->> 'event_timestamp' as event_timestamp,
    raw.file_name
from {{ source('events', 'raw_events') }} as raw
left join {{ ref('stg_events') }} as events on events.event_id = raw.event_data ->> 'event_id'
where raw.event_data ->> 'event_id' is not null and events.event_id is null
