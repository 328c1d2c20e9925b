{#- What each order costs the customer, and what its goods cost the shop. -#}
with lines as (
    select
        items.order_id,
        count(*) as lines,
        sum(items.quantity) as pieces,
        sum(items.amount) as items_amount,
        sum(items.quantity * products.cost) as cost_of_goods
    from {{ ref('stg_storefront__order_items') }} as items
    inner join {{ ref('stg_storefront__products') }} as products using (product_id)
    group by items.order_id
)

select
    orders.order_id,
    coalesce(lines.lines, 0) as lines,
    coalesce(lines.pieces, 0) as pieces,
    coalesce(lines.items_amount, 0) as items_amount,
    orders.shipping_fee,
    orders.discount,
    coalesce(lines.items_amount, 0) + orders.shipping_fee - orders.discount as total_amount,
    coalesce(lines.cost_of_goods, 0) as cost_of_goods
from {{ ref('stg_storefront__orders') }} as orders
left join lines using (order_id)
