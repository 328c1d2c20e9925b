{#- The lines that fact_orders leaves out, and why. -#}
select
    items.order_id,
    items.item_number,
    items.window_start,
    items.customer_id,
    items.product_id,
    customers.customer_id is null as is_customer_unknown,
    products.product_id is null as is_product_unknown
from {{ ref('int_orders15__order_items') }} as items
left join {{ ref('orders15__dim_customers') }} as customers using (customer_id)
left join {{ ref('orders15__dim_products') }} as products using (product_id)
where customers.customer_id is null or products.product_id is null
