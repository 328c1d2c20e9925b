-- Orders and revenue of each day and channel; an event that came twice counts once, by its id.
with purchases as (
    select distinct event_data ->> 'event_id' as event_id, event_data
    from analytics_events_raw.raw_events
    where event_data ->> 'event_type' = 'purchase'
),

raw as (
    select
        left(event_data ->> 'event_timestamp', 10)::date as ordered_on,
        event_data ->> 'channel' as channel,
        count(*) as orders,
        sum((event_data #>> '{order,total}')::numeric) as revenue
    from purchases
    group by 1, 2
),

mart as (
    select ordered_on, channel, count(*) as orders, sum(total) as revenue from analytics_events.analytics_orders group by 1, 2
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
