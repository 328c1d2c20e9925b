-- Pieces and revenue of each product.
with purchases as (
    select distinct on (event_data ->> 'event_id') event_data
    from analytics_events_raw.raw_events
    where event_data ->> 'event_type' = 'purchase'
),

raw as (
    select
        item ->> 'product_id' as product_id,
        sum((item ->> 'quantity')::int) as pieces,
        sum((item ->> 'quantity')::int * (item ->> 'unit_price')::numeric) as revenue
    from purchases
    cross join jsonb_array_elements(event_data #> '{order,items}') as item
    group by 1
),

mart as (
    select product_id, pieces, revenue from analytics_events.analytics_product_sales
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
