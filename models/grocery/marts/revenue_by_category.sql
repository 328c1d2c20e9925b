{{ config(materialized='view') }}

select
    category,
    sum(sales)::bigint as sales,
    sum(revenue) as revenue,
    round(100 * sum(revenue) / sum(sum(revenue)) over (), 2) as revenue_percent
from {{ ref('mart_sales_summary') }}
group by category
