-- Payments by month and method, and how many orders are settled, refunded, open, cancelled or to be cleared.
with payments as (
    select
        payments.*,
        to_char(coalesce(payments.paid_at, orders.ordered_at), 'YYYY-MM') as month,
        coalesce((select sum(amount) from analytics_storefront_oltp.refunds where refunds.payment_id = payments.payment_id), 0) as refunded
    from analytics_storefront_oltp.payments
    join analytics_storefront_oltp.orders using (order_id)
),

orders as (
    select
        orders.status,
        (select sum(quantity * unit_price) from analytics_storefront_oltp.order_items where order_items.order_id = orders.order_id)
        + orders.shipping_fee - orders.discount as total,
        coalesce((select sum(amount) from payments where payments.order_id = orders.order_id and payments.status = 'captured'), 0) as captured,
        coalesce((select sum(refunded) from payments where payments.order_id = orders.order_id), 0) as refunded
    from analytics_storefront_oltp.orders
),

raw (kind, name, count, amount) as (
    select
        'method', month || ' ' || method, count(*),
        coalesce(sum(amount) filter (where status = 'captured'), 0) - sum(refunded)
    from payments
    group by 2
    union all
    select 'failed', month || ' ' || method, count(*) filter (where status = 'failed'), null from payments group by 2
    union all
    select
        'order',
        case
            when status = 'pending' and captured = 0 then 'open'
            when status = 'cancelled' and captured - refunded = 0 then 'cancelled'
            when status in ('paid', 'shipped', 'delivered', 'returned') and captured = total
                then case when refunded = 0 then 'settled' when refunded = total then 'refunded' else 'partly refunded' end
            else 'to clear'
        end,
        count(*),
        sum(captured - refunded)
    from orders
    group by 2
),

mart (kind, name, count, amount) as (
    select 'method', to_char(payment_month, 'YYYY-MM') || ' ' || method, payments, net_amount
    from analytics_storefront.mart_payments
    union all
    select 'failed', to_char(payment_month, 'YYYY-MM') || ' ' || method, failed_payments, null
    from analytics_storefront.mart_payments
    union all
    select 'order', case when is_to_clear then 'to clear' else reconciliation_status end, count(*), sum(net_amount)
    from analytics_storefront.payment_reconciliation
    group by 2
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
