-- RFM segments: fifths by counting places instead of ntile, and the segments' order values.
with customers as (
    select
        customerid,
        max(salesdate)::date as last_day,
        count(distinct salesdate::date) as visits,
        sum(round(price * quantity * (1 - discount), 2)) as revenue
    from analytics_grocery_raw.sales
    join analytics_grocery_raw.products using (productid)
    group by 1
),

placed as (
    select
        *,
        row_number() over (order by last_day, customerid) as by_day,
        row_number() over (order by visits, customerid) as by_visits,
        row_number() over (order by revenue, customerid) as by_revenue,
        -- The first of five parts are one larger when five does not divide the number of customers.
        count(*) over () / 5 as part,
        count(*) over () % 5 as larger
    from customers
),

scored as (
    select
        customerid,
        visits,
        revenue,
        case when by_day <= larger * (part + 1) then (by_day + part) / (part + 1) else larger + (by_day - larger * (part + 1) + part - 1) / part end as r,
        case when by_visits <= larger * (part + 1) then (by_visits + part) / (part + 1) else larger + (by_visits - larger * (part + 1) + part - 1) / part end as f,
        case when by_revenue <= larger * (part + 1) then (by_revenue + part) / (part + 1) else larger + (by_revenue - larger * (part + 1) + part - 1) / part end as m
    from placed
),

named as (
    select
        *,
        case
            when least(r, f, m) >= 4 then 'champions'
            when f >= 4 and r >= 3 then 'loyal'
            when m >= 4 and r >= 3 then 'big spenders'
            when r >= 4 then 'promising'
            when r < 3 and greatest(f, m) >= 4 then 'at risk'
            when r < 3 and f < 3 then 'hibernating'
            else 'needs attention'
        end as segment
    from scored
),

raw as (
    select 'customer ' || customerid as name, segment, visits::numeric as visits, revenue, round(revenue / visits, 2) as order_value from named
    union all
    select 'all', segment, sum(visits), sum(revenue), round(sum(revenue) / sum(visits), 2) from named group by segment
),

mart as (
    select 'customer ' || customer_id as name, segment, visits::numeric as visits, revenue, average_order_value as order_value
    from analytics_grocery.mart_customer_behavior
    union all
    select 'all', segment, visits, revenue, average_order_value from analytics_grocery.segments_by_order_value
)

(select * from raw except select * from mart) union all (select * from mart except select * from raw)
