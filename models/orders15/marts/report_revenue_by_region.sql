{#- Ninety days up to the newest order, one row a day and region, also for days without an order. -#}
with newest as (
    select max(ordered_on) as day from {{ ref('fact_orders') }}
),

days as (
    select
        (newest.day - offset_days) as ordered_on,
        regions.region
    from newest
    cross join generate_series(0, 89) as offset_days
    cross join {{ ref('orders15_regions') }} as regions
)

select
    days.ordered_on,
    days.region,
    count(distinct facts.order_id) as orders,
    coalesce(sum(facts.amount), 0) as revenue,
    round(
        avg(coalesce(sum(facts.amount), 0)) over (partition by days.region order by days.ordered_on rows 6 preceding), 2
    ) as revenue_7_day_average
from days
left join {{ ref('fact_orders') }} as facts using (ordered_on, region)
group by 1, 2
