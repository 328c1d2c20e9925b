select
    payments.payment_id,
    payments.order_id,
    payments.method,
    payments.status,
    payments.amount,
    payments.paid_at
from {{ ref('int_storefront__payment_refunds') }} as payments
left join {{ ref('stg_storefront__orders') }} as orders using (order_id)
where orders.order_id is null
