{{ config(materialized='view') }}

select
    rank() over (order by sum(revenue) desc) as place,
    employee_id,
    employee_name,
    city,
    sum(sales)::bigint as sales,
    sum(revenue) as revenue
from {{ ref('mart_employee_performance') }}
group by employee_id, employee_name, city
order by revenue desc, employee_id
limit 10
