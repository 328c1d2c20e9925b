select
    payment_id,
    order_id,
    method,
    amount,
    status,
    paid_at
from {{ source('storefront', 'payments') }}
