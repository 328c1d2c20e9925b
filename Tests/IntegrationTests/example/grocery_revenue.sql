-- Revenue and sales of each day and category, and the headline figures that follow from them.
with paid as (
    select
        salesdate::date as sales_day,
        categoryname as category,
        quantity,
        round(price * quantity * (1 - discount), 2) as amount
    from analytics_grocery_raw.sales
    join analytics_grocery_raw.products using (productid)
    join analytics_grocery_raw.categories using (categoryid)
),

raw as (
    select 'day' as kind, sales_day::text as name, count(*) as sales, sum(amount) as revenue from paid group by 2
    union all
    select 'category', category, count(*), sum(amount) from paid group by 2
    union all
    select 'day and category', sales_day || ' ' || category, count(*), sum(amount) from paid group by 2
    union all
    select 'week up to a day', days.day::text, null, round(avg(week.amount), 2)
    from (select distinct sales_day as day from paid) as days
    join (select sales_day, sum(amount) as amount from paid group by 1) as week
        on week.sales_day between days.day - 6 and days.day
    group by 2
),

mart as (
    select 'day' as kind, sales_day::text as name, sales, revenue from analytics_grocery.revenue_trend
    union all
    select 'category', category, sales, revenue from analytics_grocery.revenue_by_category
    union all
    select 'day and category', sales_day || ' ' || category, sum(sales), sum(revenue)
    from analytics_grocery.mart_sales_summary
    group by 2
    union all
    select 'week up to a day', sales_day::text, null, revenue_7_day_average from analytics_grocery.revenue_trend
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
