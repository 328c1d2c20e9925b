-- Average order value of each tier, the tier being that of the day.
with orders as (
    select
        customers.tier_level,
        (document ->> 'total_amount')::numeric as total
    from analytics_orders15_raw.orders
    join analytics_orders15_raw.customers
        on customers.customer_id = document ->> 'customer_id'
        and customers.delivered_on = (document ->> 'order_timestamp')::date
),

raw as (
    select tier_level, count(*) as orders, round(avg(total), 2) as average_order_value from orders group by 1
),

mart as (
    select tier_level, orders, average_order_value from analytics_orders15.tier_order_value where orders > 0
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
