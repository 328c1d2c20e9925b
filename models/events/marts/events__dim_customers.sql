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

newest as (
    select distinct on (customer_id)
        customer_id,
        customer_name,
        email,
        country,
        signed_up_on,
        device as last_device,
        channel as last_channel
    from events
    order by customer_id, event_at desc, event_id
),

seen as (
    select
        customer_id,
        min(event_at) as first_seen_at,
        max(event_at) as last_seen_at,
        count(*) as events,
        count(distinct session_id) as sessions
    from events
    group by customer_id
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
