select
    date_trunc('hour', ordered_at) as hour_start,
    count(distinct order_id) as orders,
    count(distinct customer_id) as customers,
    sum(quantity) as pieces,
    sum(amount) as revenue,
    round(sum(amount) / count(distinct order_id), 2) as average_order_value
from {{ ref('fact_orders') }}
group by 1
