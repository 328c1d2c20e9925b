{#- The lines of an order that has changed are replaced together. -#}
{{
    config(
        alias='fct_order_items',
        materialized='incremental',
        incremental_strategy='delete+insert',
        unique_key='order_id',
        indexes=[{'columns': ['order_id']}, {'columns': ['product_id']}, {'columns': ['updated_at']}],
    )
}}

select
    items.order_item_id,
    items.order_id,
    orders.ordered_on,
    orders.customer_id,
    items.product_id,
    products.category,
    orders.status in ('paid', 'shipped', 'delivered', 'returned') as is_sale,
    items.quantity,
    items.unit_price,
    items.amount,
    items.quantity * products.cost as cost,
    orders.updated_at
from {{ ref('stg_storefront__order_items') }} as items
inner join {{ ref('stg_storefront__orders') }} as orders using (order_id)
inner join {{ ref('stg_storefront__products') }} as products using (product_id)
where {{ load_window('orders.ordered_on', 'storefront', changed_since('orders.updated_at')) }}
