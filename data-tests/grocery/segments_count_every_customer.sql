with segments as (
    select sum(customers) as customers from {{ ref('segments_by_order_value') }}
),

buyers as (
    select count(distinct customer_id) as customers from {{ ref('fct_sales') }}
)

select
    segments.customers as in_segments,
    buyers.customers as in_sales
from segments
cross join buyers
where segments.customers is distinct from buyers.customers
