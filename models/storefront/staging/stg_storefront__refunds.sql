select
    refund_id,
    payment_id,
    amount,
    reason,
    refunded_at
from {{ source('storefront', 'refunds') }}
