-- Orders and revenue of each hour, over the items whose customer and product are known.
with raw as (
    select
        date_trunc('hour', (document ->> 'order_timestamp')::timestamp) as hour_start,
        count(distinct document ->> 'order_id') as orders,
        sum((item ->> 'quantity')::int * (item ->> 'unit_price')::numeric) as revenue
    from analytics_orders15_raw.orders
    cross join jsonb_array_elements(document -> 'items') as item
    where document ->> 'customer_id' in (select customer_id from analytics_orders15_raw.customers)
        and item ->> 'product_id' in (select product_id from analytics_orders15_raw.products)
    group by 1
),

mart as (
    select hour_start, orders, revenue from analytics_orders15.agg_hourly_metrics
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
