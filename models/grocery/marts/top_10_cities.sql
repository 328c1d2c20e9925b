{{ config(materialized='view') }}

select
    rank() over (order by sum(revenue) desc) as place,
    city,
    country,
    sum(sales)::bigint as sales,
    sum(revenue) as revenue
from {{ ref('mart_sales_summary') }}
group by city, country
order by revenue desc, city
limit 10
