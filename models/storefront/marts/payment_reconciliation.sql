{#- Each order's total against what came in for it and what went back. -#}
{{
    config(
        indexes=[
            {'columns': ['order_id'], 'unique': true},
            {'columns': ['reconciliation_status', 'order_id'], 'name': 'payment_reconciliation_to_clear', 'where': 'is_to_clear'},
        ],
    )
}}

with amounts as (
    select
        orders.order_id,
        orders.customer_id,
        orders.ordered_on,
        orders.status as order_status,
        orders.total_amount,
        coalesce(payments.captured_payments, 0) as captured_payments,
        coalesce(payments.captured_amount, 0) as captured_amount,
        coalesce(payments.refunded_amount, 0) as refunded_amount
    from {{ ref('storefront__fct_orders') }} as orders
    left join {{ ref('int_storefront__order_payments') }} as payments using (order_id)
),

judged as (
    select
        *,
        captured_amount - refunded_amount as net_amount,
        case
            when refunded_amount > captured_amount then 'refunded too much'
            when order_status = 'cancelled' and captured_amount = refunded_amount then 'cancelled'
            when order_status = 'cancelled' then 'not refunded'
            when captured_amount > total_amount then 'overpaid'
            when order_status = 'pending' and captured_amount = 0 then 'open'
            when captured_amount < total_amount then 'underpaid'
            when refunded_amount = 0 then 'settled'
            when refunded_amount < captured_amount then 'partly refunded'
            else 'refunded'
        end as reconciliation_status
    from amounts
)

select
    order_id,
    customer_id,
    ordered_on,
    order_status,
    total_amount,
    captured_payments,
    captured_amount,
    refunded_amount,
    net_amount,
    case order_status
        when 'cancelled' then captured_amount - refunded_amount
        when 'pending' then captured_amount
        else captured_amount - total_amount
    end as excess_amount,
    reconciliation_status,
    reconciliation_status in ('refunded too much', 'not refunded', 'overpaid', 'underpaid') as is_to_clear
from judged
