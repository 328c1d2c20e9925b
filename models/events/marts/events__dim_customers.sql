{#- A customer with an event in the window is worked out anew from all events, so that late ones count like others. -#}
{{
    config(
        alias='dim_customers',
        materialized='incremental',
        incremental_strategy='merge',
        unique_key='customer_id',
        on_schema_change='append_new_columns',
        indexes=[{'columns': ['customer_id'], 'unique': true}, {'columns': ['last_seen_at']}],
    )
}}

with events as (
    select *
    from {{ ref('stg_events') }}
    where
        customer_id is not null
        {%- if is_incremental() %}
        and customer_id in (
            select seen.customer_id
            from {{ ref('stg_events') }} as seen
            where {{ event_window('seen.event_at', 'last_seen_at') }}
        )
        {%- endif %}
),

visits as (
    select
        customer_id,
        session_id,
        min(event_at) as first_seen_at,
        max(event_at) as last_seen_at,
        count(*) as events
    from events
    group by customer_id, session_id
),

seen as (
    select
        customer_id,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at,
        sum(events)::bigint as events,
        count(*) as sessions
    from visits
    group by customer_id
),

newest as (
    select distinct on (customer_id)
        events.customer_id,
        events.customer_name,
        events.email,
        events.country,
        events.signed_up_on,
        events.device as last_device,
        events.channel as last_channel
    from events
    inner join seen on seen.customer_id = events.customer_id and seen.last_seen_at = events.event_at
    order by events.customer_id, events.event_id
)

select
    newest.customer_id,
    newest.customer_name,
    newest.email,
    newest.country,
    newest.signed_up_on,
    newest.last_device,
    newest.last_channel,
    seen.first_seen_at,
    seen.last_seen_at,
    seen.events,
    seen.sessions
from newest
inner join seen using (customer_id)
