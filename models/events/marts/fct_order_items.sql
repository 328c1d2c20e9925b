{{ config(indexes=[{'columns': ['order_id', 'item_number'], 'unique': true}, {'columns': ['product_id']}]) }}

select
    order_id,
    item_number,
    ordered_at,
    ordered_at::date as ordered_on,
    customer_id,
    product_id,
    product_name,
    category,
    quantity,
    unit_price,
    amount
from {{ ref('int_order_items_flattened') }}
