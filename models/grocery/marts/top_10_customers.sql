{{ config(materialized='view') }}

select
    rank() over (order by revenue desc) as place,
    customer_id,
    customer_name,
    city,
    visits,
    average_order_value,
    revenue
from {{ ref('mart_customer_behavior') }}
order by revenue desc, customer_id
limit 10
