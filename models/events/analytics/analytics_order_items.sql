select
    items.order_id,
    items.item_number,
    items.ordered_at,
    items.ordered_on,
    items.product_id,
    items.product_name,
    items.category,
    items.quantity,
    items.unit_price,
    items.amount,
    orders.customer_id,
    customers.customer_name,
    customers.country,
    orders.session_id,
    orders.device,
    orders.channel,
    orders.payment_method,
    orders.total as order_total
from {{ ref('fct_order_items') }} as items
left join {{ ref('fct_orders') }} as orders using (order_id)
left join {{ ref('events__dim_customers') }} as customers on customers.customer_id = orders.customer_id
