with newest as (
    select max(event_at) as seen_at from {{ ref('stg_events') }}
),

scored as (
    select
        customer_id,
        ntile(5) over (order by last_order_at, customer_id) as recency_score,
        ntile(5) over (order by orders, customer_id) as frequency_score,
        ntile(5) over (order by revenue, customer_id) as monetary_score
    from {{ ref('int_customer_purchase_history') }}
),

sessions as (
    select
        customer_id,
        count(*) as sessions,
        count(*) filter (where is_converted) as converted_sessions
    from {{ ref('int_session_events') }}
    group by customer_id
)

select
    customers.customer_id,
    customers.customer_name,
    customers.email,
    customers.country,
    customers.signed_up_on,
    customers.first_seen_at,
    customers.last_seen_at,
    coalesce(sessions.sessions, 0) as sessions,
    coalesce(sessions.converted_sessions, 0) as converted_sessions,
    coalesce(history.orders, 0) as orders,
    coalesce(history.revenue, 0) as revenue,
    history.average_order_value,
    history.first_order_at,
    history.last_order_at,
    newest.seen_at::date - history.last_order_at::date as days_since_last_order,
    scored.recency_score,
    scored.frequency_score,
    scored.monetary_score,
    case
        when history.customer_id is null then 'prospects'
        when scored.recency_score >= 4 and scored.frequency_score >= 4 and scored.monetary_score >= 4 then 'champions'
        when scored.recency_score >= 3 and scored.frequency_score >= 4 then 'loyal'
        when scored.recency_score >= 4 and scored.frequency_score <= 2 then 'new'
        when scored.recency_score <= 2 and scored.frequency_score >= 3 then 'at risk'
        when scored.recency_score <= 2 and scored.frequency_score <= 2 then 'lost'
        else 'promising'
    end as rfm_segment
from {{ ref('events__dim_customers') }} as customers
cross join newest
left join {{ ref('int_customer_purchase_history') }} as history using (customer_id)
left join scored using (customer_id)
left join sessions using (customer_id)
