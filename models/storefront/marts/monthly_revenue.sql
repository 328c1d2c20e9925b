{#- By the month of the order and the place where it goes; a refund counts in the month of its order. -#}
{{ config(indexes=[{'columns': ['order_month', 'country', 'city'], 'unique': true}]) }}

select
    date_trunc('month', orders.ordered_on)::date as order_month,
    orders.country,
    orders.city,
    count(*) as orders,
    sum(orders.total_amount) as gross_revenue,
    sum(coalesce(payments.refunded_amount, 0)) as refunded_amount,
    sum(orders.total_amount - coalesce(payments.refunded_amount, 0)) as net_revenue,
    sum(orders.cost_of_goods) as cost_of_goods
from {{ ref('storefront__fct_orders') }} as orders
left join {{ ref('int_storefront__order_payments') }} as payments using (order_id)
where orders.is_sale
group by 1, 2, 3
