select
    customer_id,
    count(*) as orders,
    sum((order_data ->> 'total')::numeric(12, 2)) as revenue,
    round(avg((order_data ->> 'total')::numeric(12, 2)), 2) as average_order_value,
    min(event_at) as first_order_at,
    max(event_at) as last_order_at
from {{ ref('stg_events') }}
where event_type = 'purchase'
group by customer_id
