-- What each employee sold in each month.
with raw as (
    select
        salespersonid as employee_id,
        date_trunc('month', salesdate)::date as sales_month,
        count(*) as sales,
        count(distinct salesdate::date) as days_with_sales,
        sum(quantity) as pieces,
        sum(round(price * quantity * (1 - discount), 2)) as revenue,
        round(avg(discount), 4) as average_discount
    from analytics_grocery_raw.sales
    join analytics_grocery_raw.products using (productid)
    group by 1, 2
),

mart as (
    select employee_id, sales_month, sales, days_with_sales, pieces, revenue, average_discount
    from analytics_grocery.mart_employee_performance
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
