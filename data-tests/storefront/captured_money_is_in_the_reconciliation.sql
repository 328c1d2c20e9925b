{#- Each captured amount is either in an order's reconciliation or with the orphans. -#}
with payments as (
    select sum(amount) as amount
    from {{ ref('stg_storefront__payments') }}
    where status = 'captured'
),

reconciled as (
    select sum(captured_amount) as amount from {{ ref('payment_reconciliation') }}
),

orphans as (
    select coalesce(sum(amount) filter (where status = 'captured'), 0) as amount from {{ ref('audit_orphan_payments') }}
)

select
    payments.amount as captured,
    reconciled.amount as reconciled,
    orphans.amount as orphaned
from payments
cross join reconciled
cross join orphans
where payments.amount is distinct from reconciled.amount + orphans.amount
