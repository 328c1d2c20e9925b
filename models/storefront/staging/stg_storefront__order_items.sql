select
    order_item_id,
    order_id,
    product_id,
    quantity,
    unit_price,
    quantity * unit_price as amount
from {{ source('storefront', 'order_items') }}
