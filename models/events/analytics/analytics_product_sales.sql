select
    product_id,
    min(product_name) as product_name,
    min(category) as category,
    count(distinct order_id) as orders,
    sum(quantity) as pieces,
    sum(amount) as revenue,
    rank() over (order by sum(amount) desc, product_id) as place
from {{ ref('analytics_order_items') }}
group by product_id
