select
    order_id,
    count(*) filter (where status = 'captured') as captured_payments,
    count(*) filter (where status = 'failed') as failed_payments,
    sum(captured_amount) as captured_amount,
    sum(refunded_amount) as refunded_amount
from {{ ref('int_storefront__payment_refunds') }}
group by order_id
