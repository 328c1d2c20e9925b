-- Length and conversion of each visit.
with raw as (
    select
        event_data ->> 'session_id' as session_id,
        count(distinct event_data ->> 'event_id') as events,
        extract(epoch from max((event_data ->> 'event_timestamp')::timestamptz) - min((event_data ->> 'event_timestamp')::timestamptz))
        as duration_seconds,
        bool_or(event_data ->> 'event_type' = 'purchase') as is_converted
    from analytics_events_raw.raw_events
    group by 1
),

mart as (
    select session_id, events, duration_seconds, is_converted from analytics_events.int_session_events
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
