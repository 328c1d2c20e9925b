{{ config(materialized='table', indexes=[{'columns': ['session_id'], 'unique': true}]) }}

select
    session_id,
    min(customer_id) as customer_id,
    min(device) as device,
    min(channel) as channel,
    min(event_at) as started_at,
    max(event_at) as ended_at,
    round(extract(epoch from max(event_at) - min(event_at)), 3) as duration_seconds,
    count(*) as events,
    count(*) filter (where event_type = 'page_view') as page_views,
    count(*) filter (where event_type = 'add_to_cart') as carts_added,
    count(*) filter (where event_type = 'checkout') as checkouts,
    count(*) filter (where event_type = 'purchase') as purchases,
    count(*) filter (where event_type = 'purchase') > 0 as is_converted
from {{ ref('stg_events') }}
group by session_id
