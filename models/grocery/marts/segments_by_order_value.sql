{{ config(materialized='view') }}

select
    segment,
    count(*) as customers,
    sum(visits)::bigint as visits,
    sum(revenue) as revenue,
    round(sum(revenue) / sum(visits), 2) as average_order_value
from {{ ref('mart_customer_behavior') }}
group by segment
