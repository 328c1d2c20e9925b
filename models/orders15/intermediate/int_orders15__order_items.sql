select
    orders.order_id,
    orders.customer_id,
    orders.ordered_at,
    orders.payment_method,
    orders.window_start,
    item.position::int as item_number,
    item.fields ->> 'product_id' as product_id,
    (item.fields ->> 'quantity')::int as quantity,
    (item.fields ->> 'unit_price')::numeric(10, 2) as unit_price
from {{ ref('staging_orders') }} as orders
cross join lateral jsonb_array_elements(orders.items) with ordinality as item (fields, position)
