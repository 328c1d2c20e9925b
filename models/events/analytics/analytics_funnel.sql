{#- One row a step of the way to a purchase, also for a step that nobody has taken. -#}
with steps (step, event_type) as (values
    (1, 'session_start'), (2, 'page_view'), (3, 'add_to_cart'), (4, 'checkout'), (5, 'purchase')
),

visits as (
    select
        event_type,
        session_id,
        count(*) as events
    from {{ ref('stg_events') }}
    group by event_type, session_id
),

counted as (
    select
        event_type,
        sum(events)::bigint as events,
        count(*) as sessions
    from visits
    group by event_type
)

select
    steps.step,
    steps.event_type,
    coalesce(counted.events, 0) as events,
    coalesce(counted.sessions, 0) as sessions,
    round(100.0 * counted.sessions / nullif(max(counted.sessions) over (), 0), 1) as percent_of_sessions
from steps
left join counted using (event_type)
