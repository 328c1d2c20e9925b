{{ config(materialized='view') }}

with orders as (
    select
        order_id,
        tier,
        sum(amount) as amount
    from {{ ref('fact_orders') }}
    group by 1, 2
)

select
    tiers.tier_level,
    tiers.tier,
    count(orders.order_id) as orders,
    round(avg(orders.amount), 2) as average_order_value
from {{ ref('orders15_tiers') }} as tiers
left join orders using (tier)
group by 1, 2
