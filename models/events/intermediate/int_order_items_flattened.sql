select
    events.order_data ->> 'order_id' as order_id,
    item.position::int as item_number,
    events.event_id,
    events.event_at as ordered_at,
    events.customer_id,
    item.fields ->> 'product_id' as product_id,
    item.fields ->> 'product_name' as product_name,
    item.fields ->> 'category' as category,
    (item.fields ->> 'quantity')::int as quantity,
    (item.fields ->> 'unit_price')::numeric(10, 2) as unit_price,
    (item.fields ->> 'quantity')::int * (item.fields ->> 'unit_price')::numeric(10, 2) as amount
from {{ ref('stg_events') }} as events
cross join lateral jsonb_array_elements(events.order_data -> 'items') with ordinality as item (fields, position)
where events.event_type = 'purchase'
