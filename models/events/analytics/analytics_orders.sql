select
    orders.order_id,
    orders.ordered_at,
    orders.ordered_on,
    extract(hour from orders.ordered_at)::int as ordered_hour,
    orders.customer_id,
    customers.customer_name,
    customers.country,
    customers.signed_up_on,
    row_number() over (partition by orders.customer_id order by orders.ordered_at, orders.order_id) as customer_order_number,
    orders.session_id,
    orders.device,
    orders.channel,
    sessions.page_views as session_page_views,
    round(extract(epoch from orders.ordered_at - sessions.started_at), 3) as seconds_to_purchase,
    orders.payment_method,
    orders.currency,
    orders.items,
    orders.pieces,
    orders.items_total,
    orders.shipping,
    orders.discount,
    orders.total
from {{ ref('fct_orders') }} as orders
left join {{ ref('events__dim_customers') }} as customers using (customer_id)
left join {{ ref('int_session_events') }} as sessions using (session_id)
