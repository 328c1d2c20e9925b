{#- Payments of known orders; audit_orphan_payments has the others. -#}
{{
    config(
        indexes=[
            {'columns': ['payment_id'], 'unique': true},
            {'columns': ['order_id'], 'name': 'fct_payments_captured', 'include': ['amount'], 'where': "status = 'captured'"},
        ],
    )
}}

select
    payments.payment_id,
    payments.order_id,
    orders.customer_id,
    payments.method,
    payments.status,
    payments.amount,
    payments.captured_amount,
    payments.refunds,
    payments.refunded_amount,
    payments.captured_amount - payments.refunded_amount as net_amount,
    payments.paid_at,
    -- Only captured payments have a time of their own.
    coalesce(payments.paid_on, orders.ordered_on) as payment_day
from {{ ref('int_storefront__payment_refunds') }} as payments
inner join {{ ref('stg_storefront__orders') }} as orders using (order_id)
