{{ config(indexes=[{'columns': ['order_id'], 'unique': true}, {'columns': ['ordered_on']}, {'columns': ['customer_id']}]) }}

with items as (
    select
        event_id,
        count(*) as items,
        sum(quantity) as pieces,
        sum(amount) as items_total
    from {{ ref('int_order_items_flattened') }}
    group by event_id
)

select
    events.order_data ->> 'order_id' as order_id,
    events.event_id,
    events.event_at as ordered_at,
    events.event_at::date as ordered_on,
    events.customer_id,
    events.session_id,
    events.device,
    events.channel,
    events.order_data ->> 'payment_method' as payment_method,
    events.order_data ->> 'currency' as currency,
    coalesce(items.items, 0) as items,
    coalesce(items.pieces, 0) as pieces,
    coalesce(items.items_total, 0) as items_total,
    (events.order_data ->> 'shipping')::numeric(12, 2) as shipping,
    (events.order_data ->> 'discount')::numeric(12, 2) as discount,
    (events.order_data ->> 'total')::numeric(12, 2) as total,
    events.file_name
from {{ ref('stg_events') }} as events
left join items using (event_id)
where events.event_type = 'purchase'
