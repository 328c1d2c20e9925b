{#- The folder's day bounds what is read: no file brings an event before it happened. -#}
{{
    config(
        materialized='incremental',
        incremental_strategy='merge',
        unique_key='event_id',
        on_schema_change='append_new_columns',
        indexes=[{'columns': ['event_id'], 'unique': true}, {'columns': ['event_at']}],
    )
}}

with delivered as (
    select
        event_data ->> 'event_id' as event_id,
        event_data ->> 'event_type' as event_type,
        (event_data ->> 'event_timestamp')::timestamptz at time zone 'UTC' as event_at,
        event_data ->> 'session_id' as session_id,
        event_data ->> 'device' as device,
        event_data ->> 'channel' as channel,
        event_data ->> 'page' as page,
        event_data ->> 'product_id' as product_id,
        event_data -> 'customer' ->> 'customer_id' as customer_id,
        event_data -> 'customer' ->> 'name' as customer_name,
        lower(event_data -> 'customer' ->> 'email') as email,
        event_data -> 'customer' ->> 'country' as country,
        (event_data -> 'customer' ->> 'signed_up_on')::date as signed_up_on,
        event_data -> 'order' as order_data,
        file_name,
        line_number
    from {{ source('events', 'raw_events') }}
    where {{ event_window('event_date', 'event_at', 'date') }}
)

select distinct on (event_id) *
from delivered
where
    event_id is not null
    and {{ event_window('event_at', 'event_at') }}
order by event_id, file_name, line_number
