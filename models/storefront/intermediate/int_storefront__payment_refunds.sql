{#- Payments with what was paid back of each. -#}
with refunds as (
    select
        payment_id,
        count(*) as refunds,
        sum(amount) as refunded_amount,
        max(refunded_at) as last_refunded_at
    from {{ ref('stg_storefront__refunds') }}
    group by payment_id
)

select
    payments.payment_id,
    payments.order_id,
    payments.method,
    payments.status,
    payments.amount,
    payments.paid_at,
    payments.paid_at::date as paid_on,
    case when payments.status = 'captured' then payments.amount else 0 end as captured_amount,
    coalesce(refunds.refunds, 0) as refunds,
    coalesce(refunds.refunded_amount, 0) as refunded_amount,
    refunds.last_refunded_at
from {{ ref('stg_storefront__payments') }} as payments
left join refunds using (payment_id)
