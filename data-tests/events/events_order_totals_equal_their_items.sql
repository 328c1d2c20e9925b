select
    order_id,
    items_total,
    shipping,
    discount,
    total
from {{ ref('fct_orders') }}
where total is distinct from items_total + shipping - discount
