{#- dim_orders and fct_order_products are loaded by the same days: an order in one and not in the other is a lost batch. -#}
select
    orders.order_id,
    orders.basket_size,
    count(lines.product_id) as lines
from {{ ref('dim_orders') }} as orders
left join {{ ref('fct_order_products') }} as lines using (order_id)
group by 1, 2
having count(lines.product_id) <> orders.basket_size
