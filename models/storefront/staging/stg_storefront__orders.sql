select
    order_id,
    customer_id,
    shipping_address_id,
    status,
    ordered_at,
    ordered_at::date as ordered_on,
    updated_at,
    coalesce(shipping_fee, 0) as shipping_fee,
    coalesce(discount, 0) as discount
from {{ source('storefront', 'orders') }}
