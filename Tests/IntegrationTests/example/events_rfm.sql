-- Scores: of n customers with an order the fifth of place p is floor(5 (p - 1) / n) + 1 when five divides n; the first n mod 5
-- fifths have one customer more.
with purchases as (
    select distinct on (event_data ->> 'event_id') event_data
    from analytics_events_raw.raw_events
    where event_data ->> 'event_type' = 'purchase'
),

customers as (
    select
        event_data #>> '{customer,customer_id}' as customer_id,
        count(*) as orders,
        sum((event_data #>> '{order,total}')::numeric) as revenue,
        max(event_data ->> 'event_timestamp') as last_order
    from purchases
    group by 1
),

places as (
    select
        *,
        row_number() over (order by last_order, customer_id) - 1 as recency,
        row_number() over (order by orders, customer_id) - 1 as frequency,
        row_number() over (order by revenue, customer_id) - 1 as monetary,
        count(*) over () / 5 as fifth,
        count(*) over () % 5 as rest
    from customers
),

raw as (
    select
        customer_id,
        orders,
        revenue,
        case when recency < rest * (fifth + 1) then recency / (fifth + 1) else rest + (recency - rest * (fifth + 1)) / fifth end + 1 as r,
        case when frequency < rest * (fifth + 1) then frequency / (fifth + 1) else rest + (frequency - rest * (fifth + 1)) / fifth end + 1 as f,
        case when monetary < rest * (fifth + 1) then monetary / (fifth + 1) else rest + (monetary - rest * (fifth + 1)) / fifth end + 1 as m
    from places
),

mart as (
    select customer_id, orders, revenue, recency_score, frequency_score, monetary_score
    from analytics_events.analytics_customer_summary
    where orders > 0
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
