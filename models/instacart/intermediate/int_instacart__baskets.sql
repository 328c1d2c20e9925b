select
    order_id,
    count(*) as basket_size,
    count(*) filter (where is_reordered) as reordered_products
from {{ ref('stg_instacart__order_products') }}
group by order_id
