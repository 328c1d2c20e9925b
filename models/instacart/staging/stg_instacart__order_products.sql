select
    order_id,
    product_id,
    add_to_cart_order,
    reordered = 1 as is_reordered,
    batch_date
from {{ source('instacart', 'order_products') }}
