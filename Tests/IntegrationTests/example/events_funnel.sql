-- Visits that got to each step.
with raw as (
    select
        event_data ->> 'event_type' as event_type,
        count(distinct event_data ->> 'event_id') as events,
        count(distinct event_data ->> 'session_id') as sessions
    from analytics_events_raw.raw_events
    group by 1
),

mart as (
    select event_type, events, sessions from analytics_events.analytics_funnel
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
