select
    ordered_on,
    category,
    count(distinct order_id) as orders,
    sum(quantity) as pieces,
    sum(amount) as revenue
from {{ ref('fact_orders') }}
group by 1, 2
