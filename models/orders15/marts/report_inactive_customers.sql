{#- Customers without an order in the last days, counted from the newest order of all. -#}
with newest as (
    select max(ordered_on) as day from {{ ref('fact_orders') }}
),

last_orders as (
    select
        customer_id,
        max(ordered_on) as last_order_on,
        sum(amount) as revenue
    from {{ ref('fact_orders') }}
    group by customer_id
)

select
    customers.customer_id,
    customers.customer_name,
    customers.tier,
    customers.region,
    last_orders.last_order_on,
    newest.day - last_orders.last_order_on as days_inactive,
    coalesce(last_orders.revenue, 0) as revenue
from {{ ref('orders15__dim_customers') }} as customers
cross join newest
left join last_orders using (customer_id)
where
    last_orders.last_order_on is null
    or newest.day - last_orders.last_order_on >= {{ var('orders15_inactive_days') }}
