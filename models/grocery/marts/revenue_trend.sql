{{ config(materialized='view') }}

select
    sales_day,
    sum(sales)::bigint as sales,
    sum(revenue) as revenue,
    round(avg(sum(revenue)) over (order by sales_day rows 6 preceding), 2) as revenue_7_day_average
from {{ ref('mart_sales_summary') }}
group by sales_day
