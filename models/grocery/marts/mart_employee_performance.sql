{#- A row an employee and month. Days come first, so that each partition of fct_sales is grouped by itself. -#}
{{
    config(
        pre_hook='set local enable_partitionwise_aggregate = on',
        indexes=[{'columns': ['employee_id', 'sales_month'], 'unique': true}],
    )
}}

with days as (
    select
        employee_id,
        sales_day,
        count(*) as sales,
        sum(quantity) as pieces,
        sum(amount) as revenue,
        avg(discount) * count(*) as discounts
    from {{ ref('fct_sales') }}
    group by employee_id, sales_day
),

months as (
    select
        employee_id,
        date_trunc('month', sales_day)::date as sales_month,
        count(*) as days_with_sales,
        sum(sales)::bigint as sales,
        sum(pieces)::bigint as pieces,
        sum(revenue) as revenue,
        round(sum(revenue) / sum(sales), 2) as average_sale,
        round(sum(discounts) / sum(sales), 4) as average_discount
    from days
    group by 1, 2
)

select
    months.employee_id,
    months.sales_month,
    employees.employee_name,
    employees.city,
    months.days_with_sales,
    months.sales,
    months.pieces,
    months.revenue,
    months.average_sale,
    months.average_discount,
    rank() over (partition by months.sales_month order by months.revenue desc) as place
from months
inner join {{ ref('dim_employees') }} as employees using (employee_id)
