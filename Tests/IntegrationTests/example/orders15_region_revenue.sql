-- Revenue of each region and day, by what the newest customers file up to that day says of the customer's region.
with lines as (
    select
        (document ->> 'order_timestamp')::date as ordered_on,
        document ->> 'customer_id' as customer_id,
        document ->> 'order_id' as order_id,
        (item ->> 'quantity')::int * (item ->> 'unit_price')::numeric as amount
    from analytics_orders15_raw.orders
    cross join jsonb_array_elements(document -> 'items') as item
),

raw as (
    select
        ordered_on,
        regions.region,
        count(distinct order_id) as orders,
        sum(amount) as revenue
    from lines
    join analytics_orders15_raw.customers
        on customers.customer_id = lines.customer_id and customers.delivered_on = lines.ordered_on
    join analytics_orders15.orders15_regions as regions using (region_code)
    where ordered_on > (select max(ordered_on) from lines) - 90
    group by 1, 2
),

mart as (
    select ordered_on, region, orders, revenue from analytics_orders15.report_revenue_by_region where orders > 0
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
